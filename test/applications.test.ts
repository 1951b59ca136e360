import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApplicationError, decide, decideProposal, proposeModel, readApplication, readDecisions, readOpenTasks, readRevisions, type DecisionInput } from '@gbc/applications';
import { systemEnvironment as env } from '@gbc/events';
import { readBalances, readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const streetAccount = 'holding:beiwaitan:HK-2026-001:2120303';

describe('an application, through all rooms', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(200_000_000n);
  });
  after(() => house.close());

  const refusedWith = (code: string) => (error: unknown) => {
    assert.ok(error instanceof ApplicationError, String(error));
    assert.equal(error.code, code);
    return true;
  };
  const balance = async (accountId: string) => {
    const [account] = await readBalances(house.database.read, { accountIds: [accountId] });
    assert.ok(account);
    return { availableFen: account.availableFen, heldFen: account.debitsPendingFen };
  };
  const decideAs = async (login: string, taskId: string, input: DecisionInput) => {
    const by = await house.person(login);
    return house.database.transaction((tx) => decide(tx, env, by, taskId, input));
  };
  const openTask = async (applicationId: string) => {
    const [task] = await readOpenTasks(house.database.read, applicationId);
    assert.ok(task);
    return task;
  };

  it('is rejected with reason and field, corrected, approved, paid and confirmed', async () => {
    const before = await balance(streetAccount);
    const id = await house.apply({ amountFen: 10_900_000 });
    await house.waitForTask(id, 'review');
    const task = await openTask(id);
    await assert.rejects(decideAs('beiwaitan.specialist', task.taskId, { outcome: 'rejected', revision: 1 }), refusedWith('task.incomplete'));
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'rejected', reason: '项目名称与合同不一致', field: 'proposal.title' });
    await house.waitForTask(id, 'correct');
    const [first] = await readRevisions(house.database.read, id);
    assert.ok(first);
    const form = structuredClone(first.form) as { proposal: { title: string } };
    form.proposal.title = '东大名路道路整治进度款';
    await house.decideAs('pujiang.supplier', id, { outcome: 'supplied', form });
    await house.waitForTask(id, 'review');
    const second = (await readRevisions(house.database.read, id)).at(-1);
    assert.equal(second?.revision, 2);
    assert.deepEqual(second.changedFields, ['proposal.title']);
    await house.decideAs('beiwaitan.specialist-2', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    assert.deepEqual(await balance(streetAccount), { availableFen: before.availableFen - 10_900_000n, heldFen: before.heldFen + 10_900_000n });
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    assert.deepEqual(await balance(streetAccount), { availableFen: before.availableFen - 10_900_000n, heldFen: before.heldFen });
    const receipt = await openTask(id);
    await assert.rejects(decideAs('pujiang.supplier', receipt.taskId, { outcome: 'confirmed', revision: 2, receivedFen: 1 }), refusedWith('task.incomplete'));
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: 10_900_000 });
    await house.waitForState(id, 'completed');
    const decisions = await readDecisions(house.database.read, id);
    assert.deepEqual(decisions.map(({ decision, outcome, state }) => `${decision}.${outcome}.${state}`), [
      'review.rejected.accepted', 'resubmission.supplied.accepted', 'review.approved.accepted', 'payout.approved.accepted', 'receipt.confirmed.accepted',
    ]);
  });

  it('lets a rejected payout be reviewed again, under the next number', async () => {
    const before = await balance(streetAccount);
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'rejected', reason: '本月额度已满' });
    await house.waitForTask(id, 'review');
    assert.deepEqual(await balance(streetAccount), before);
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    const transfers = await readTransfers(house.database.read, id);
    assert.deepEqual(transfers.map(({ payoutNo, state }) => [payoutNo, state]), [[1, 'voided'], [2, 'posted']]);
  });

  it('needs a second finance supervisor above the limit', async () => {
    const id = await house.apply({ amountFen: 60_000_000, contractNumber: 'HT-BIG', contractFen: 90_000_000 });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayoutSecond');
    const task = await openTask(id);
    await assert.rejects(decideAs('beiwaitan.finance-supervisor', task.taskId, { outcome: 'approved', revision: 1 }), refusedWith('task.alreadyInvolved'));
    await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    const [payout] = await readTransfers(house.database.read, id);
    assert.equal(payout?.state, 'posted');
    assert.equal(payout.kind === 'payout' && payout.postDecisionIds.length, 2);
  });

  it('is decided once, by somebody of its office, on the revision that was looked at', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    const { taskId } = await openTask(id);
    const approved = { outcome: 'approved', revision: 1 } as const;
    await assert.rejects(decideAs('jiaxing.specialist', taskId, approved), refusedWith('task.notYours'));
    await assert.rejects(decideAs('pujiang.supplier', taskId, approved), refusedWith('task.notYours'));
    await assert.rejects(decideAs('beiwaitan.specialist', taskId, { ...approved, revision: 7 }), refusedWith('task.revisionChanged'));
    const results = await Promise.allSettled([decideAs('beiwaitan.specialist', taskId, approved), decideAs('beiwaitan.specialist-2', taskId, { ...approved, outcome: 'rejected', reason: 'x', field: 'amountFen' })]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const lost = results.find((result) => result.status === 'rejected');
    assert.ok(['task.alreadyDecided', 'task.closed'].includes((lost as { reason: ApplicationError }).reason.code));
    const [decision] = await readDecisions(house.database.read, id);
    assert.ok(decision);
    const again = await decideAs(decision.outcome === 'approved' ? 'beiwaitan.specialist' : 'beiwaitan.specialist-2', taskId, decision.outcome === 'approved' ? approved : { ...approved, outcome: 'rejected', reason: 'x', field: 'amountFen' });
    assert.equal(again.decisionId, decision.decisionId, 'the same person saying the same gets the same answer');
  });

  it('is never approved by somebody who made it, whatever else they are', async () => {
    const supplier = await house.person('pujiang.supplier-2');
    await house.database.transaction((tx) =>
      tx.query(`insert into membership (person_id, organisation_id, role, granted_at) values ($1, 'beiwaitan', 'specialist', now())`, [supplier.personId]),
    );
    const id = await house.apply({ login: 'pujiang.supplier-2' });
    await house.waitForTask(id, 'review');
    const { taskId } = await openTask(id);
    await assert.rejects(decideAs('pujiang.supplier-2', taskId, { outcome: 'approved', revision: 1 }), refusedWith('task.ownApplication'));
  });

  it('is sent back by the rules when its invoice is used already', async () => {
    const number = '26312000000099999999';
    const one = await house.apply({ invoiceNumber: number });
    await house.waitForTask(one, 'review');
    const two = await house.apply({ invoiceNumber: number });
    await house.waitForTask(two, 'correct');
    const [revision] = await readRevisions(house.database.read, two);
    assert.ok(revision?.findings?.some(({ rule, outcome }) => rule === 'invoice.usedTwice' && outcome === 'refused'));
  });

  it('goes back to the reviewer, and says why, when the ledger refuses the hold', async () => {
    const id = await house.apply({ amountFen: 190_000_000, contractNumber: 'HT-HUGE', contractFen: 700_000_000 });
    await house.waitForTask(id, 'review');
    const { taskId } = await openTask(id);
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await until(async () => (await readOpenTasks(house.database.read, id)).some((task) => task.elementId === 'review' && task.taskId !== taskId), 'a second review');
    assert.equal((await readApplication(house.database.read, id)).refusal?.code, 'ledger.overdraft');
    assert.deepEqual(await readTransfers(house.database.read, id), []);
  });

  it('is paid what its own row says, whatever the process variables say', async () => {
    const id = await house.apply({ amountFen: 1_000_000 });
    await house.waitForTask(id, 'review');
    const { rows } = await house.database.read<{ key: string }>('select process_instance_key as key from process_instance where application_id = $1', [id]);
    await house.engine.setVariables(rows[0]?.key ?? '', { amountFen: 40_000_000, applicantId: 'yangtze', applicationId: 'someone-elses', outcome: 'approved', payoutNo: 9 });
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await until(async () => (await readTransfers(house.database.read, id))[0]?.state === 'posted', 'the payout');
    const [payout] = await readTransfers(house.database.read, id);
    assert.equal(payout?.amountFen, 1_000_000n);
    assert.equal(payout.creditAccountId, 'holding:pujiang:HK-2026-001:2120303');
  });

  it('is not paid with one approval where two are due, though a variable led the process past the second', async () => {
    const id = await house.apply({ amountFen: 55_000_000, contractNumber: 'HT-LIE', contractFen: 90_000_000 });
    await house.waitForTask(id, 'review');
    const { rows } = await house.database.read<{ key: string }>('select process_instance_key as key from process_instance where application_id = $1', [id]);
    await house.engine.setVariables(rows[0]?.key ?? '', { amountFen: 1 });
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'review');
    assert.deepEqual((await readTransfers(house.database.read, id)).map(({ state }) => state), ['voided']);
    assert.equal((await readApplication(house.database.read, id)).refusal?.code, 'ledger.approvalMissing');
  });

  it('lets go of its hold and its invoice when a supervisor ends its process', async () => {
    const before = await balance(streetAccount);
    const invoiceNumber = '26312000000088888888';
    const id = await house.apply({ invoiceNumber });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    const { rows } = await house.database.read<{ key: string }>('select process_instance_key as key from process_instance where application_id = $1', [id]);
    await house.engine.cancelInstance(rows[0]?.key ?? '');
    assert.equal((await readApplication(house.database.read, id)).state, 'terminated');
    assert.deepEqual(await balance(streetAccount), before);
    assert.deepEqual(await readOpenTasks(house.database.read, id), []);
    const again = await house.apply({ invoiceNumber });
    await house.waitForTask(again, 'review');
  });

  it('stays on the version of the flow it began under, while new ones take the redrawn one', async () => {
    const old = await house.apply();
    await house.waitForTask(old, 'review');
    const model = house.models.find(({ processId }) => processId === 'street-approval');
    const bpmnXml = Buffer.from(model?.bpmn.content ?? '').toString('utf8').replace('name="项目专员审核"', 'name="项目专员现场审核"');
    const [proposer, second] = [await house.person('hongkou.process-admin'), await house.person('hongkou.process-admin-2')];
    const specialist = await house.person('beiwaitan.specialist');
    const parts = { database: house.database, engine: house.engine, env };
    const propose = (by: typeof proposer) => house.database.transaction((tx) => proposeModel(tx, env, by, { processId: 'street-approval', baseVersion: 1, bpmnXml, note: '改名' }));
    await assert.rejects(propose(specialist), refusedWith('proposal.notAdmin'));
    const proposalId = await propose(proposer);
    const accepted = { outcome: 'accepted', reason: null } as const;
    await assert.rejects(decideProposal(parts, proposer, proposalId, accepted, house.models), refusedWith('proposal.own'));
    await decideProposal(parts, second, proposalId, accepted, house.models);
    await decideProposal(parts, second, proposalId, accepted, house.models);
    const young = await house.apply();
    await house.waitForTask(young, 'review');
    assert.deepEqual([(await openTask(old)).processVersion, (await openTask(young)).processVersion], [1, 2]);
    assert.equal((await openTask(young)).name, '项目专员现场审核');
    await assert.rejects(propose(proposer), refusedWith('proposal.stale'));
  });
});
