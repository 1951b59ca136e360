/** The engine's decisions answer the DMN Technology Compatibility Kit as the committed list says: no worse, and no better unnoticed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromCsv, runTck } from '@gbc/engine-embedded/tck';

const { DMN_TCK_DIR: tckFolder } = process.env;
const skip = tckFolder ? false : 'DMN_TCK_DIR is not set: it names the folder of the kit';

test('every case of the kit passes or fails as listed in docs/dmn-tck/results.csv, and level 2 passes whole', { skip }, async () => {
  const listed = fromCsv(readFileSync(join(import.meta.dirname, '..', 'docs', 'dmn-tck', 'results.csv'), 'utf8'));
  const results = await runTck(tckFolder ?? '');
  assert.ok(results.length > 3000, `only ${results.length} cases were found`);
  const changed = results.filter(({ id, reason }) => listed.get(id) !== (reason === null ? 'passed' : 'failed'));
  assert.deepEqual(changed.slice(0, 20), [], 'npm run dmn-tck writes the list anew');
  assert.equal(listed.size, results.length);
  assert.deepEqual(results.filter(({ level, reason }) => level === 'compliance-level-2' && reason !== null), []);
});
