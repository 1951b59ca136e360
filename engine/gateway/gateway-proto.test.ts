/** Our words for Zeebe's gateway protocol say what its own proto file says: every call, message, field, number, type, label and enum value. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { extractGatewayProto } from '@gbc/engine/behaviour';

interface Named {
  readonly name: string;
  readonly number?: number;
}

/** Types hold their parts in the order of the file, which tells nothing. */
function sortParts(value: unknown): unknown {
  if (Array.isArray(value)) {
    const order = (one: Named, other: Named) => (one.number ?? 0) - (other.number ?? 0) || String(one.name).localeCompare(String(other.name));
    return (value.map(sortParts) as Named[]).sort(order);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sortParts(part)]));
}

/** Everything that a client can tell of a protocol, by the full names of its messages, enums and calls. */
function describe(definition: PackageDefinition): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definition).flatMap(([name, part]): [string, unknown][] => {
    if ('format' in part) return [[name, sortParts(part.type)]];
    return Object.entries(part).map(([call, { path, requestStream, responseStream, requestType, responseType, options }]) =>
      [`${name}.${call}`, { path, requestStream, responseStream, request: requestType.type['name' as never], response: responseType.type['name' as never], deprecated: options?.deprecated }]);
  }));
}

test('our proto file is Zeebe\'s protocol', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-proto-'));
  try {
    const theirs = await extractGatewayProto(folder);
    if ('skipped' in theirs) return t.skip(theirs.skipped);
    const [ours, expected] = [join(import.meta.dirname, 'gateway.proto'), theirs.path].map((path) => describe(loadSync(path, { keepCase: true })));
    assert.deepEqual(Object.keys(ours ?? {}).sort(), Object.keys(expected ?? {}).sort());
    for (const [name, part] of Object.entries(expected ?? {})) assert.deepEqual(ours?.[name], part, name);
    assert.ok(Object.keys(ours ?? {}).length > 60);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
