/** `npm run engine`: says when it takes commands, goes on with what its folder holds, and says why where it can't start. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bpmn, end, path, service, start } from '@gbc/engine/behaviour';
import { TestClient } from '../engine/gateway/testing/client.ts';
import { EngineProgramFailure, startEngineProgram } from './engine-program.ts';

const root = mkdtempSync(join(tmpdir(), 'gbc-engine-'));
after(() => rmSync(root, { recursive: true, force: true }));

const dataDir = join(root, 'data');
const model = Buffer.from(bpmn('kept', start() + service('work', 'kept') + end() + path('start', 'work', 'end')));

interface Job {
  readonly key: string;
  readonly processInstanceKey: string;
}

/** Refused with one line and an exit code. */
async function refused(folder: string, port: number, line: RegExp): Promise<void> {
  await assert.rejects(startEngineProgram(folder, port), (error) => {
    assert.ok(error instanceof EngineProgramFailure);
    assert.equal(error.exitCode, 1);
    assert.match(error.message.trimEnd(), line);
    assert.equal(error.message.trimEnd().split('\n').length, 1);
    return true;
  });
}

test('a stop and a kill lose nothing; a worker outside keeps its job over both', async () => {
  let engine = await startEngineProgram(dataDir);
  let client = new TestClient(engine.port);
  await client.call('DeployResource', { resources: [{ name: 'kept.bpmn', content: model }] });
  const { processInstanceKey } = await client.call<Job>('CreateProcessInstance', { bpmnProcessId: 'kept', version: -1 });
  const [held] = await client.activate<Job>({ type: 'kept', timeout: 600_000 });
  assert.equal(held?.processInstanceKey, processInstanceKey);

  await refused(join(root, 'other'), engine.port, /the port is taken: 127\.0\.0\.1:\d+; choose another with --port/);
  await refused(dataDir, 0, /the data folder is in use by another process/);
  client.close();
  assert.equal(await engine.stop(), 0);

  engine = await startEngineProgram(dataDir, engine.port);
  client = new TestClient(engine.port);
  const { processInstanceKey: second } = await client.call<Job>('CreateProcessInstance', { bpmnProcessId: 'kept', version: -1 });
  client.close();
  await engine.stop('SIGKILL');

  engine = await startEngineProgram(dataDir);
  client = new TestClient(engine.port);
  const waiting = await client.activate<Job>({ type: 'kept' });
  assert.deepEqual(waiting.map((job) => job.processInstanceKey), [second]);
  await client.call('CompleteJob', { jobKey: held.key });
  await client.call('CompleteJob', { jobKey: waiting[0]?.key });
  for (const key of [processInstanceKey, second]) assert.match((await client.refusal('CancelProcessInstance', { processInstanceKey: key })).details, /no such process was found/);
  client.close();
  await engine.stop();
});

test('what can\'t be is said in one line', async () => {
  await refused(join(root, 'unused'), 70_000, /--port must be an integer from 0 to 65535/);
  await refused(tmpdir(), 0, /already holds something else/);
});
