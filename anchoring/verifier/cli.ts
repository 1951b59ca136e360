/**
 * `npm run verify -- receipt.json [--key VERIFIER_KEY] [--contract 0x..] [--rpc URL] [--json]`
 * Needs no database and no part of the platform. Exit code 0: verified; 2: consistent, origin not verified; 1: failed.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyReceipt, type Trust, type Verification } from './verify-receipt.ts';

const usage = 'npm run verify -- receipt.json [--key VERIFIER_KEY] [--contract 0x..] [--rpc URL] [--json]';
const marks = { passed: '✓', failed: '✗', notChecked: '–' };
const exitCodes = { verified: 0, failed: 1, unverified: 2 };

function readArguments(): { readonly file: string; readonly json: boolean; readonly trust: Trust } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, contract: { type: 'string' }, rpc: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new Error(usage);
  const { json, ...trust } = values;
  return { file, json, trust };
}

function print(verification: Verification): void {
  for (const { outcome, sentence } of verification.checks) console.log(`${marks[outcome]} ${sentence.zh} ${sentence.en}`);
  console.log(`\n${verification.sentence.zh}\n${verification.sentence.en}`);
}

try {
  const { file, json, trust } = readArguments();
  const verification = await verifyReceipt(JSON.parse(await readFile(file, 'utf8')), trust);
  if (json) console.log(JSON.stringify(verification));
  else print(verification);
  process.exitCode = exitCodes[verification.verdict];
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
