/**
 * `npm run demo -- [--json] [--data DIR] [--resume]`: starts the product, walks every tier through its public API as
 * the people would, and has an independent checker look over what came of it. Progress goes to standard error; the result is
 * a table, or with `--json` one JSON object, on standard output. Exit code 0 only if the checker agrees and the proofs verify.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runDemo, type DemoResult } from './run-demo.ts';

const stepNames = {
  start: '启动 · start the product',
  seed: '等待首批拨款 · the first payments of the demonstration',
  deposit: '银行收款 · the bank takes a deposit',
  match: '区财务监理确认到账 · district finance confirms the match, tokens are minted',
  department: '区拨款给部门 · the district allocates to a department, applied for, approved and received',
  street: '部门拨款给街道 · the department allocates to a street office, likewise',
  subsidy: '个人补贴 · a resident applies with a statement and is subsidised',
  draft: '供应商填报并上传 · the supplier fills in the application and uploads files',
  submit: '供应商提交 · the supplier submits',
  reject: '项目专员退回 · the specialist rejects with field and reason',
  resubmit: '供应商补正 · the supplier resubmits',
  review: '项目专员通过 · the specialist approves',
  payout: '财务监理付款审批 · the finance supervisor approves the payout, tokens move',
  dispute: '供应商提出异议 · the supplier disputes the receipt',
  answer: '财务监理答复异议 · the finance supervisor answers',
  confirm: '供应商确认足额收款 · the supplier confirms the full amount',
  order: '供应商申请兑付 · the supplier asks for money in place of tokens',
  receive: '区财务监理接收，银行收到指令 · district finance receives the order, the bank is told',
  refuse: '银行拒付，解除占用 · the bank refuses, the tokens are released',
  reorder: '供应商更正账户后再次申请 · the supplier corrects the account and asks again',
  receiveAgain: '区财务监理再次接收 · district finance receives it again',
  pay: '银行付款，注销凭证 · the bank pays, the tokens are burned',
  reserve: '储备证明 · custody is held against the ledger, line by line',
  prove: '锚定与核验 · anchored, exported, verified',
};

const yuan = (fen: number) => `¥${(fen / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;

function table({ applications, paidFen, subsidisedFen, operatingFen, redeemedFen, supplyFen, custodyFen, reserveAgrees, logSize, checkpointVerified, inclusionVerified, anchoredBlock, wallMs }: DemoResult): string {
  const rows: readonly (readonly [string, string])[] = [
    ['applications paid', String(applications)],
    ['paid to suppliers', yuan(paidFen)],
    ['paid to individuals', yuan(subsidisedFen)],
    ['redeemed', yuan(redeemedFen)],
    ['kept for operating', yuan(operatingFen)],
    ['supply', yuan(supplyFen)],
    ['custody', yuan(custodyFen)],
    ['reserve', reserveAgrees ? 'agrees, line by line' : 'FALSE'],
    ['events in the log', String(logSize)],
    ['checkpoint', checkpointVerified ? 'verified' : 'FALSE'],
    ['inclusion proofs', inclusionVerified ? 'verified' : 'FALSE'],
    ['anchored in block', String(anchoredBlock)],
    ['took', `${(wallMs / 1000).toFixed(1)} s`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(22)}${value}`).join('\n');
}

function complain(error: unknown): void {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof AggregateError) error.errors.forEach(complain);
  else if (error instanceof Error && error.cause) complain(error.cause);
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, data: { type: 'string' }, resume: { type: 'boolean', default: false } } });
    if (values.resume && !values.data) throw new Error('--resume needs the folder to go on in: --data DIR');
    return values;
  } catch (error) {
    complain(error);
    console.error('  npm run demo -- [--json] [--data DIR] [--resume]');
    return process.exit(2);
  }
}

const values = readOptions();
const dataDir = values.data ? resolve(values.data) : mkdtempSync(join(tmpdir(), 'gbc-demo-'));
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

try {
  const startedMs = performance.now();
  const result = await runDemo({
    dataDir,
    resume: values.resume,
    onStep: (step) => console.error(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${step.padEnd(10)} ${stepNames[step]}`),
    say: (line) => console.error(`          ${line}`),
    signal: stopping.signal,
  });
  console.log(values.json ? JSON.stringify(result) : table(result));
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
if (!values.data) rmSync(dataDir, { recursive: true, force: true });
