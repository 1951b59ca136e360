/** Two who act on the same thing at the same time, through the public API: one wins, the other is told clearly, and the money moves once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { makePdf } from '@gbc/documents/testing';
import { RefusedCall, type CallAnswer, type CallInput, type Client } from '../app/demo/client.ts';
import { until } from '../app/demo/patience.ts';
import { openRunningStack, type RunningStack } from './journey/running-stack.ts';

const patienceMs = 60_000;
/** A race has to be run more than once; who is asked first takes turns. */
const races = 4;
const amountFen = 12_300;

/** What came of acts that were done at once: how many were answered, and why the others were refused. */
async function atOnce<T>(...acts: readonly (() => Promise<T>)[]): Promise<{ answers: T[]; refusals: string[]; won: number[] }> {
  const outcomes = await Promise.allSettled(acts.map((act) => act()));
  const answers: T[] = [];
  const refusals: string[] = [];
  const won: number[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') {
      answers.push(outcome.value);
      won.push(index);
    } else {
      assert.ok(outcome.reason instanceof RefusedCall, String(outcome.reason));
      refusals.push(`${outcome.reason.status} ${outcome.reason.problem.code}`);
    }
  }
  return { answers, refusals, won };
}

describe('at the same time', () => {
  let stack: RunningStack;
  let people: Record<'resident' | 'specialist' | 'otherSpecialist' | 'finance' | 'otherFinance' | 'supervisor' | 'otherSupervisor' | 'bank' | 'regulator', Client>;

  before(async () => {
    stack = await openRunningStack();
    const logins = {
      resident: 'resident-0001.individual', specialist: 'beiwaitan.specialist', otherSpecialist: 'beiwaitan.specialist-2', finance: 'beiwaitan.finance-supervisor', otherFinance: 'beiwaitan.finance-supervisor-2',
      supervisor: 'beiwaitan.supervisor', otherSupervisor: 'hongkou.supervisor', bank: 'custodian.bank-operator', regulator: 'jiwei.regulator',
    };
    people = Object.fromEntries(await Promise.all(Object.entries(logins).map(async ([name, login]) => [name, await stack.signIn(login)] as const))) as typeof people;
  });
  after(() => stack.close());

  const application = (applicationId: string) => people.regulator.call('getApplication', { params: { applicationId } });
  const form = (title: string) => ({ proposal: { title, purpose: '施工影响补贴', projectId: 'HK-2026-001' }, amountFen });

  async function draft(): Promise<string> {
    const { documentId } = await people.resident.upload({ kind: 'statement', name: '说明.pdf', mediaType: 'application/pdf', bytes: makePdf('Statement', randomUUID()) }, randomUUID());
    const documents = [{ documentId, kind: 'statement' as const }];
    const body = { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'resident-0001', form: form('补贴'), documents } as const;
    return (await people.resident.call('createApplication', { body, key: randomUUID() })).applicationId;
  }

  /** The open task of an application, once it is at this state. */
  const taskAt = (applicationId: string, state: CallAnswer<'getApplication'>['state']) =>
    until(`${applicationId} is ${state}`, patienceMs, async () => {
      const seen = await application(applicationId);
      return seen.state === state ? seen.openTaskIds[0] : undefined;
    });

  async function submitted(): Promise<{ applicationId: string; taskId: string }> {
    const applicationId = await draft();
    await people.resident.call('submitApplication', { params: { applicationId }, key: randomUUID() });
    return { applicationId, taskId: await taskAt(applicationId, 'reviewing') };
  }

  const complete = (by: Client, taskId: string, body: NonNullable<CallInput<'completeTask'>['body']>, key: string = randomUUID()) => by.call('completeTask', { params: { taskId }, body, key });
  const approve = (by: Client, taskId: string, key?: string) => complete(by, taskId, { outcome: 'approved', revision: 1 }, key);
  const reject = (by: Client, taskId: string) => complete(by, taskId, { outcome: 'rejected', revision: 1, field: 'proposal.purpose', reason: '请写明路段' });

  async function reviewed(): Promise<{ applicationId: string; taskId: string }> {
    const { applicationId, taskId } = await submitted();
    await approve(people.specialist, taskId);
    return { applicationId, taskId: await taskAt(applicationId, 'approvingPayout') };
  }

  const transfers = async (applicationId: string) =>
    (await people.regulator.call('getApplicationTrail', { params: { applicationId } })).items.filter((it) => it.kind === 'payout' && it.applicationId === applicationId).map(({ state }) => state);
  const countEvents = async (applicationId: string, type: string) =>
    (await people.regulator.call('getApplicationHistory', { params: { applicationId } })).items.filter((it) => it.type === type).length;

  it('one key means one command, however many come with it', async () => {
    const title = `一次 ${randomUUID()}`;
    const body = { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'resident-0001', form: form(title) } as const;
    const key = randomUUID();
    const { answers, refusals } = await atOnce(...Array.from({ length: 8 }, () => () => people.resident.call('createApplication', { body, key })));
    assert.deepEqual(refusals, []);
    assert.equal(new Set(answers.map(({ applicationId }) => applicationId)).size, 1);
    const { items } = await people.resident.call('listApplications', { query: { scope: 'mine', q: title } });
    assert.equal(items.length, 1);
  });

  it('one key with two contents is one command and a conflict', async () => {
    for (let race = 0; race < races; race += 1) {
      const key = randomUUID();
      const titles = [`甲 ${key}`, `乙 ${key}`];
      const begin = (title = '') => () => people.resident.call('createApplication', { body: { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'resident-0001', form: form(title) }, key });
      const { answers, refusals } = await atOnce(...titles.map(begin));
      assert.deepEqual(refusals, ['422 request.keyConflict']);
      const { items } = await people.resident.call('listApplications', { query: { scope: 'mine', q: key } });
      assert.deepEqual(items.map(({ applicationId }) => applicationId), answers.map(({ applicationId }) => applicationId));
    }
  });

  it('one key at two commands is a conflict, and one key of two people are two commands', async () => {
    const key = randomUUID();
    const applicationId = await draft();
    const { refusals } = await atOnce<unknown>(
      () => people.resident.call('submitApplication', { params: { applicationId }, key }),
      () => people.resident.call('saveDraft', { params: { applicationId }, body: { form: form('另一稿'), documents: [] }, key }),
    );
    assert.deepEqual(refusals, ['422 request.keyConflict']);
    const mine = await people.bank.call('makeDeposit', { body: { depositId: `D-${key}`, reference: 'HK-2026-001', amountFen: 1_000, valueDate: '2026-11-20' }, key });
    assert.equal(mine.depositId, `D-${key}`);
  });

  it('one deposit that is told eight times under one key, and under eight, is paid in once', async () => {
    const deposit = { depositId: `D-${randomUUID()}`, reference: 'HK-2026-001', amountFen: 7_654_321, valueDate: '2026-11-20' };
    const key = randomUUID();
    const { refusals } = await atOnce(...Array.from({ length: 8 }, (_, n) => () => people.bank.call('makeDeposit', { body: deposit, key: n % 2 === 0 ? key : randomUUID() })));
    assert.deepEqual(refusals, []);
    const { items } = await people.regulator.call('listDeposits');
    assert.equal(items.filter((it) => it.amountFen === deposit.amountFen).length, 1);
  });

  it('a draft that is submitted twice is submitted once', async () => {
    const applicationId = await draft();
    const submit = () => people.resident.call('submitApplication', { params: { applicationId }, key: randomUUID() });
    const { refusals } = await atOnce(submit, submit);
    assert.deepEqual(refusals, ['409 application.notEditable']);
    await taskAt(applicationId, 'reviewing');
    assert.equal(await countEvents(applicationId, 'applicationSubmitted'), 1);
    assert.equal(await countEvents(applicationId, 'processStarted'), 1);
  });

  it('a task that two claim is claimed by one', async () => {
    const { taskId } = await submitted();
    const claim = (by: Client) => () => by.call('claimTask', { params: { taskId }, key: randomUUID() });
    const { answers, refusals } = await atOnce(claim(people.specialist), claim(people.otherSpecialist));
    assert.deepEqual([answers.length, refusals], [1, ['409 task.claimed']]);
  });

  it('of two reviewers one decides', async () => {
    const { applicationId, taskId } = await submitted();
    const { refusals } = await atOnce(() => approve(people.specialist, taskId), () => approve(people.otherSpecialist, taskId));
    assert.deepEqual(refusals, ['409 task.alreadyDecided']);
    await taskAt(applicationId, 'approvingPayout');
    assert.deepEqual(await transfers(applicationId), ['pending'], 'held once');
    assert.equal((await application(applicationId)).decisions.filter(({ decision }) => decision === 'review').length, 1);
  });

  it('of two approvers of a payout one approves, and the money moves once', async () => {
    for (let race = 0; race < races; race += 1) {
      const { applicationId, taskId } = await reviewed();
      const both = [() => approve(people.finance, taskId), () => approve(people.otherFinance, taskId)];
      const { answers, refusals } = await atOnce(...(race % 2 === 0 ? both : both.reverse()));
      assert.deepEqual([answers.length, refusals], [1, ['409 task.alreadyDecided']]);
      await taskAt(applicationId, 'confirming');
      assert.deepEqual(await transfers(applicationId), ['posted']);
      assert.equal(await countEvents(applicationId, 'transferPosted'), 1);
    }
  });

  it('one approval that is sent many times is one', async () => {
    const { applicationId, taskId } = await reviewed();
    const key = randomUUID();
    const { answers, refusals } = await atOnce(...Array.from({ length: 6 }, (_, n) => () => approve(people.finance, taskId, n < 4 ? key : randomUUID())));
    assert.deepEqual(refusals, []);
    assert.equal(new Set(answers.map(({ decisionId }) => decisionId)).size, 1, 'the same person saying the same is one decision');
    await taskAt(applicationId, 'confirming');
    assert.equal(await countEvents(applicationId, 'transferPosted'), 1);
  });

  it('of an approval and a rejection one counts, and the money follows it', async () => {
    const winners = new Set<string>();
    for (let race = 0; race < 2 * races; race += 1) {
      const { applicationId, taskId } = await reviewed();
      const acts = [() => approve(people.finance, taskId), () => reject(people.otherFinance, taskId)];
      const isTurned = race % 2 === 1;
      const { refusals, won } = await atOnce(...(isTurned ? acts.reverse() : acts));
      assert.deepEqual(refusals, ['409 task.alreadyDecided']);
      const isApproved = (won[0] === 0) !== isTurned;
      winners.add(isApproved ? 'approved' : 'rejected');
      await taskAt(applicationId, isApproved ? 'confirming' : 'reviewing');
      assert.deepEqual(await transfers(applicationId), [isApproved ? 'posted' : 'voided']);
      assert.equal((await application(applicationId)).decisions.filter(({ decision }) => decision === 'payout').length, 1);
    }
    assert.equal(winners.size, 2, 'who is asked first wins as a rule, so both have won');
  });

  it('of an approval and the end of the process one comes first, and nothing stays held', async () => {
    for (let race = 0; race < races; race += 1) {
      const { applicationId, taskId } = await reviewed();
      const { processInstanceKey } = await application(applicationId);
      const cancel = () => people.supervisor.call('cancelProcessInstance', { params: { processInstanceKey: processInstanceKey ?? '' }, body: { reason: '撤回' }, key: randomUUID() });
      const acts: (() => Promise<unknown>)[] = [() => approve(people.finance, taskId), cancel];
      const { refusals } = await atOnce(...(race % 2 === 0 ? acts : acts.reverse()));
      for (const refusal of refusals) assert.match(refusal, /^409 (task\.(gone|closed)|processInstance\.ended)$/);
      await until(`${applicationId} has ended`, patienceMs, async () => (await application(applicationId)).state === 'terminated' || undefined);
      const [state, ...others] = await transfers(applicationId);
      assert.ok(others.length === 0 && (state === 'posted' || state === 'voided'), `${state}, ${others.join()}`);
    }
  });

  it('a process that two end is ended once', async () => {
    const { applicationId } = await reviewed();
    const { processInstanceKey } = await application(applicationId);
    const cancel = (by: Client) => () => by.call('cancelProcessInstance', { params: { processInstanceKey: processInstanceKey ?? '' }, body: { reason: '撤回' }, key: randomUUID() });
    const { refusals } = await atOnce(cancel(people.supervisor), cancel(people.otherSupervisor));
    assert.ok(refusals.every((refusal) => refusal === '409 processInstance.ended'), refusals.join());
    await until(`${applicationId} has ended`, patienceMs, async () => (await application(applicationId)).state === 'terminated' || undefined);
    assert.deepEqual(await transfers(applicationId), ['voided']);
    assert.equal(await countEvents(applicationId, 'holdVoided'), 1);
  });

  it('all of which leaves the sum of the balances what the supply is', async () => {
    const { supplyFen, accounts } = await people.regulator.call('getFunds');
    assert.equal(accounts.reduce((sum, { balanceFen }) => sum + balanceFen, 0), supplyFen);
  });
});
