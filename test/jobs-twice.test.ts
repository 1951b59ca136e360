/** A handler's work is committed before the engine is told; killed in between, the job comes again. Here each comes twice: nothing is done or told twice. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { orderRedemption } from '@gbc/applications';
import type { JobWorker } from '@gbc/engine';
import { systemEnvironment as env } from '@gbc/events';
import { readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

let house: House;
const done = new Set<string>();

const twice = (worker: JobWorker): JobWorker => ({
  ...worker,
  async handle(job) {
    const first = await worker.handle(job);
    assert.deepEqual(await worker.handle(job), first, `${job.type} answers the same when it comes again`);
    done.add(job.type);
    return first;
  },
});

before(async () => void (house = await openHouse(env, twice)));
after(() => house.close());

/** Events that tell the same of the same, which something else than time has told twice. */
async function readDoubled(): Promise<object[]> {
  const { rows } = await house.database.read(`select type, application_id, body::jsonb -> 'data' as data, count(*)::int as times from event group by 1, 2, 3 having count(*) > 1`);
  return rows;
}

it('an allocation, a payment and a redemption leave each event once', async () => {
  await house.fundStreet(50_000_000n);
  const id = await house.apply({ amountFen: 1_090_000 });
  await house.waitForTask(id, 'review');
  await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
  await house.waitForTask(id, 'approvePayout');
  await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'rejected', reason: '请核对' });
  await house.waitForTask(id, 'review');
  await house.decideAs('beiwaitan.specialist-2', id, { outcome: 'approved' });
  await house.waitForTask(id, 'approvePayout');
  await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
  await house.waitForTask(id, 'confirmReceipt');
  await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: 1_090_000 });
  await house.waitForState(id, 'completed');
  assert.deepEqual((await readTransfers(house.database.read, id)).map(({ payoutNo, state }) => [payoutNo, state]), [[1, 'voided'], [2, 'posted']]);

  const supplier = await house.person('pujiang.supplier');
  const creditor = { name: '收款人', account: '6222020000001234567', bank: '示例银行' };
  const order = { accountId: 'holding:pujiang:HK-2026-001:2120303', form: { purpose: '兑付', amountFen: 5_000, creditor } };
  const [returned, paid] = [await house.database.transaction((tx) => orderRedemption(tx, env, supplier, order)), await house.database.transaction((tx) => orderRedemption(tx, env, supplier, order))];
  for (const orderId of [returned, paid]) await house.waitForTask(orderId, 'receiveOrder');
  await house.decideAs('hongkou.finance-supervisor', returned, { outcome: 'rejected', reason: '请核对账户' });
  await house.waitForTask(returned, 'correct');
  await house.decideAs('hongkou.finance-supervisor', paid, { outcome: 'approved' });
  await until(async () => done.has('instruct-bank'), 'the bank to be instructed');

  const expected = ['anchor-state', 'hold-payout', 'hold-redemption', 'instruct-bank', 'match-deposit', 'mint-tokens', 'set-aside-operating', 'transfer-tokens', 'validate-documents', 'void-payout', 'void-redemption'];
  await house.engine.settled();
  assert.deepEqual([...done].sort(), expected);
  assert.deepEqual(await readDoubled(), []);
});
