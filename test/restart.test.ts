/** Applications whose engine is gone with its data: listed, begun again at the right step, paid once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cancelAbandoned, createRecorder, deployModels, enqueue, listOrphans, previewRestart, readOpenTasks, restartOrphan } from '@gbc/applications';
import { recordAdvice } from '@gbc/bank';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { depositApplicationId, readBalances, readSupply, readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const amountFen = 1_000_000;
const payeeAccount = 'holding:pujiang:HK-2026-001:2120303';
const lostEngineId = 'an-engine-that-is-gone';

describe('a process that was lost with its engine', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(50_000_000n);
  });
  after(() => house.close());

  const read: House['database']['read'] = (...query) => house.database.read(...query);
  const received = async () => (await readBalances(read, { accountIds: [payeeAccount] }))[0]?.creditsPostedFen ?? 0n;
  const orphan = async (applicationId: string) => (await listOrphans(read, house.engine.engineId, env.now(), applicationId))[0];
  const tasksOf = async (applicationId: string) => (await readOpenTasks(read, applicationId)).map(({ elementId }) => elementId);

  /** As it is when another data set answers: what our rows tell of it belongs to an engine that nobody can reach. */
  async function lose(applicationId: string): Promise<void> {
    const { rows } = await read<{ key: string; parent: string | null }>(
      'select process_instance_key as key, parent_process_instance_key as parent from process_instance where application_id = $1 and engine_id = $2', [applicationId, house.engine.engineId],
    );
    const keys = rows.map(({ key }) => key);
    await house.database.transaction(async (tx) => {
      for (const table of ['process_instance', 'process_element', 'process_flow', 'process_incident', 'task']) {
        await tx.query(`update ${table} set engine_id = $1 where engine_id = $2 and process_instance_key = any($3)`, [lostEngineId, house.engine.engineId, keys]);
      }
      await tx.query('update application set engine_id = $1 where id = $2', [lostEngineId, applicationId]);
    });
    for (const { key, parent } of rows) if (parent === null) await house.engine.cancelInstance(key);
  }

  /** The flow of the street with a table that says the same and is another file: its decision has another key. */
  async function deployOtherTables(): Promise<void> {
    const files = house.models.find(({ processId }) => processId === 'street-approval') ?? assert.fail('no flow of the street');
    const others = files.others.map((file) => (file.name === 'payout-limit.dmn' ? { ...file, content: Buffer.concat([file.content, Buffer.from('<!-- another -->')]) } : file));
    await deployModels({ database: house.database, engine: house.engine, env }, [{ ...files, others }], { actor: { kind: 'system', name: 'test' }, proposal: null });
  }

  async function restart(applicationId: string): Promise<readonly string[]> {
    const { personId } = await house.person('beiwaitan.supervisor');
    const actor = { kind: 'person', personId, organisationId: 'beiwaitan', role: 'supervisor' } as const;
    const { elementIds } = await house.database.transaction((tx) => restartOrphan(tx, env, actor, house.engine.engineId, applicationId));
    await house.dispatcher.flush();
    return elementIds;
  }

  async function applied(stop: 'review' | 'approvePayout' | 'confirmReceipt'): Promise<string> {
    const id = await house.apply({ amountFen });
    await house.waitForTask(id, 'review');
    if (stop === 'review') return id;
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    if (stop === 'approvePayout') return id;
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    return id;
  }

  async function finish(id: string): Promise<void> {
    await house.waitForTask(id, 'confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: amountFen });
    await house.waitForState(id, 'completed');
    assert.deepEqual((await readTransfers(read, id)).map(({ payoutNo, state }) => [payoutNo, state]), [[1, 'posted']]);
    assert.equal((await readApplicationEvents(read, id, ['transferPosted'])).length, 1);
    assert.equal((await readApplicationEvents(read, id, ['holdTaken'])).length, 1);
    assert.equal((await readApplicationEvents(read, id, ['commandRefused'])).length, 0);
  }

  test('is listed, with where it would go on; what runs is not', async () => {
    const [id, other] = [await applied('review'), await applied('review')];
    await lose(id);
    assert.equal(await orphan(other), undefined);
    const found = (await orphan(id)) ?? assert.fail('not listed');
    assert.deepEqual([found.engineId, found.state, found.payerOrganisationId], [lostEngineId, 'reviewing', 'beiwaitan']);
    const { stoodAt, elementIds } = await house.database.transaction((tx) => previewRestart(tx, house.engine.engineId, found));
    assert.deepEqual([stoodAt, elementIds], [['review'], ['reviewDeadline']]);
    await assert.rejects(restart(other), { code: 'application.notOrphaned' });
  });

  test('that stood at a review is reviewed; its deadline is computed anew', async () => {
    const id = await applied('review');
    await lose(id);
    assert.deepEqual(await restart(id), ['reviewDeadline']);
    await house.waitForTask(id, 'review');
    assert.equal(await orphan(id), undefined);
    await assert.rejects(restart(id), { code: 'application.notOrphaned' }, 'a second restart finds nothing lost');
    const [task] = await readOpenTasks(read, id);
    assert.ok(task?.dueAt instanceof Date);
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await finish(id);
    const [event] = await readApplicationEvents(read, id, ['applicationRestarted']);
    assert.deepEqual([event?.actor.kind, event?.data.lostEngineId, event?.data.elementIds, event?.data.decisionIds], ['person', lostEngineId, ['reviewDeadline'], []]);
  });

  test('that stood inside what it called goes on there: its hold stays, also where the table has another key now', async () => {
    const id = await applied('approvePayout');
    const [hold] = await readTransfers(read, id);
    const key = async () => (await house.engine.evaluateDecision({ decisionId: 'payout-limit' }, { tier: 'street', amountFen })).decisionKey;
    const keyBefore = await key();
    await deployOtherTables();
    assert.notEqual(await key(), keyBefore);
    await lose(id);
    assert.deepEqual(await restart(id), ['payout']);
    await house.waitForTask(id, 'approvePayout');
    assert.deepEqual(await readTransfers(read, id), [hold]);
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await finish(id);
  });

  test('that was paid, though nobody told so yet, is not paid again: the approval is carried over', async () => {
    const paidBefore = await received();
    const id = await applied('confirmReceipt');
    // The engine was lost after the ledger had posted and before it told of anything beyond the approval.
    await house.database.transaction(async (tx) => {
      await tx.query(`delete from task where application_id = $1 and element_id = 'confirmReceipt'`, [id]);
      await tx.query(`delete from process_element e using process_instance p where p.process_instance_key = e.process_instance_key and p.application_id = $1 and (p.process_id = 'receipt' or e.element_id in ('receipt', 'transferTokens', 'payoutMade'))`, [id]);
      await tx.query(`delete from process_instance where application_id = $1 and process_id = 'receipt'`, [id]);
      await tx.query(`update process_element e set state = 'active' from process_instance p where p.process_instance_key = e.process_instance_key and p.application_id = $1 and e.element_id = 'payout'`, [id]);
      await tx.query(`update process_instance set state = 'running' where application_id = $1`, [id]);
    });
    await lose(id);
    assert.deepEqual(await restart(id), ['payout']);
    await finish(id);
    assert.equal(await received(), paidBefore + BigInt(amountFen));
    const [carried] = await readApplicationEvents(read, id, ['decisionCarriedOver']);
    assert.equal(carried?.data.elementId, 'approvePayout');
    assert.equal((await readApplicationEvents(read, id, ['decisionRecorded'])).filter(({ data }) => data.decision === 'payout').length, 1, 'nobody was asked twice');
  });

  test('that was disputed and answered comes back to the payee with both', async () => {
    const id = await applied('confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'disputed', reason: '金额不符' });
    await house.waitForTask(id, 'answerDispute');
    await lose(id);
    assert.deepEqual(await restart(id), ['receipt']);
    await house.waitForTask(id, 'answerDispute');
    assert.deepEqual(await tasksOf(id), ['answerDispute'], 'the dispute is not asked again');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'answered', reason: '已核对' });
    await finish(id);
  });

  test('of a deposit goes on to its mint, once', async () => {
    const adviceId = `A-${env.newId()}`;
    const deposit = depositApplicationId(adviceId);
    await house.database.transaction(async (tx) => {
      await recordAdvice(tx, env, { adviceId, reference: 'HK-2026-001', amountFen: 100_000n, valueDate: '2026-11-01', debtorName: null });
      await enqueue(tx, env, { applicationId: deposit, command: { kind: 'startProcess', processId: 'funding', variables: { applicationId: deposit, officeId: 'hongkou', amountFen: 100_000, revision: 0 } } });
    });
    await house.waitForTask(deposit, 'confirmMatch');
    const supplyFen = await readSupply(read);
    await lose(deposit);
    assert.deepEqual(await restart(deposit), ['confirmMatch']);
    await house.waitForTask(deposit, 'confirmMatch');
    await house.decideAs('hongkou.finance-supervisor', deposit, { outcome: 'approved' });
    await until(async () => (await read(`select 1 from deposit_advice where advice_id = $1 and state = 'minted'`, [adviceId])).rows.length > 0, 'the mint');
    assert.equal(await readSupply(read), supplyFen + 100_000n);
  });

  test('that is lost again, on the engine that it was begun again on, is begun again again', async () => {
    const id = await applied('approvePayout');
    await lose(id);
    await restart(id);
    await house.waitForTask(id, 'approvePayout');
    await lose(id);
    assert.ok(await orphan(id));
    await restart(id);
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await finish(id);
  });

  test('that was given up tells nothing any more, and is cancelled when its engine comes back', async () => {
    const id = await applied('review');
    await lose(id);
    const { processInstanceKey = '' } = (await orphan(id)) ?? {};
    await restart(id);
    await house.waitForTask(id, 'review');
    const place = { engineId: lostEngineId, at: env.now(), processInstanceKey: processInstanceKey ?? '', processDefinitionKey: '1', processId: 'street-approval', processVersion: 1 };
    const hook = createRecorder(env, () => undefined);
    await house.database.transaction((tx) => hook(tx, [{ kind: 'instanceEnded', outcome: 'completed', ...place }]));
    assert.deepEqual(await tasksOf(id), ['review']);
    const { rows } = await read<{ state: string }>('select state from application where id = $1', [id]);
    assert.equal(rows[0]?.state, 'reviewing');
    assert.equal(await house.database.transaction((tx) => cancelAbandoned(tx, env, lostEngineId)) >= 1, true);
    assert.equal(await house.database.transaction((tx) => cancelAbandoned(tx, env, lostEngineId)), 0, 'it is asked once');
  });

  test('whose start was taken and never told of is listed after a while, at once if by an engine that is gone, and begun anew', async () => {
    const id = await applied('review');
    const { rows } = await read<{ key: string }>('select process_instance_key as key from process_instance where application_id = $1', [id]);
    await house.engine.cancelInstance(rows[0]?.key ?? '');
    await until(async () => (await read(`select from process_instance where application_id = $1 and state = 'running'`, [id])).rows.length === 0, 'the cancel');
    await house.database.transaction(async (tx) => {
      for (const table of ['process_element', 'process_flow']) await tx.query(`delete from ${table} where process_instance_key = $1`, [rows[0]?.key]);
      await tx.query('delete from task where application_id = $1', [id]);
      await tx.query('delete from process_instance where application_id = $1', [id]);
      await tx.query(`update application set state = 'validating' where id = $1`, [id]);
    });
    assert.equal(await orphan(id), undefined, 'an engine is given time to tell');
    const nameEngine = (engineId: string) => house.database.write(`update outbox set engine_id = $2 where application_id = $1 and kind = 'startProcess'`, [id, engineId]);
    await nameEngine(lostEngineId);
    assert.equal((await orphan(id))?.engineId, null, 'one that is gone is not waited for');
    await nameEngine(house.engine.engineId);
    assert.equal(await orphan(id), undefined);
    await house.database.transaction((tx) => tx.query(`update outbox set done_at = done_at - interval '10 minutes' where application_id = $1`, [id]));
    assert.equal((await orphan(id))?.engineId, null);
    assert.deepEqual(await restart(id), []);
    await house.waitForTask(id, 'review');
  });

  test('whose restart was taken by an engine that is lost, too, before it told, is listed, and asked for again with what it carries over', async () => {
    const id = await applied('confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'disputed', reason: '金额不符' });
    await house.waitForTask(id, 'answerDispute');
    await lose(id);
    assert.deepEqual(await restart(id), ['receipt']);
    await house.waitForTask(id, 'answerDispute');
    // As it stands where the second engine had answered and was lost before it told: nothing of the new instance is in our rows.
    const { rows } = await read<{ key: string }>('select process_instance_key as key from process_instance where application_id = $1 and engine_id = $2', [id, house.engine.engineId]);
    const keys = rows.map(({ key }) => key);
    await house.database.transaction(async (tx) => {
      for (const table of ['process_element', 'process_flow', 'task', 'process_instance']) await tx.query(`delete from ${table} where engine_id = $1 and process_instance_key = any($2)`, [house.engine.engineId, keys]);
      await tx.query('update application_restart set engine_id = null, process_instance_key = null where application_id = $1', [id]);
      await tx.query('update carried_decision set task_id = null where restart_id = (select id from application_restart where application_id = $1)', [id]);
    });
    for (const key of keys) await house.engine.cancelInstance(key).catch(() => undefined);
    assert.equal(await orphan(id), undefined, 'an engine is given time to tell');
    await house.database.write(`update outbox set engine_id = 'another-that-is-gone' where application_id = $1 and kind = 'startProcess' and engine_id = $2`, [id, house.engine.engineId]);
    const found = (await orphan(id)) ?? assert.fail('not listed');
    assert.deepEqual((await house.database.transaction((tx) => previewRestart(tx, house.engine.engineId, found))).elementIds, ['receipt']);
    assert.deepEqual(await restart(id), ['receipt']);
    assert.equal(await orphan(id), undefined);
    await house.waitForTask(id, 'answerDispute');
    assert.deepEqual(await tasksOf(id), ['answerDispute'], 'the dispute is not asked again');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'answered', reason: '已核对' });
    await finish(id);
    assert.deepEqual((await readApplicationEvents(read, id, ['applicationRestarted'])).map(({ data }) => data.lostEngineId), [lostEngineId, 'another-that-is-gone']);
  });
});
