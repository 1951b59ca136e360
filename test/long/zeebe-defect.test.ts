/** The behaviour suite finds a defect in either adapter: here one that loses what a person entered. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const suite = join(import.meta.dirname, '..', 'zeebe', 'defective-suite.ts');

function run(adapter: string, defect: string): Promise<{ code: number; output: string }> {
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--test', suite], { env: { ...env, ADAPTER: adapter, DEFECT: defect } }, (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }));
  });
}

for (const adapter of ['embedded', 'zeebe']) {
  test(`a defect in the ${adapter} adapter fails the suite that it passes without`, async (t) => {
    const sound = await run(adapter, '');
    if (sound.output.includes('# SKIP')) return t.skip('no real Zeebe here');
    assert.equal(sound.code, 0, sound.output);
    const { code, output } = await run(adapter, 'losesVariables');
    assert.equal(code, 1);
    assert.match(output, /✖ without mappings a result goes to the process/);
  });
}
