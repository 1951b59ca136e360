/** Whatever a client sends: the gateway answers with the right status and goes on, for that client too. */
import assert from 'node:assert/strict';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { bpmn, end, path, service, start } from '@gbc/engine/behaviour';
import type { EmbeddedHarness } from '@gbc/engine-embedded/testing';
import { type Gateway, openGateway } from './gateway.ts';
import { messageSizeBytesMax } from './protocol.ts';
import { TestClient } from './testing/client.ts';
import { openTestGateway } from './testing/open-test-gateway.ts';

let harness: EmbeddedHarness;
let gateway: Gateway;
let client: TestClient;
let close: () => Promise<void>;

before(async () => {
  ({ harness, gateway, client, close } = await openTestGateway());
  const model = bpmn('plain', start() + service('work', 'plain') + end() + path('start', 'work', 'end'));
  await client.call('DeployResource', { resources: [{ name: 'plain.bpmn', content: Buffer.from(model) }] });
});
after(() => close());

/** An instance goes from start to end, asked for by one client. */
async function works(by = client): Promise<void> {
  const { processInstanceKey } = await by.call<{ processInstanceKey: string }>('CreateProcessInstance', { bpmnProcessId: 'plain', version: -1 });
  const [job] = await by.activate<{ key: string }>({ type: 'plain', requestTimeout: 10_000, maxJobsToActivate: 1 });
  await by.call('CompleteJob', { jobKey: job?.key });
  await harness.events.waitFor('instanceEnded', { processInstanceKey, outcome: 'completed' });
}

const deploy = (name: string, content: Buffer | string) => client.refusal('DeployResource', { resources: [{ name, content: Buffer.from(content) }] });

test('files that are no models are refused with their names', async () => {
  const entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]><x>&secret;</x>';
  for (const [name, content] of [['broken.bpmn', '<a'], ['entity.bpmn', entity], ['bytes.bpmn', Buffer.from([0xff, 0xfe, 0])], ['empty.bpmn', ''], ['odd.txt', 'x'], ['broken.dmn', '<a'], ['broken.form', '{']] as const) {
    const { code, details } = await deploy(name, content);
    assert.equal(code, status.INVALID_ARGUMENT, name);
    assert.ok(details.startsWith('Command \'CREATE\' rejected with code \'INVALID_ARGUMENT\': ') && details.includes(name), details);
  }
  assert.equal((await client.refusal('DeployResource', {})).code, status.INVALID_ARGUMENT);
  await works();
});

test('what is too large is refused by its size, and the connection lives', async () => {
  const limit = new RegExp(String(messageSizeBytesMax));
  const model = await deploy('huge.bpmn', Buffer.alloc(50 * 1024 * 1024, 'x'));
  assert.equal(model.code, status.RESOURCE_EXHAUSTED);
  assert.match(model.details, limit);
  for (const [name, request] of [['CreateProcessInstance', { bpmnProcessId: 'plain', version: -1 }], ['PublishMessage', { name: 'm', correlationKey: 'k' }], ['CompleteJob', { jobKey: '1' }]] as const) {
    const { code, details } = await client.refusal(name, { ...request, variables: JSON.stringify({ x: 'x'.repeat(5_000_000) }) });
    assert.equal(code, status.RESOURCE_EXHAUSTED);
    assert.match(details, limit);
  }
  await works();
});

test('odd documents of variables are refused or kept as they are', async () => {
  const create = { bpmnProcessId: 'plain', version: -1 };
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  for (const variables of ['{', '[]', 'undefined', '{"a":NaN}', '\u0000', '{"a\\u0000":1}', deep]) {
    assert.equal((await client.refusal('CreateProcessInstance', { ...create, variables })).code, status.INVALID_ARGUMENT, variables.slice(0, 20));
  }
  const variables = '{"__proto__":{"polluted":true},"":"unnamed","数":"😀"}';
  await client.call('CreateProcessInstance', { ...create, variables });
  const [job] = await client.activate<{ key: string; variables: string }>({ type: 'plain' });
  assert.deepEqual(Object.entries(JSON.parse(job?.variables ?? '') as object).sort(), Object.entries(JSON.parse(variables) as object).sort());
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  await client.call('CompleteJob', { jobKey: job?.key });
  await works();
});

test('unknown and impossible keys are not found', async () => {
  const calls = {
    CompleteJob: 'jobKey', FailJob: 'jobKey', ThrowError: 'jobKey', UpdateJobTimeout: 'jobKey', CancelProcessInstance: 'processInstanceKey',
    SetVariables: 'elementInstanceKey', ResolveIncident: 'incidentKey',
  };
  for (const [name, key] of Object.entries(calls)) {
    for (const value of ['0', '-1', '1', '9223372036854775807', '-9223372036854775808']) {
      assert.equal((await client.refusal(name, { [key]: value })).code, status.NOT_FOUND, `${name} ${value}`);
    }
  }
});

test('numbers at the ends of their ranges do no harm', async () => {
  const max = '9223372036854775807';
  await client.call('CreateProcessInstance', { bpmnProcessId: 'plain', version: -1 });
  const [job] = await client.activate<{ key: string; deadline: string }>({ type: 'plain', timeout: max, maxJobsToActivate: 2_147_483_647 });
  assert.equal(job?.deadline, '8640000000000000');
  await client.call('UpdateJobTimeout', { jobKey: job.key, timeout: max });
  await client.call('FailJob', { jobKey: job.key, retries: 2_147_483_647, retryBackOff: max });
  await client.call('UpdateJobRetries', { jobKey: job.key, retries: 1 });
  await client.call('PublishMessage', { name: 'm', correlationKey: 'k', timeToLive: max });
  await works();
});

test('a flood of polls: work goes on meanwhile, and each poll is answered', async () => {
  const flooded = await openGateway({ engine: harness.engine, port: 0 });
  const worker = new TestClient(flooded.port);
  const flooder = new TestClient(flooded.port);
  const polls = Array.from({ length: 10_000 }, (_, n) => flooder.activate({ type: `flood-${n % 100}`, requestTimeout: 1, maxJobsToActivate: 32 }));
  const waiting = Array.from({ length: 1_000 }, (_, n) => flooder.activate({ type: `flood-${n % 100}`, requestTimeout: 600_000 }).catch((error: { code: number }) => error.code));
  await works(worker);
  assert.equal((await Promise.all(polls)).flat().length, 0);
  await works(worker);
  await flooded.close();
  assert.deepEqual(new Set((await Promise.all(waiting)).map((jobs) => (Array.isArray(jobs) ? jobs.length : jobs))), new Set([0]));
  flooder.close();
  const again = await openGateway({ engine: harness.engine, port: flooded.port });
  await works(worker);
  worker.close();
  await again.close();
});

test('more calls at once than the gateway takes are refused', async () => {
  const small = await openGateway({ engine: harness.engine, port: 0, callsMax: 3 });
  const flooder = new TestClient(small.port);
  const waiting = Array.from({ length: 3 }, () => flooder.activate({ type: 'nothing', requestTimeout: 600_000 }));
  for (const [name, request] of [['ActivateJobs', { type: 'nothing' }], ['Topology', {}]] as const) {
    assert.deepEqual(await flooder.refusal(name, request), { code: status.RESOURCE_EXHAUSTED, details: 'Reached maximum capacity of requests handled (3)' });
  }
  await small.close();
  assert.deepEqual(await Promise.all(waiting), [[], [], []]);
  flooder.close();
});

test('clients that speak half a sentence, nonsense, or not at all keep nobody waiting', async () => {
  const silent = connect(gateway.port, '127.0.0.1');
  const nonsense = connect(gateway.port, '127.0.0.1').on('error', () => undefined);
  nonsense.write('GET / HTTP/1.1\r\n\r\n');
  const session = connectHttp2(`http://127.0.0.1:${gateway.port}`);
  const open = session.request({ ':method': 'POST', ':path': '/gateway_protocol.Gateway/CompleteJob', 'content-type': 'application/grpc', te: 'trailers' });
  open.on('error', () => undefined);
  open.write(Buffer.from([0, 0, 0, 0, 200, 1, 2])); // announces 200 bytes, sends two, and leaves it at that
  const unknown = session.request({ ':method': 'POST', ':path': '/gateway_protocol.Gateway/Nothing', 'content-type': 'application/grpc', te: 'trailers' });
  unknown.end();
  const headers = await new Promise<Record<string, unknown>>((resolve) => unknown.on('response', resolve));
  assert.equal(headers['grpc-status'], String(status.UNIMPLEMENTED));
  await works();
  silent.destroy();
  nonsense.destroy();
  session.destroy();
  await works();
});
