import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { boundaryError, bpmn, end, path, service, start, tag, user } from '@gbc/engine/behaviour';
import type { EmbeddedHarness } from '@gbc/engine-embedded/testing';
import type { Gateway } from './gateway.ts';
import type { TestClient } from './testing/client.ts';
import { openTestGateway } from './testing/open-test-gateway.ts';

interface Job {
  readonly key: string;
  readonly type: string;
  readonly variables: string;
  readonly retries: number;
  readonly worker: string;
  readonly deadline: string;
  readonly customHeaders: string;
  readonly processInstanceKey: string;
  readonly elementInstanceKey: string;
  readonly tags: readonly string[];
}

let harness: EmbeddedHarness;
let gateway: Gateway;
let client: TestClient;
let close: () => Promise<void>;

before(async () => {
  ({ harness, gateway, client, close } = await openTestGateway());
});
after(() => close());

async function deploy(processId: string, body: string): Promise<void> {
  await client.call('DeployResource', { resources: [{ name: `${processId}.bpmn`, content: Buffer.from(bpmn(processId, body, ['REFUSED'])) }] });
}

/** A process of one task, for jobs of the type `processId`. */
const deployTask = (processId: string, options: Parameters<typeof service>[2] = {}) =>
  deploy(processId, start() + service('work', processId, options) + boundaryError('refused', 'work', 'REFUSED') + user('after') + user('caught') + path('start', 'work', 'after') + path('refused', 'caught'));

async function create(bpmnProcessId: string, variables: object = {}): Promise<string> {
  const { processInstanceKey } = await client.call<{ processInstanceKey: string }>('CreateProcessInstance', { bpmnProcessId, version: -1, variables: JSON.stringify(variables) });
  return processInstanceKey;
}

async function nextJob(type: string, request: object = {}): Promise<Job> {
  const [job] = await client.activate<Job>({ type, requestTimeout: 10_000, ...request });
  assert.ok(job);
  return job;
}

const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);

describe('topology and definitions', () => {
  test('one broker leads one partition', async () => {
    const topology = await client.call<{ brokers: { host: string; port: number; partitions: object[] }[]; clusterSize: number; gatewayVersion: string }>('Topology');
    assert.deepEqual(topology.brokers.map(({ port, partitions }) => ({ port, partitions })), [{ port: gateway.port, partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }] }]);
    assert.match(topology.gatewayVersion, /^8\.8\./);
  });

  test('old clients deploy processes, new ones resources; the same content again keeps its key', async () => {
    const definition = Buffer.from(bpmn('twice', start() + end() + path('start', 'end')));
    const { processes: [old] } = await client.call<{ processes: Record<string, unknown>[] }>('DeployProcess', { processes: [{ name: 'twice.bpmn', definition }] });
    const { deployments: [again] } = await client.call<{ deployments: { process: unknown; Metadata: string }[] }>('DeployResource', { resources: [{ name: 'twice.bpmn', content: definition }] });
    assert.deepEqual(again?.process, old);
    assert.equal(again?.Metadata, 'process');
    assert.deepEqual({ ...old, processDefinitionKey: '' }, { bpmnProcessId: 'twice', version: 1, processDefinitionKey: '', resourceName: 'twice.bpmn', tenantId: '<default>' });
    const created = await client.call('CreateProcessInstance', { processDefinitionKey: old?.['processDefinitionKey'] });
    assert.equal(created['bpmnProcessId'], 'twice');
  });

  test('unknown definitions are not found, in Zeebe\'s words', async () => {
    const refused = (request: object) => client.refusal('CreateProcessInstance', request);
    const details = 'Command \'CREATE\' rejected with code \'NOT_FOUND\': Expected to find process definition with';
    assert.deepEqual(await refused({ bpmnProcessId: 'nope', version: -1 }), { code: status.NOT_FOUND, details: `${details} process ID 'nope', but none found` });
    assert.deepEqual(await refused({ bpmnProcessId: 'twice', version: 9 }), { code: status.NOT_FOUND, details: `${details} process ID 'twice' and version '9', but none found` });
    assert.deepEqual(await refused({ processDefinitionKey: '99' }), { code: status.NOT_FOUND, details: `${details} key '99', but none found` });
  });

  test('variables must be an object in JSON', async () => {
    for (const variables of ['{"a":', '[1]', '"text"', '1', '{}}']) {
      const { code, details } = await client.refusal('CreateProcessInstance', { bpmnProcessId: 'twice', version: -1, variables });
      assert.equal(code, status.INVALID_ARGUMENT);
      assert.match(details, /^Property 'variables' is invalid: /);
    }
  });

  test('there is one tenant, and no other', async () => {
    const disabled = 'but multi-tenancy is disabled';
    const expected = (call: string, tenants: string) => ({ code: status.INVALID_ARGUMENT, details: `Expected to handle gRPC request ${call} with tenant ${tenants}, ${disabled}` });
    assert.deepEqual(await client.refusal('CreateProcessInstance', { bpmnProcessId: 'twice', version: -1, tenantId: 'a' }), expected('CreateProcessInstance', 'identifier \'a\''));
    assert.deepEqual(await client.refusal('CreateProcessInstanceWithResult', { request: { bpmnProcessId: 'twice', tenantId: 'a' } }), expected('CreateProcessInstanceWithResult', 'identifier \'a\''));
    assert.deepEqual(await client.refusal('ActivateJobs', { type: 'x', tenantIds: ['<default>', 'a'] }), expected('ActivateJobs', 'identifiers \'<default>,a\''));
    assert.deepEqual(await client.activate({ type: 'x', tenantIds: ['<default>'] }), []);
  });

  test('a migration is refused with its reason', async () => {
    const { code, details } = await client.refusal('MigrateProcessInstance', { processInstanceKey: '1', migrationPlan: { targetProcessDefinitionKey: '2' } });
    assert.equal(code, status.UNIMPLEMENTED);
    assert.match(details, /does not migrate/);
  });
});

describe('jobs', () => {
  test('a job tells all that the protocol has, and its completion moves the process on', async () => {
    await deployTask('whole', { headers: { tier: 'street' }, retries: '5' });
    const processInstanceKey = await create('whole', { a: 1, b: [true, null] });
    const job = await nextJob('whole', { worker: 'w1', timeout: 60_000, fetchVariable: ['b'] });
    const { elementInstanceKey } = await harness.events.waitFor('elementEntered', { processInstanceKey, elementId: 'work' });
    const { processDefinitionKey } = harness.events.of('instanceStarted', { processInstanceKey })[0]!;
    assert.deepEqual({ ...job }, {
      key: job.key, type: 'whole', processInstanceKey, bpmnProcessId: 'whole', processDefinitionVersion: 1, processDefinitionKey, elementId: 'work', elementInstanceKey,
      customHeaders: '{"tier":"street"}', worker: 'w1', retries: 5, deadline: String(harness.clock.now().getTime() + 60_000), variables: '{"b":[true,null]}',
      tenantId: '<default>', kind: 'BPMN_ELEMENT', listenerEventType: 'UNSPECIFIED', tags: [],
    });
    await client.call('CompleteJob', { jobKey: job.key, variables: '{"done":true}' });
    assert.deepEqual(opened(processInstanceKey), ['after']);
    assert.deepEqual(await client.refusal('CompleteJob', { jobKey: job.key }), {
      code: status.NOT_FOUND, details: `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '${job.key}', but no such job was found`,
    });
  });

  test('a job tells the tags of its instance', async () => {
    await deployTask('tagged');
    const request = { bpmnProcessId: 'tagged', version: -1 };
    const created = await client.call('CreateProcessInstance', { ...request, tags: ['tier:street', 'urgent', 'urgent'] });
    assert.deepEqual(created['tags'], ['tier:street', 'urgent']);
    assert.deepEqual((await nextJob('tagged')).tags, ['tier:street', 'urgent']);
    const refused = async (tags: string[]) => (await client.refusal('CreateProcessInstance', { ...request, tags })).details;
    assert.match(await refused(['1st', 'ok', '']), /INVALID_ARGUMENT.*but the tags '1st', '' are invalid\. Tags must start with a letter/);
    assert.match(await refused(['x'.repeat(101)]), /are invalid/);
    assert.match(await refused(Array.from({ length: 11 }, (_, n) => `t${n}`)), /the number of tags exceeds the limit of 10\./);
  });

  test('requests that make no sense are refused', async () => {
    const refused = async (request: object) => (await client.refusal('ActivateJobs', request)).details;
    const details = 'Command \'ACTIVATE\' rejected with code \'INVALID_ARGUMENT\': Expected to activate job batch with';
    assert.equal(await refused({ type: '' }), `${details} type to be present, but it was blank`);
    assert.equal(await refused({ type: 'x', timeout: 0 }), `${details} timeout to be greater than zero, but it was '0'`);
    assert.equal(await refused({ type: 'x', maxJobsToActivate: 0 }), `${details} max jobs to activate to be greater than zero, but it was '0'`);
  });

  test('a poll waits for a job, for its time, or not at all', async () => {
    await deployTask('polled');
    assert.deepEqual(await client.activate({ type: 'polled', requestTimeout: -1 }), []);
    assert.deepEqual(await client.activate({ type: 'polled', requestTimeout: 1 }), []);
    const waiting = nextJob('polled', { requestTimeout: 0 });
    const processInstanceKey = await create('polled');
    assert.equal((await waiting).processInstanceKey, processInstanceKey);
  });

  test('a client that went away takes no job', async () => {
    await deployTask('left');
    const call = client.open('ActivateJobs', { type: 'left', worker: 'gone', timeout: 60_000, maxJobsToActivate: 1 });
    call.on('error', () => undefined);
    await client.activate({ type: 'nothing' }); // sent after it on the same connection, so the poll is open now
    call.cancel();
    await create('left');
    assert.equal((await nextJob('left')).worker, 'test');
  });

  test('polls share the jobs that wait', async () => {
    await deployTask('shared');
    const polls = ['one', 'two'].map((worker) => client.activate<Job>({ type: 'shared', worker, maxJobsToActivate: 1, requestTimeout: 10_000 }));
    await create('shared');
    await create('shared');
    const jobs = (await Promise.all(polls)).flat();
    assert.deepEqual(jobs.map(({ worker }) => worker), ['one', 'two']);
  });

  test('a failed job comes again after its back-off with the retries and variables given; the last failure raises an incident', async () => {
    await deployTask('failing');
    const processInstanceKey = await create('failing', { a: 1 });
    const job = await nextJob('failing');
    await client.call('FailJob', { jobKey: job.key, retries: 2, errorMessage: 'later', retryBackOff: 5_000, variables: '{"why":"budget"}' });
    assert.deepEqual(await client.refusal('CompleteJob', { jobKey: job.key }), {
      code: status.FAILED_PRECONDITION, details: `Command 'COMPLETE' rejected with code 'INVALID_STATE': Expected to complete job with key '${job.key}', but it is in state 'FAILED'`,
    });
    await harness.advanceTime(4_999);
    assert.deepEqual(await client.activate({ type: 'failing' }), []);
    await harness.advanceTime(1);
    const again = await nextJob('failing');
    assert.equal(again.retries, 2);
    assert.deepEqual(JSON.parse(again.variables), { why: 'budget', a: 1 });
    await client.call('FailJob', { jobKey: job.key, retries: 0 });
    const { incidentKey, message } = await harness.events.waitFor('incidentRaised', { processInstanceKey });
    assert.equal(message, 'No more retries left.');
    assert.deepEqual(await client.refusal('ResolveIncident', { incidentKey }), {
      code: status.FAILED_PRECONDITION,
      details: `Command 'RESOLVE' rejected with code 'INVALID_STATE': Expected to resolve incident with key '${incidentKey}', but job with key '${job.key}' has no retries left. Please update the job retries and retry resolving the incident`,
    });
    await client.call('UpdateJobRetries', { jobKey: job.key, retries: 1 });
    await client.call('ResolveIncident', { incidentKey });
    assert.equal((await nextJob('failing')).key, job.key);
  });

  test('an error goes to the event that catches it', async () => {
    await deployTask('throwing');
    const processInstanceKey = await create('throwing');
    await client.call('ThrowError', { jobKey: (await nextJob('throwing')).key, errorCode: 'REFUSED', variables: '{"why":"budget"}' });
    assert.deepEqual(opened(processInstanceKey), ['caught']);
  });

  test('a listener\'s job says what it is', async () => {
    const listeners = tag('bpmn:extensionElements', {}, tag('zeebe:executionListeners', {}, tag('zeebe:executionListener', { eventType: 'end', type: 'listened' })));
    await deploy('listened', start() + tag('bpmn:task', { id: 'work' }, listeners) + end() + path('start', 'work', 'end'));
    await create('listened');
    const [job] = await client.activate<{ kind: string; listenerEventType: string }>({ type: 'listened' });
    assert.deepEqual([job?.kind, job?.listenerEventType], ['EXECUTION_LISTENER', 'END']);
  });

  test('a timeout can be moved, while somebody has the job', async () => {
    await deployTask('moved');
    await create('moved');
    const { key } = await nextJob('moved', { timeout: 1_000 });
    await client.call('UpdateJobTimeout', { jobKey: key, timeout: 10_000 });
    await harness.advanceTime(9_999);
    assert.deepEqual(await client.activate({ type: 'moved' }), []);
    await harness.advanceTime(1);
    assert.deepEqual(await client.refusal('UpdateJobTimeout', { jobKey: key, timeout: 1 }), {
      code: status.FAILED_PRECONDITION, details: `Command 'UPDATE_TIMEOUT' rejected with code 'INVALID_STATE': Expected to update the timeout of job with key '${key}', but it is not active`,
    });
    assert.equal((await nextJob('moved')).key, key);
  });

  test('a stream gets jobs as they come, also those that wait already', async () => {
    await deployTask('streamed');
    const first = await create('streamed', { n: 1 });
    const stream = client.open('StreamActivatedJobs', { type: 'streamed', worker: 'streamer', timeout: 60_000 });
    const [one] = (await once(stream, 'data')) as [Job];
    const next = once(stream, 'data');
    const second = await create('streamed', { n: 2 });
    const [two] = (await next) as [Job];
    assert.deepEqual([one.processInstanceKey, two.processInstanceKey], [first, second]);
    stream.cancel();
    const [{ code }] = (await once(stream, 'error')) as [{ code: number }];
    assert.equal(code, status.CANCELLED);
  });

  test('a batch stays within what a message carries; a job that never does is an incident', async () => {
    await deployTask('large');
    const text = 'x'.repeat(1_500_000);
    for (let n = 0; n < 3; n += 1) await create('large', { text });
    assert.equal((await client.activate({ type: 'large' })).length, 2);
    assert.equal((await client.activate({ type: 'large' })).length, 1);
    const processInstanceKey = await create('large', { text });
    await client.call('SetVariables', { elementInstanceKey: processInstanceKey, variables: JSON.stringify({ more: text + text }) });
    assert.equal((await client.activate({ type: 'large' })).length, 0);
    const { errorType, incidentKey } = await harness.events.waitFor('incidentRaised', { processInstanceKey });
    assert.equal(errorType, 'MESSAGE_SIZE_EXCEEDED');
    await client.call('ResolveIncident', { incidentKey });
    assert.equal((await client.activate({ type: 'large', fetchVariable: ['text'] })).length, 1);
  });
});

describe('messages and signals', () => {
  test('a message is known by its id while it lives; a signal has a key', async () => {
    const message = { name: 'paid', correlationKey: 'a', timeToLive: 60_000, messageId: 'once', variables: '{"n":1}' };
    const { key, tenantId } = await client.call('PublishMessage', message);
    assert.match(String(key), /^\d+$/);
    assert.equal(tenantId, '<default>');
    assert.deepEqual(await client.refusal('PublishMessage', message), {
      code: status.ALREADY_EXISTS,
      details: 'Command \'PUBLISH\' rejected with code \'ALREADY_EXISTS\': Expected to publish a new message with id \'once\', but a message with that id was already published',
    });
    assert.match(String((await client.call('BroadcastSignal', { signalName: 'closing' }))['key']), /^\d+$/);
  });
});

describe('instances', () => {
  test('cancelled, changed and resolved, and refused where there is none', async () => {
    await deployTask('managed');
    const processInstanceKey = await create('managed');
    await client.call('SetVariables', { elementInstanceKey: processInstanceKey, variables: '{"late":1}' });
    assert.equal((await nextJob('managed')).variables, '{"late":1}');
    await client.call('CancelProcessInstance', { processInstanceKey });
    await harness.events.waitFor('instanceEnded', { processInstanceKey, outcome: 'terminated' });
    const refusals = {
      CancelProcessInstance: [{ processInstanceKey }, `Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${processInstanceKey}', but no such process was found`],
      SetVariables: [{ elementInstanceKey: '5' }, 'Command \'UPDATE\' rejected with code \'NOT_FOUND\': Expected to update variables for element with key \'5\', but no such element was found'],
      ResolveIncident: [{ incidentKey: '5' }, 'Command \'RESOLVE\' rejected with code \'NOT_FOUND\': Expected to resolve incident with key \'5\', but no such incident was found'],
      UpdateJobRetries: [{ jobKey: '5', retries: 1 }, 'Command \'UPDATE_RETRIES\' rejected with code \'NOT_FOUND\': Expected to update job with key \'5\', but no such job was found'],
      ThrowError: [{ jobKey: '5' }, 'Command \'THROW_ERROR\' rejected with code \'NOT_FOUND\': Expected to throw an error for job with key \'5\', but no such job was found'],
      FailJob: [{ jobKey: '5' }, 'Command \'FAIL\' rejected with code \'NOT_FOUND\': Expected to fail job with key \'5\', but no such job was found'],
    } as const;
    for (const [name, [request, details]] of Object.entries(refusals)) assert.deepEqual(await client.refusal(name, request), { code: status.NOT_FOUND, details });
  });

  test('with a result, the answer comes at the end with the variables asked for', async () => {
    await deployTask('awaited');
    await deploy('at-once', start() + end() + path('start', 'end'));
    const request = (processId: string) => ({ request: { bpmnProcessId: processId, version: -1, variables: '{"a":1,"b":2}' } });
    assert.equal((await client.call('CreateProcessInstanceWithResult', request('at-once')))['variables'], '{"a":1,"b":2}');
    assert.equal((await client.call('CreateProcessInstanceWithResult', { ...request('at-once'), fetchVariables: ['b', 'c'] }))['variables'], '{"b":2}');
    assert.equal((await client.refusal('CreateProcessInstanceWithResult', { ...request('awaited'), requestTimeout: 1 })).code, status.DEADLINE_EXCEEDED);
    assert.deepEqual(await client.refusal('CreateProcessInstanceWithResult', request('nope')), {
      code: status.NOT_FOUND, details: 'Command \'CREATE_WITH_AWAITING_RESULT\' rejected with code \'NOT_FOUND\': Expected to find process definition with process ID \'nope\', but none found',
    });
  });

  test('started, moved and ended where a client says', async () => {
    await deployTask('steered');
    const { processInstanceKey } = await client.call<{ processInstanceKey: string }>('CreateProcessInstance', { bpmnProcessId: 'steered', version: -1, startInstructions: [{ elementId: 'after' }] });
    assert.deepEqual(opened(processInstanceKey), ['after']);
    const { elementInstanceKey } = harness.events.of('userTaskOpened', { processInstanceKey })[0]!;
    await client.call('ModifyProcessInstance', {
      processInstanceKey, activateInstructions: [{ elementId: 'work', variableInstructions: [{ variables: '{"moved":true}' }] }], terminateInstructions: [{ elementInstanceKey }],
    });
    const job = await nextJob('steered');
    assert.deepEqual([job.processInstanceKey, job.variables], [processInstanceKey, '{"moved":true}']);
    assert.equal((await client.refusal('ModifyProcessInstance', { processInstanceKey, activateInstructions: [{ elementId: 'nope' }] })).code, status.INVALID_ARGUMENT);
    assert.deepEqual(await client.refusal('ModifyProcessInstance', { processInstanceKey: '5' }), {
      code: status.NOT_FOUND, details: 'Command \'MODIFY\' rejected with code \'NOT_FOUND\': Expected to modify process instance but no process instance found with key \'5\'',
    });
  });
});

describe('decisions and forms', () => {
  const table = `<?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="limits" name="Limits" namespace="x"><decision id="limit" name="Limit"><decisionTable id="t" hitPolicy="FIRST">
    <input id="in" label="Tier"><inputExpression id="e" typeRef="string"><text>tier</text></inputExpression></input><output id="out" name="fen" typeRef="number"/>
    <rule id="r1"><inputEntry id="i1"><text>"street"</text></inputEntry><outputEntry id="o1"><text>100</text></outputEntry></rule></decisionTable></decision></definitions>`;

  test('deployed with their diagram, evaluated with what was looked at, deleted', async () => {
    const form = JSON.stringify({ id: 'ask', components: [] });
    const { deployments } = await client.call<{ deployments: Record<string, Record<string, unknown>>[] }>('DeployResource', {
      resources: [{ name: 'limit.dmn', content: Buffer.from(table) }, { name: 'ask.form', content: Buffer.from(form) }],
    });
    const [decision, requirements, asked] = [deployments[0]?.['decision'], deployments[1]?.['decisionRequirements'], deployments[2]?.['form']];
    assert.deepEqual([decision?.['dmnDecisionId'], decision?.['dmnDecisionName'], decision?.['dmnDecisionRequirementsId'], decision?.['version']], ['limit', 'Limit', 'limits', 1]);
    assert.deepEqual([requirements?.['dmnDecisionRequirementsId'], requirements?.['dmnDecisionRequirementsName'], requirements?.['decisionRequirementsKey'], requirements?.['resourceName']],
      ['limits', 'Limits', decision?.['decisionRequirementsKey'], 'limit.dmn']);
    assert.deepEqual([asked?.['formId'], asked?.['version']], ['ask', 1]);

    const evaluated = await client.call('EvaluateDecision', { decisionId: 'limit', variables: '{"tier":"street"}' });
    assert.equal(evaluated['decisionOutput'], '100');
    assert.equal(evaluated['decisionKey'], decision?.['decisionKey']);
    const [inner] = evaluated['evaluatedDecisions'] as { evaluatedInputs: object[]; matchedRules: object[]; decisionType: string }[];
    assert.equal(inner?.decisionType, 'DECISION_TABLE');
    assert.deepEqual(inner?.evaluatedInputs, [{ inputId: 'in', inputName: 'Tier', inputValue: '"street"' }]);
    assert.deepEqual(inner?.matchedRules, [{ ruleId: 'r1', ruleIndex: 1, evaluatedOutputs: [{ outputId: 'out', outputName: 'fen', outputValue: '100' }] }]);

    assert.equal((await client.refusal('EvaluateDecision', {})).code, status.INVALID_ARGUMENT);
    assert.deepEqual(await client.refusal('EvaluateDecision', { decisionKey: '4', decisionId: 'x' }), {
      code: status.NOT_FOUND, details: 'Command \'EVALUATE\' rejected with code \'NOT_FOUND\': Expected to evaluate decision \'4\', but no decision found for key \'4\'',
    });
    await client.call('DeleteResource', { resourceKey: decision?.['decisionRequirementsKey'] });
    assert.equal((await client.refusal('EvaluateDecision', { decisionId: 'limit' })).code, status.NOT_FOUND);
    assert.equal((await client.refusal('DeleteResource', { resourceKey: '5' })).code, status.NOT_FOUND);
  });
});
