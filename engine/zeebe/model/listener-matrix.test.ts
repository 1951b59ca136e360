/** The matrix of listeners, against the engine that takes or refuses them; and what is made of a model by it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  boundaryTimer, bpmn, call, end, errorEnd, exclusive, flow, inclusive, parallel, path, plain, type RealZeebe, rule, script, service, start, startRealZeebe, subProcess, tag, user,
} from '@gbc/engine/behaviour';
import { Connection } from '../connection/connection.ts';
import { isCode } from '../connection/engine-error.ts';
import { deployedCopy } from './deployed-copy.ts';
import { type ListenerMoment, listenerMatrix } from './listener-matrix.ts';

const extensions = '<bpmn:extensionElements>';
const duration = (value: string) => tag('bpmn:timerEventDefinition', {}, tag('bpmn:timeDuration', { 'xsi:type': 'bpmn:tFormalExpression' }, value));
const message = tag('bpmn:message', { id: 'm', name: 'm' }, tag('bpmn:extensionElements', {}, tag('zeebe:subscription', { correlationKey: '=key' })));
const between = (element: string) => start() + element + end() + path('start', 'it', 'end');

/** The smallest process with an element of each row, called `it`. */
const models: Readonly<Record<string, string>> = {
  process: between(plain('it')),
  subProcess: between(subProcess('it', start('inner'))),
  eventSubProcess: between(plain('it')) + tag('bpmn:subProcess', { id: 'event', triggeredByEvent: 'true' }, tag('bpmn:startEvent', { id: 'late' }, duration('PT1H'))),
  callActivity: between(call('it', 'other')),
  task: between(plain('it')),
  manualTask: between(plain('it', 'manualTask')),
  serviceTask: between(service('it', 'work')),
  sendTask: between(service('it', 'work').replaceAll('bpmn:serviceTask', 'bpmn:sendTask')),
  receiveTask: between(tag('bpmn:receiveTask', { id: 'it', messageRef: 'm' })),
  scriptTask: between(script('it', '=1', 'one')),
  businessRuleTask: between(rule('it', 'decision')),
  userTask: between(user('it', { native: false })),
  startEvent: start('it') + end() + path('it', 'end'),
  boundaryEvent: between(user('it', { native: false })) + boundaryTimer('late', 'it', 'timeDuration', 'PT1H') + end('after') + path('late', 'after'),
  intermediateCatchEvent: between(tag('bpmn:intermediateCatchEvent', { id: 'it' }, duration('PT1H'))),
  intermediateThrowEvent: between(tag('bpmn:intermediateThrowEvent', { id: 'it' })),
  endEvent: start() + end('it') + path('start', 'it'),
  errorEndEvent: start() + errorEnd('it', 'E') + path('start', 'it'),
  exclusiveGateway: between(exclusive('it')),
  parallelGateway: between(parallel('it')),
  inclusiveGateway: between(inclusive('it')),
  eventBasedGateway: start() + tag('bpmn:eventBasedGateway', { id: 'it' }, tag('bpmn:outgoing', {}, 'it_one') + tag('bpmn:outgoing', {}, 'it_two'))
    + ['one', 'two'].map((id) => tag('bpmn:intermediateCatchEvent', { id }, duration('PT1H'))).join('') + path('start', 'it', 'one') + flow('it', 'two'),
};
/** The element of the row, where it isn't `it`. */
const ids: Readonly<Record<string, string>> = { eventSubProcess: 'event', boundaryEvent: 'late' };

function withListener(row: string, moment: ListenerMoment): string {
  const listener = tag('zeebe:executionListeners', {}, tag('zeebe:executionListener', { eventType: moment, type: 'listen' }));
  const xml = bpmn(`matrix-${row}`, models[row] as string, ['E'], message);
  const opening = row === 'process' ? /<bpmn:process [^>]*>/ : new RegExp(`<bpmn:\\w+ id="${ids[row] ?? 'it'}"[^>]*>(?:${extensions})?`);
  return xml.replace(opening, (found) => (found.endsWith(extensions) ? found + listener : `${found}${extensions}${listener}</bpmn:extensionElements>`));
}

const zeebe = await startRealZeebe();
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
});

test('Zeebe takes a listener where the matrix says so, and nowhere else', { skip: 'skipped' in zeebe ? zeebe.skipped : false }, async () => {
  assert.deepEqual(Object.keys(models).sort(), Object.keys(listenerMatrix).sort());
  const connection = new Connection({ address: (zeebe as RealZeebe).address, random: Math.random, onRetry: () => undefined });
  const deploys = (xml: string) => connection.once((client) => client.deployResource({ name: 'matrix.bpmn', process: Buffer.from(xml) })).then(() => true, (error: unknown) => {
    if (isCode(error, 'INVALID_ARGUMENT')) return false;
    throw error;
  });
  for (const [row, moments] of Object.entries(listenerMatrix)) {
    assert.ok(await deploys(bpmn(`matrix-${row}`, models[row] as string, ['E'], message)), `${row} without a listener`);
    const taken: ListenerMoment[] = [];
    for (const moment of ['start', 'end'] as const) if (await deploys(withListener(row, moment))) taken.push(moment);
    assert.deepEqual(taken, moments, row);
  }
  await connection.close();
});

test('the deployed copy has ours first at the start and last at the end, and the model’s own between', async () => {
  const own = withListener('serviceTask', 'start');
  const copy = await deployedCopy(own, 'full');
  const task = /<bpmn:serviceTask[\s\S]*?<\/bpmn:serviceTask>/.exec(copy)?.[0] ?? '';
  assert.deepEqual([...task.matchAll(/<zeebe:executionListener [^>]*type="([^"]+)"/g)].map(([, type]) => type), ['gbc-element-entered', 'listen', 'gbc-element-left']);
  assert.equal((copy.match(/gbc-process-started/g) ?? []).length, 1);
});

test('an event that an event-based gateway waits for tells when it is left alone', async () => {
  const copy = await deployedCopy(bpmn('awaited', models['eventBasedGateway'] as string), 'full');
  const events = copy.match(/<bpmn:intermediateCatchEvent[\s\S]*?<\/bpmn:intermediateCatchEvent>/g) ?? [];
  assert.deepEqual(events.map((event) => [...event.matchAll(/<zeebe:executionListener [^>]*type="([^"]+)"/g)].map(([, type]) => type)), [['gbc-element-left'], ['gbc-element-left']]);
});

test('a native user task becomes job-based, marked, its expressions evaluated on the way', async () => {
  const extra = tag('zeebe:priorityDefinition', { priority: '=80' }) + tag('zeebe:formDefinition', { externalReference: '="https://forms/" + which' });
  const copy = await deployedCopy(bpmn('native', between(user('it', { extra }))), 'none');
  assert.doesNotMatch(copy, /zeebe:userTask|priorityDefinition|executionListener/);
  assert.match(copy, /<zeebe:header key="gbc.nativeUserTask" value="true"/);
  assert.match(copy, /<zeebe:input source="=80" target="gbcPriority"/);
  assert.match(copy, /target="gbcExternalForm"/);
});
