/** Clients that others wrote for Zeebe drive `npm run engine` unmodified, each one process from end to end. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Camunda8 } from '@camunda8/sdk';
import { status } from '@grpc/grpc-js';
import { boundary, bpmn, catching, end, extractGatewayProto, message, on, path, service, start } from '@gbc/engine/behaviour';
import { ZBClient } from 'zeebe-node';
import { type EngineProgram, startEngineProgram } from './engine-program.ts';
import { ForeignClient } from './foreign-client.ts';

const root = mkdtempSync(join(tmpdir(), 'gbc-foreign-'));
let engine: EngineProgram;
before(async () => void (engine = await startEngineProgram(join(root, 'data'))));
after(async () => {
  await engine.stop();
  rmSync(root, { recursive: true, force: true });
});

/** An order: reserve, wait for the payment, ship; a refusal while it is shipped ends it another way. Ids and job types begin with the client's name. */
function order(client: string): { name: string; content: Buffer } {
  const body = start() + service('reserve', `${client}-reserve`, { headers: { shop: 'north' } }) + catching('paid', on.message(`${client}-paid`)) + service('ship', `${client}-ship`)
    + boundary('refused', 'ship', on.error('REFUSED')) + end() + end('sentBack') + path('start', 'reserve', 'paid', 'ship', 'end') + path('refused', 'sentBack');
  return { name: `${client}.bpmn`, content: Buffer.from(bpmn(`${client}-order`, body, ['REFUSED'], message(`${client}-paid`, '=orderId'))) };
}

/** Keys follow each other, so an incident that is raised next has the one after a key just given out: gRPC tells it in no other way. */
const keyAfter = (key: string) => String(BigInt(key) + 1n);

test('@camunda8/sdk: a worker that polls, a worker on a stream, messages, results, incidents, decisions', async () => {
  const client = new Camunda8({
    CAMUNDA_OAUTH_DISABLED: true, ZEEBE_GRPC_ADDRESS: `grpc://127.0.0.1:${engine.port}`, zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
  }).getZeebeGrpcApiClient();
  const { name, content } = order('sdk');
  assert.equal((await client.topology()).brokers.length, 1);
  const { deployments } = await client.deployResource({ name, process: content });
  assert.equal(deployments[0]?.process.bpmnProcessId, 'sdk-order');

  const worker = client.createWorker({ taskType: 'sdk-reserve', longPoll: 1_000, taskHandler: (job) => job.complete({ shop: String(job.customHeaders['shop']) }) });
  const stream = await client.streamJobs({ type: 'sdk-ship', worker: 'shipper', timeout: 60_000, tenantIds: [], taskHandler: (job) => job.complete({ shipped: true }) });
  const result = client.createProcessInstanceWithResult({ bpmnProcessId: 'sdk-order', variables: { orderId: 'a' }, requestTimeout: 30_000 });
  await client.publishMessage({ name: 'sdk-paid', correlationKey: 'a', timeToLive: 60_000, variables: { fen: 100 } });
  assert.deepEqual((await result).variables, { orderId: 'a', shop: 'north', fen: 100, shipped: true });
  stream.close();
  await worker.close();

  const activate = async (type: string) => {
    const [job] = await client.activateJobs({ type, worker: 'hand', maxJobsToActivate: 1, timeout: 60_000, requestTimeout: 10_000 });
    assert.ok(job);
    return job;
  };
  const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: 'sdk-order', variables: { orderId: 'b' } });
  await client.completeJob({ jobKey: (await activate('sdk-reserve')).key, variables: {} });
  const { key } = await client.publishMessage({ name: 'sdk-paid', correlationKey: 'b', timeToLive: 60_000, variables: {} });
  const ship = await activate('sdk-ship');
  await client.setVariables({ elementInstanceKey: processInstanceKey, variables: { note: 'slow' }, local: true });
  await client.updateJobTimeout({ jobKey: ship.key, timeout: 120_000 });
  await client.failJob({ jobKey: ship.key, retries: 1, errorMessage: 'broken', retryBackOff: 0 });
  assert.equal((await activate('sdk-ship')).variables['note'], 'slow');
  const { key: before } = await client.broadcastSignal({ signalName: 'nobody', variables: {} });
  assert.ok(BigInt(before) > BigInt(key));
  await client.failJob({ jobKey: ship.key, retries: 0, errorMessage: 'broken', retryBackOff: 0 });
  await client.updateJobRetries({ jobKey: ship.key, retries: 1 });
  await client.resolveIncident({ incidentKey: keyAfter(before) });
  await client.throwError({ jobKey: (await activate('sdk-ship')).key, errorCode: 'REFUSED', errorMessage: 'no' });
  await assert.rejects(client.cancelProcessInstance(processInstanceKey), { code: status.NOT_FOUND, message: /Command 'CANCEL' rejected with code 'NOT_FOUND'/ });
  await assert.rejects(client.createProcessInstance({ bpmnProcessId: 'nope', variables: {} }), { code: status.NOT_FOUND });
  await client.close();
});

test('zeebe-node 8.3.2: workers, batches, results, messages', async () => {
  const client = new ZBClient(`127.0.0.1:${engine.port}`, { loglevel: 'NONE', useTLS: false });
  const { name, content } = order('old');
  const deployed = await client.deployProcess({ name, definition: content });
  assert.equal(deployed.processes[0]?.bpmnProcessId, 'old-order');
  const worker = client.createWorker({ taskType: 'old-reserve', taskHandler: (job) => job.complete({ shop: (job.customHeaders as { shop: string }).shop }) });
  const shipped: string[] = [];
  const batch = client.createBatchWorker({
    taskType: 'old-ship', jobBatchMinSize: 1, jobBatchMaxTime: 1, timeout: 60,
    taskHandler: (jobs) => jobs.map((job) => {
      shipped.push(job.processInstanceKey);
      return job.complete({ shipped: jobs.length });
    }),
  });
  const result = client.createProcessInstanceWithResult({ bpmnProcessId: 'old-order', variables: { orderId: 'o' }, requestTimeout: 30_000 });
  await client.publishMessage({ name: 'old-paid', correlationKey: 'o', timeToLive: 60_000, variables: { fen: 100 } });
  const { variables, processInstanceKey } = await result;
  assert.deepEqual(variables, { orderId: 'o', shop: 'north', fen: 100, shipped: 1 });
  assert.deepEqual(shipped, [processInstanceKey]);
  await Promise.all([worker.close(), batch.close()]);
  const { processInstanceKey: other } = await client.createProcessInstance({ bpmnProcessId: 'old-order', variables: { orderId: 'p' } });
  await client.cancelProcessInstance(other);
  await assert.rejects(client.cancelProcessInstance(other), { code: status.NOT_FOUND });
  await client.close();
});

test('zbctl 8.4.1: what its commands send', async () => {
  // Its Go client names itself, sends a deadline of ten seconds with each call, waits a little less for jobs, and names its worker.
  const zbctl = new ForeignClient({ port: engine.port, userAgent: 'zeebe-client-go/8.4.1', deadlineMs: 10_000 });
  const { name, content } = order('ctl');
  const call = (method: string, request: object) => zbctl.call(method, request);
  const activate = async (type: string) => (await zbctl.stream('ActivateJobs', { type, worker: 'zbctl', timeout: 300_000, maxJobsToActivate: 1, requestTimeout: 9_000 })) as { key: string }[];

  assert.equal((await call('Topology', {}))['clusterSize'], 1); // status
  await call('DeployResource', { resources: [{ name, content }] }); // deploy resource
  await call('DeployProcess', { processes: [{ name, definition: content }] }); // deploy process
  const { processInstanceKey } = await call('CreateProcessInstance', { bpmnProcessId: 'ctl-order', version: -1, variables: '{"orderId":"c"}' }); // create instance
  await call('SetVariables', { elementInstanceKey: processInstanceKey, variables: '{"by":"zbctl"}', local: false }); // set variables
  const [reserve] = await activate('ctl-reserve'); // activate jobs
  await call('FailJob', { jobKey: reserve?.key, retries: 2, errorMessage: '' }); // fail job
  await activate('ctl-reserve');
  await call('UpdateJobRetries', { jobKey: reserve?.key, retries: 3 }); // update retries
  await call('UpdateJobTimeout', { jobKey: reserve?.key, timeout: 60_000 }); // update timeout
  await call('CompleteJob', { jobKey: reserve?.key, variables: '{}' }); // complete job
  await call('PublishMessage', { name: 'ctl-paid', correlationKey: 'c', timeToLive: 5_000, messageId: '', variables: '{}' }); // publish message
  const [ship] = await activate('ctl-ship');
  const { key } = await call('BroadcastSignal', { signalName: 'nobody', variables: '{}' }); // broadcast signal
  await call('ThrowError', { jobKey: ship?.key, errorCode: 'UNKNOWN', errorMessage: '' }); // throwError job
  await call('ResolveIncident', { incidentKey: keyAfter(String(key)) }); // resolve incident
  await activate('ctl-ship');
  await call('CompleteJob', { jobKey: ship?.key, variables: '{}' });
  await assert.rejects(call('CancelProcessInstance', { processInstanceKey }), { code: status.NOT_FOUND }); // cancel instance
  const waiting = call('CreateProcessInstanceWithResult', { request: { bpmnProcessId: 'ctl-order', version: -1, variables: '{"orderId":"d"}' }, requestTimeout: 9_000 }); // create instance --withResult
  await call('CompleteJob', { jobKey: (await activate('ctl-reserve'))[0]?.key, variables: '{}' });
  await call('PublishMessage', { name: 'ctl-paid', correlationKey: 'd', timeToLive: 5_000, variables: '{}' });
  await call('CompleteJob', { jobKey: (await activate('ctl-ship'))[0]?.key, variables: '{}' });
  assert.equal((await waiting)['variables'], '{"orderId":"d"}');
  await call('DeleteResource', { resourceKey: (await waiting)['processDefinitionKey'] }); // delete resource
  await assert.rejects(call('CreateProcessInstance', { bpmnProcessId: 'ctl-order', version: -1 }), { code: status.NOT_FOUND });
  zbctl.close();
});

test('a bare gRPC client made of Zeebe\'s own proto file', async (t) => {
  const proto = await extractGatewayProto(root);
  if ('skipped' in proto) return t.skip(proto.skipped);
  const raw = new ForeignClient({ port: engine.port, userAgent: 'raw', deadlineMs: 30_000, protoPath: proto.path });
  const { name, content } = order('raw');
  await raw.call('DeployResource', { resources: [{ name, content }] });
  const result = raw.call('CreateProcessInstanceWithResult', { request: { bpmnProcessId: 'raw-order', version: -1, variables: '{"orderId":"r"}' }, requestTimeout: 20_000, fetchVariables: ['shipped'] });
  const activate = async (type: string) => (await raw.stream('ActivateJobs', { type, worker: 'raw', timeout: 60_000, maxJobsToActivate: 5, requestTimeout: 10_000 })) as Record<string, string>[];
  const [reserve] = await activate('raw-reserve');
  assert.equal(reserve?.['customHeaders'], '{"shop":"north"}');
  await raw.call('CompleteJob', { jobKey: reserve['key'], variables: '{"shop":"north"}' });
  await raw.call('PublishMessage', { name: 'raw-paid', correlationKey: 'r', timeToLive: 0, variables: '{}' });
  const [ship] = await activate('raw-ship');
  assert.deepEqual(JSON.parse(ship?.['variables'] ?? ''), { orderId: 'r', shop: 'north' });
  await raw.call('CompleteJob', { jobKey: ship?.['key'], variables: '{"shipped":true}' });
  assert.equal((await result)['variables'], '{"shipped":true}');
  await assert.rejects(raw.call('MigrateProcessInstance', { processInstanceKey: '1' }), { code: status.UNIMPLEMENTED });
  raw.close();
});
