/** How soon a cancel by somebody else is seen with ten thousand open tasks: measured, and held to a minute. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Camunda8 } from '@camunda8/sdk';
import { path, type RealZeebe, Run, start, startRealZeebe, user } from '@gbc/engine/behaviour';
import { openHarness, type ZeebeHarness } from '@gbc/engine-zeebe/testing';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';

const tasks = Number(process.env['SWEEP_TASKS'] ?? 10_000);
const tasksEach = Math.min(500, tasks);
const worstMsMax = 60_000;
const fillMsMax = 60 * 60_000;
const cancels = 3;

let zeebe: RealZeebe | { readonly skipped: string };
let database: TestDatabase;
let harness: ZeebeHarness;
before(async () => {
  zeebe = await startRealZeebe();
  if ('skipped' in zeebe) return;
  database = await createTestDatabase();
  // By gRPC alone, as a cluster without REST is spoken to; with the listeners that the product has. While the tasks are made they are renewed, but not
  // often: the engine of a test keeps its state in memory and copies of it with every command, so that looks would make the filling take an hour.
  harness = await openHarness(zeebe, database, { sweepMs: 5 * 60_000 });
});
after(async () => {
  if ('skipped' in zeebe) return;
  await harness.close();
  await zeebe.stop();
  await database.drop();
});

const open = async () => Number((await database.read<{ n: bigint }>(`select count(*) as n from zeebe_open where kind = 'task'`)).rows[0]?.n);

test(`a foreign cancel among ${tasks} open tasks is seen within ${worstMsMax / 1_000} s`, async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const many = user('ask').replace('</bpmn:userTask>', '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>');
  assert.match(many, /loopCharacteristics/);
  await new Run(harness).deploy('many', start() + many + path('start', 'ask'));
  await new Run(harness).deploy('one', start() + user('ask') + path('start', 'ask'));
  /** Those that are cancelled: of one task each, as an application is, so that it is not the cancelling of hundreds that takes the engine's time. */
  const instances: string[] = [];
  for (let made = 0; made < tasks; made += tasksEach) {
    if (instances.length < cancels) instances.push((await harness.engine.createInstance({ processId: 'one' })).processInstanceKey);
    await harness.engine.createInstance({ processId: 'many', variables: { items: Array.from({ length: tasksEach }, (_, n) => n) } });
    for (const endMs = Date.now() + fillMsMax; (await open()) < made + tasksEach + instances.length; await sleep(100)) assert.ok(Date.now() < endMs, 'the tasks did not open');
  }
  await harness.close();
  harness = await openHarness(zeebe, database);
  const foreign = new Camunda8({ CAMUNDA_OAUTH_DISABLED: true, ZEEBE_GRPC_ADDRESS: `grpc://${zeebe.address}`, zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' } }).getZeebeGrpcApiClient();
  const seenMs: number[] = [];
  for (const key of instances) {
    // At no moment in particular: the round goes on by its own clock.
    const startedMs = Date.now();
    await foreign.cancelProcessInstance(key);
    for (;;) {
      if (harness.events.of('instanceEnded', { processInstanceKey: key }).length > 0) break;
      assert.ok(Date.now() - startedMs < 2 * worstMsMax, 'the cancel was never seen');
      await sleep(50);
    }
    seenMs.push(Date.now() - startedMs);
  }
  await foreign.close();
  const { sweep } = harness.engine.status;
  t.diagnostic(`rounds of ${sweep?.looked} looks in ${sweep?.tookMs} ms, ${sweep?.perSecondMax} a second at most, ${sweep?.jitterMs} ms of jitter; at worst ${sweep?.worstMs} ms; cancels were seen after ${seenMs.join(', ')} ms`);
  assert.ok((sweep?.worstMs ?? Infinity) <= worstMsMax);
  assert.ok(Math.max(...seenMs) <= worstMsMax);
});
