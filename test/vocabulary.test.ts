import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { roles } from '@gbc/identity';
import { JOB_TYPES, ROLES } from '@gbc/modeler/lint';

const root = join(import.meta.dirname, '..');

describe('what the modeler lets an admin draw', () => {
  it('names the roles that people hold', () => assert.deepEqual([...ROLES].sort(), [...roles].sort()));

  it('names every job type that a worker handles', () => {
    const handled = globSync('workers/jobs/*.ts', { cwd: root }).map((path) => /type: '([\w-]+)'/.exec(readFileSync(join(root, path), 'utf8'))?.[1]);
    assert.ok(handled.length > 0);
    for (const type of handled) assert.ok((JOB_TYPES as readonly string[]).includes(type ?? ''), String(type));
  });
});
