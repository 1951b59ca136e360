/** Process variables and tasks completed past the platform are not evidence: the ledger looks at the event log alone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readApplication, readOpenTasks } from '@gbc/applications';
import { readBalances, readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const streetAccount = 'holding:beiwaitan:HK-2026-001:2120303';

describe('the ledger, lied to through the engine', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(50_000_000n);
  });
  after(() => house.close());

  const holdings = async () => (await readBalances(house.database.read)).filter(({ kind }) => kind === 'holding').map(({ id, availableFen }) => [id, availableFen]);
  const openTask = async (applicationId: string) => (await readOpenTasks(house.database.read, applicationId))[0] ?? assert.fail('no open task');
  const refusalOf = async (applicationId: string) => (await readApplication(house.database.read, applicationId)).refusal?.code;

  /** Completes a task at the engine, as an operator with its keys could, without anybody's decision. */
  async function completeBehindOurBacks(applicationId: string): Promise<void> {
    const { taskKey } = await openTask(applicationId);
    await house.engine.completeUserTask(taskKey, { outcome: 'approved', approvedBy: 'beiwaitan.specialist' });
  }

  it('takes no hold for a review that nobody made', async () => {
    const id = await house.apply({ amountFen: 1_000_000 });
    await house.waitForTask(id, 'review');
    const before = await holdings();
    await completeBehindOurBacks(id);
    await until(async () => (await refusalOf(id)) === 'ledger.approvalMissing', 'the hold to be refused');
    await house.waitForTask(id, 'review');
    assert.deepEqual(await readTransfers(house.database.read, id), []);
    assert.deepEqual(await holdings(), before);
  });

  it('moves nothing for a payout that nobody approved', async () => {
    const before = await holdings();
    const id = await house.apply({ amountFen: 1_000_000 });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await completeBehindOurBacks(id);
    await until(async () => (await refusalOf(id)) === 'ledger.approvalMissing', 'the transfer to be refused');
    await house.waitForTask(id, 'review');
    assert.deepEqual((await readTransfers(house.database.read, id)).map(({ state }) => state), ['voided']);
    assert.deepEqual(await holdings(), before);
  });

  it('pays the payee and the amount of the submission, though every variable says another', async () => {
    const [street] = await readBalances(house.database.read, { accountIds: [streetAccount] });
    const id = await house.apply({ amountFen: 1_000_000 });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    const { processInstanceKey } = await openTask(id);
    const lies = { amountFen: 40_000_000, payeeAccountId: 'holding:yangtze', applicantId: 'yangtze', applicationId: 'another', payoutNo: 7, payoutLimit: { limitFen: 1, secondApprover: false } };
    await house.engine.setVariables(processInstanceKey, lies);
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await until(async () => (await readTransfers(house.database.read, id))[0]?.state === 'posted', 'the payout');
    const [payout] = await readTransfers(house.database.read, id);
    assert.deepEqual([payout?.amountFen, payout?.creditAccountId], [1_000_000n, 'holding:pujiang:HK-2026-001:2120303']);
    const [after] = await readBalances(house.database.read, { accountIds: [streetAccount] });
    assert.equal(after?.availableFen, (street?.availableFen ?? 0n) - 1_000_000n);
  });
});
