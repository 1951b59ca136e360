/**
 * `npm run test:long`: each rule of the ledger, broken, must be noticed by the comparison with the reference model. `LEDGER_MUTATION=text` runs those
 * whose description has the text in it.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { mutations } from '../../ledger/testing/mutation/mutations.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '..', '..');
const pattern = process.env['LEDGER_MUTATION'] ?? '';
const commands = 6_000;

/** What the comparison says of the ledger with this file changed; undefined where it notices nothing. */
async function noticed(change: { readonly file: string; readonly text: string; readonly by: string }): Promise<string | undefined> {
  const breaking = ['--import', join(repository, 'test/break-rule.ts'), '--test', 'ledger/testing/reference-model.test.ts'];
  const env = { ...process.env, LEDGER_RANDOM: String(commands), BREAK: JSON.stringify(change) };
  delete (env as NodeJS.ProcessEnv)['NODE_TEST_CONTEXT'];
  return run(process.execPath, breaking, { env, cwd: repository }).then(() => undefined, ({ stdout }: { stdout: string }) => stdout);
}

describe('a broken rule', () => {
  it('would be missed by nothing else: the rules as they are pass', async () => {
    const change = { file: 'ledger/lot.ts', text: 'for (const lot of lots) {', by: 'for (const lot of [...lots]) {' };
    assert.equal(await noticed(change), undefined);
  });

  for (const { breaks, file, text, by } of mutations.filter((mutation) => mutation.breaks.includes(pattern))) {
    it(`is noticed: ${breaks}`, async (t) => {
      assert.equal(readFileSync(join(repository, 'ledger', file), 'utf8').split(text).length, 2, `'${text}' stands once in ${file}`);
      const output = await noticed({ file: `ledger/${file}`, text, by });
      assert.ok(output !== undefined, 'nothing noticed it');
      t.diagnostic(/(?:error|message): [|>]?-?\s*'?(.{0,160})/s.exec(output)?.[1]?.replaceAll(/\s+/g, ' ') ?? '');
    });
  }
});
