/**
 * `npm run verify -- FILE [--key KEY] [--witness KEY]... [--quorum N] [--contract 0x..] [--rpc URL] [--block 0x..] [--json]`
 * FILE is a receipt, an audit packet or a COSE Receipt. Needs no database and no part of the platform.
 * Exit code 0: verified; 2: consistent, origin not verified; 1: failed.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Sentence } from './check.ts';
import type { PacketReport } from './packet-report.ts';
import type { Trust } from './trust.ts';
import type { Verification } from './verdict.ts';
import { verifyFile } from './verify.ts';

const usage = 'npm run verify -- FILE [--key KEY] [--witness KEY]... [--quorum N] [--contract 0x..] [--rpc URL] [--block 0x..] [--json]';
const marks = { passed: '✓', failed: '✗', notChecked: '–' };
const exitCodes = { verified: 0, failed: 1, unverified: 2 };
const headings: Readonly<Record<keyof PacketReport, string>> = {
  proves: '证明了什么 What is proved',
  since: '自何时起 Since when',
  signers: '谁签了名 Signed by',
  limits: '不能证明什么 What it can’t prove',
};

function readArguments(): { readonly file: string; readonly json: boolean; readonly trust: Trust } {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: text, witness: { type: 'string', multiple: true }, quorum: text, contract: text, rpc: text, block: text, json: { type: 'boolean', default: false } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new Error(usage);
  const { json, witness, quorum, ...trust } = values;
  return { file, json, trust: { ...trust, ...(witness ? { witnesses: witness } : {}), ...(quorum === undefined ? {} : { quorum: Number(quorum) }) } };
}

const say = ({ zh, en }: Sentence): string => `${zh} ${en}`;

function print(verification: Verification & { readonly report?: PacketReport | undefined }): void {
  for (const { outcome, sentence } of verification.checks) console.log(`${marks[outcome]} ${say(sentence)}`);
  for (const part of Object.keys(headings) as (keyof PacketReport)[]) {
    const sentences = verification.report?.[part] ?? [];
    if (sentences.length > 0) console.log(`\n${headings[part]}\n${sentences.map((sentence) => `  ${say(sentence)}`).join('\n')}`);
  }
  console.log(`\n${verification.sentence.zh}\n${verification.sentence.en}`);
}

try {
  const { file, json, trust } = readArguments();
  const verification = await verifyFile(await readFile(file), trust);
  if (json) console.log(JSON.stringify(verification));
  else print(verification);
  process.exitCode = exitCodes[verification.verdict];
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
