import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { contract } from './contract.ts';
import { openApiDocument } from './openapi.ts';

describe('the OpenAPI document', () => {
  it('is the one committed: run `npm run openapi` after a change', () => {
    const committed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8'));
    assert.deepEqual(JSON.parse(JSON.stringify(openApiDocument())), committed);
  });

  it('asks every command for a key and a token', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>> };
    const operations = Object.values(paths).flatMap((path) => Object.entries(path));
    assert.equal(operations.length, Object.keys(contract).length);
    for (const [method, { operationId, parameters }] of operations) {
      const it = contract[operationId as keyof typeof contract];
      const isKeyed = method !== 'get' && !('isIdempotent' in it);
      assert.equal(parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false, isKeyed, operationId);
    }
  });
});
