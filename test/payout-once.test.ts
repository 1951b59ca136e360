/** Whatever leads to the payout step twice, the money moves once. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createRecorder, deployModels } from '@gbc/applications';
import { EngineError, type Job, type JobWorker, type WorkflowEngine } from '@gbc/engine';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { LedgerQueue, readBalances, readTransfers } from '@gbc/ledger';
import { openWorkers } from '@gbc/workers';
import { openHouse, type House } from './house.ts';

const payeeAccount = 'holding:pujiang:HK-2026-001:2120303';
const amountFen = 1_000_000;

/** The payout with a second look after the transfer, whose rejection leads back to the transfer. */
function withLoop(bpmnXml: string): string {
  const flow = (id: string, from: string, to: string, condition = '') =>
    `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;
  return bpmnXml
    .replace('<bpmn:sequenceFlow id="transferTokensToPayoutMade" sourceRef="transferTokens" targetRef="payoutMade" />', [
      '<bpmn:userTask id="lookAgain" name="再看一眼"><bpmn:extensionElements><zeebe:userTask />',
      '<zeebe:assignmentDefinition candidateGroups="=[officeId + &#34;/finance-supervisor&#34;]" /></bpmn:extensionElements></bpmn:userTask>',
      '<bpmn:exclusiveGateway id="again" name="再付一次？" default="toConfirm" />',
      flow('toLookAgain', 'transferTokens', 'lookAgain'),
      flow('toAgain', 'lookAgain', 'again'),
      flow('toTransfer', 'again', 'transferTokens', '=outcome = "rejected"'),
      flow('toConfirm', 'again', 'payoutMade'),
    ].join(''))
    .replaceAll(/<bpmn:(incoming|outgoing)>transferTokensToPayoutMade<\/bpmn:\1>/g, '')
    .replace(/<bpmndi:BPMNEdge [^>]*bpmnElement="transferTokensToPayoutMade"[^]*?<\/bpmndi:BPMNEdge>/, '');
}

describe('a payout', () => {
  let house: House;
  let transferWorker: JobWorker;

  before(async () => {
    house = await openHouse();
    await house.fundStreet(50_000_000n);
    // The handlers as the engine gets them, to be called once more than the engine would.
    const handlers: JobWorker[] = [];
    const listening = Object.assign(Object.create(house.engine) as WorkflowEngine, { openWorker: (worker: JobWorker) => (handlers.push(worker), { close: async () => undefined }) });
    openWorkers({ database: house.database, engine: listening, ledger: new LedgerQueue({ database: house.database, env }), documents: house.documents, env, invoiceKey: Buffer.alloc(32, 9), onChange: () => undefined });
    transferWorker = handlers.find(({ type }) => type === 'transfer-tokens') ?? assert.fail('nobody transfers tokens');
  });
  after(() => house.close());

  const received = async () => (await readBalances(house.database.read, { accountIds: [payeeAccount] }))[0]?.creditsPostedFen ?? 0n;

  async function approveUntil(elementId: string): Promise<string> {
    const id = await house.apply({ amountFen });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, elementId);
    return id;
  }

  async function assertPaidOnce(applicationId: string, before: bigint): Promise<void> {
    const transfers = await readTransfers(house.database.read, applicationId);
    assert.deepEqual(transfers.map(({ payoutNo, state }) => [payoutNo, state]), [[1, 'posted']]);
    assert.equal((await readApplicationEvents(house.database.read, applicationId, ['transferPosted'])).length, 1);
    assert.equal(await received(), before + BigInt(amountFen));
  }

  /** The job of the payout step as the engine described it. */
  async function transferJob(applicationId: string): Promise<Job> {
    const { rows } = await house.database.read<{ engineId: string; processInstanceKey: string; processDefinitionKey: string; elementInstanceKey: string }>(
      `select p.engine_id as "engineId", p.process_instance_key as "processInstanceKey", process_definition_key as "processDefinitionKey", element_instance_key as "elementInstanceKey"
       from process_instance p join process_element e using (engine_id, process_instance_key) where application_id = $1 and element_id = 'transferTokens'`,
      [applicationId],
    );
    const place = rows[0] ?? assert.fail('the payout step was not reached');
    return { ...place, jobKey: '2251799813699999', type: 'transfer-tokens', processId: 'payout', elementId: 'transferTokens', headers: {}, variables: {}, retries: 3 };
  }

  it('is made once by a job that is tried again, also by two at the same time', async () => {
    const before = await received();
    const id = await approveUntil('confirmReceipt');
    const job = await transferJob(id);
    const outcomes = await Promise.all([transferWorker.handle(job), transferWorker.handle(job), transferWorker.handle({ ...job, retries: 2 })]);
    assert.deepEqual(outcomes, [{ kind: 'completed' }, { kind: 'completed' }, { kind: 'completed' }]);
    await assertPaidOnce(id, before);
  });

  it('is made once though another engine comes with the same keys for the same application', async () => {
    const before = await received();
    const id = await approveUntil('confirmReceipt');
    const job = { ...(await transferJob(id)), engineId: 'another-engine' };
    await assert.rejects(transferWorker.handle(job), /bound to no application/);
    const started = {
      kind: 'instanceStarted', engineId: job.engineId, at: env.now(), processInstanceKey: job.processInstanceKey, processDefinitionKey: job.processDefinitionKey,
      processId: job.processId, processVersion: 1, variables: { applicationId: id }, parentProcessInstanceKey: null,
    } as const;
    const tell = () => house.database.transaction((tx) => createRecorder(env, () => undefined)(tx, [started]));
    await tell();
    await assert.rejects(transferWorker.handle(job), /bound to no application/, 'an engine can bind no second instance by itself');
    await house.database.transaction(async (tx) => {
      await tx.query('delete from process_instance where engine_id = $1', [job.engineId]);
      const { personId } = await house.person('beiwaitan.supervisor');
      await tx.query('insert into application_restart (id, application_id, person_id, at) values ($1, $2, $3, $4)', [env.newId(), id, personId, env.now()]);
    });
    await tell();
    assert.deepEqual(await transferWorker.handle(job), { kind: 'completed' });
    await assertPaidOnce(id, before);
  });

  it('is made once though two operators move the token back onto it at once and its job is tried again meanwhile', async () => {
    const before = await received();
    const id = await approveUntil('confirmReceipt');
    const { rows } = await house.database.read<{ processInstanceKey: string; elementInstanceKey: string }>(
      `select a.process_instance_key as "processInstanceKey", element_instance_key as "elementInstanceKey" from application a join process_element e using (engine_id, process_instance_key)
       where a.id = $1 and element_id = 'receipt' and e.state = 'active'`,
      [id],
    );
    const { processInstanceKey, elementInstanceKey } = rows[0] ?? assert.fail('the receipt is not waited for');
    const job = await transferJob(id);
    const move = () => house.engine.modifyInstance({ processInstanceKey, activate: [{ elementId: 'payout' }], terminate: [{ elementInstanceKey }] });
    const [moves, ...retries] = await Promise.all([Promise.allSettled([move(), move()]), transferWorker.handle(job), transferWorker.handle({ ...job, retries: 1 })]);
    assert.deepEqual(retries, [{ kind: 'completed' }, { kind: 'completed' }]);
    assert.equal(moves.filter(({ status }) => status === 'fulfilled').length, 1, 'one has moved it');
    const refused = moves.find((it) => it.status === 'rejected')?.reason as unknown;
    assert.ok(refused instanceof EngineError && refused.code === 'INVALID_ARGUMENT' && refused.message.includes(elementInstanceKey), String(refused));

    await house.waitForTask(id, 'approvePayout');
    await assert.rejects(house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' }), { code: 'task.alreadyInvolved' });
    await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    await assertPaidOnce(id, before);
  });

  it('is made once by a redrawn flow that comes by the payout step again and again', async () => {
    const files = house.models.find(({ processId }) => processId === 'street-approval') ?? assert.fail('no flow of the street');
    const others = files.others.map((file) => (file.name === 'payout.bpmn' ? { ...file, content: Buffer.from(withLoop(Buffer.from(file.content).toString('utf8'))) } : file));
    const source = { actor: { kind: 'system', name: 'test' }, proposal: null } as const;
    const versions = await deployModels({ database: house.database, engine: house.engine, env }, [{ ...files, others }], source);
    assert.equal(versions.get('street-approval'), 2);

    const before = await received();
    const id = await approveUntil('lookAgain');
    const visits = async () => {
      const { rows } = await house.database.read<{ n: bigint }>(
        `select count(*) as n from process_element join process_instance using (engine_id, process_instance_key) where application_id = $1 and element_id = 'transferTokens' and process_element.state = 'completed'`,
        [id],
      );
      return Number(rows[0]?.n);
    };
    for (let turn = 1; turn <= 3; turn += 1) {
      assert.equal(await visits(), turn);
      await assertPaidOnce(id, before);
      if (turn === 3) break;
      await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'rejected', reason: '再来一次' });
      await house.waitForTask(id, 'lookAgain');
    }
    await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: amountFen });
    await house.waitForState(id, 'completed');
    await assertPaidOnce(id, before);
  });
});
