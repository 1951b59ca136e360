/** Freezes and balances of the past through the public API: who may do what, in words of the reader's language. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { RefusedCall, type Client } from '../app/demo/client.ts';
import { openRunningStack, type RunningStack } from './journey/running-stack.ts';

const reason = '核查合同真实性';

describe('a freeze', () => {
  let stack: RunningStack;
  let [regulator, secondRegulator, specialist, supplier] = [] as unknown as [Client, Client, Client, Client];
  let subjectId = '';

  before(async () => {
    stack = await openRunningStack();
    const logins = ['jiwei.regulator', 'jiwei.regulator-2', 'beiwaitan.specialist', 'pujiang.supplier'];
    [regulator, secondRegulator, specialist, supplier] = (await Promise.all(logins.map((login) => stack.signIn(login)))) as [Client, Client, Client, Client];
    const { accounts } = await supplier.call('getFunds');
    subjectId = accounts.find(({ organisationId }) => organisationId === 'beiwaitan')?.accountId ?? assert.fail('the street has no account');
  });
  after(() => stack.close());

  const key = () => randomUUID();
  const order = (by: Client, changes: { subjectId?: string; reason?: string; expiresAt?: string } = {}) =>
    by.call('orderFreeze', { body: { subject: 'account', subjectId, reason, expiresAt: null, ...changes }, key: key() });
  const appeal = (by: Client, freezeId: string, organisationId: string) =>
    by.call('appealFreeze', { params: { freezeId }, body: { organisationId, reason: '合同已备案' }, key: key() });
  const answer = (by: Client, freezeId: string, outcome: 'lifted' | 'upheld') =>
    by.call('answerFreeze', { params: { freezeId }, body: { outcome, reason: '已核实' }, key: key() });
  const refused = (work: Promise<unknown>, status: number, code: string) =>
    assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof RefusedCall);
      assert.deepEqual([error.status, error.problem.code], [status, code], JSON.stringify(error.problem));
      return true;
    });

  it('is ordered by the regulator alone, of something that is there, with a reason', async () => {
    await refused(order(supplier), 403, 'access.denied');
    await refused(order(regulator, { reason: ' ' }), 400, 'request.invalid');
    await refused(order(regulator, { subjectId: 'nobody' }), 409, 'ledger.accountMissing');
    await refused(order(regulator, { expiresAt: '2020-01-01T00:00:00.000Z' }), 409, 'ledger.invalid');
    await refused(answer(regulator, randomUUID(), 'lifted'), 404, 'ledger.freezeMissing');
  });

  it('is seen by those concerned, who appeal; somebody who did not order it answers', async () => {
    const { freezeId, state, mayAnswer } = await order(regulator);
    assert.deepEqual([state, mayAnswer], ['inForce', true]);
    await refused(order(regulator), 409, 'ledger.alreadyFrozen');
    assert.deepEqual((await supplier.call('listFreezes')).items, [], 'it does not concern the supplier');
    const [seen] = (await specialist.call('listFreezes')).items;
    assert.deepEqual([seen?.freezeId, seen?.reason, seen?.mayAnswer, seen?.mayAppealFor], [freezeId, reason, false, ['beiwaitan']]);

    await refused(appeal(supplier, freezeId, 'pujiang'), 403, 'ledger.notAllowed');
    await refused(appeal(supplier, freezeId, 'beiwaitan'), 403, 'access.denied');
    await refused(answer(secondRegulator, freezeId, 'upheld'), 409, 'ledger.appealMissing');
    assert.equal((await appeal(specialist, freezeId, 'beiwaitan')).appeal, '合同已备案');
    await refused(answer(regulator, freezeId, 'upheld'), 409, 'ledger.makerIsChecker');
    await refused(answer(specialist, freezeId, 'lifted'), 403, 'access.denied');
    const upheld = await answer(secondRegulator, freezeId, 'upheld');
    assert.deepEqual([upheld.state, upheld.appealedAt, upheld.answer, upheld.orderedBy.isReader], ['inForce', null, '已核实', false]);
    const [answered] = (await specialist.call('listFreezes')).items;
    assert.deepEqual([answered?.answer, answered?.organisationId, answered?.mayAppealFor], ['已核实', 'beiwaitan', ['beiwaitan']]);
    const frozen = async () => (await supplier.call('getFunds')).accounts.filter(({ isFrozen }) => isFrozen).map(({ accountId }) => accountId);
    assert.deepEqual(await frozen(), [subjectId], 'that it is frozen, everybody may know');
    assert.equal((await answer(secondRegulator, freezeId, 'lifted')).state, 'lifted');
    assert.deepEqual(await frozen(), []);
    await refused(appeal(specialist, freezeId, 'beiwaitan'), 409, 'ledger.freezeEnded');
  });

  it('of an application concerns its two sides, who see why and may appeal; that it is frozen, everybody may know', async () => {
    const { items } = await specialist.call('listApplications', { query: { scope: 'office', state: 'completed' } });
    const { applicationId } = items.find(({ payerOrganisationId }) => payerOrganisationId === 'jianwei') ?? assert.fail('nothing was allocated');
    const { freezeId, title } = await regulator.call('orderFreeze', { body: { subject: 'application', subjectId: applicationId, reason, expiresAt: null }, key: key() });
    assert.ok(title);
    const freezesFor = async (by: Client) => (await by.call('getApplication', { params: { applicationId } })).freezes;
    const [concerned] = await freezesFor(specialist);
    assert.deepEqual([concerned?.freezeId, concerned?.concerns, concerned?.reason, concerned?.mayAppealFor], [freezeId, 'application', reason, ['beiwaitan']]);
    const [other] = await freezesFor(supplier);
    assert.deepEqual([other?.freezeId, other?.reason, other?.mayAppealFor], [freezeId, null, []]);
    assert.equal((await appeal(specialist, freezeId, 'beiwaitan')).appeal, '合同已备案');
    assert.equal((await answer(secondRegulator, freezeId, 'lifted')).state, 'lifted');
    assert.deepEqual(await freezesFor(supplier), []);
  });

  it('leaves balances as they are, and those of the past can be read', async () => {
    const { accounts, supplyFen } = await supplier.call('getFunds');
    const then = await supplier.call('getFunds', { query: { at: '2020-01-01T00:00:00.000Z' } });
    assert.deepEqual([then.supplyFen, then.custodyFen, then.accounts], [0, null, []]);
    const now = await supplier.call('getFunds', { query: { at: new Date(Date.now() + 60_000).toISOString() } });
    assert.deepEqual([now.supplyFen, now.accounts], [supplyFen, accounts]);
    await refused(supplier.call('getFunds', { query: { at: 'yesterday' } }), 400, 'request.invalid');
  });
});
