import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import type { AppendHook, ProcessEvent } from '@gbc/engine';
import { boundaryTimer, bpmn, end, HeldJobs, parallel, path, resource, service, start, user } from '@gbc/engine/behaviour';
import type { Tx } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openEmbeddedEngine } from './embedded-engine.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { openHarness } from './testing/open-harness.ts';

const hourMs = 3_600_000;
const model = bpmn('durable', start() + parallel('fork') + user('task') + boundaryTimer('remind', 'task', 'timeCycle', 'R/P1D', false) + end('reminded')
  + service('work', 'durable-work') + parallel('join') + end()
  + path('start', 'fork', 'task', 'join', 'end') + path('fork', 'work', 'join') + path('remind', 'reminded'));

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
after(() => database.drop());

async function begin(harness: Awaited<ReturnType<typeof openHarness>>) {
  await harness.engine.deploy([resource('durable.bpmn', model)]);
  const { processInstanceKey } = await harness.engine.createInstance({ processId: 'durable', variables: { n: 1 } });
  const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
  return { processInstanceKey, taskKey: task.taskKey };
}

test('after a restart tasks, timers, jobs, joins and variables go on; keys are never given twice', async () => {
  const clock = new ManualClock();
  const first = await openHarness(database, { clock });
  const { processInstanceKey, taskKey } = await begin(first);
  await first.engine.completeUserTask(taskKey, { outcome: 'approved' });
  const other = await begin(first);
  await first.close();
  await assert.rejects(first.engine.createInstance({ processId: 'durable' }), { code: 'UNAVAILABLE' });

  const second = await openHarness(database, { clock });
  assert.equal(second.engine.engineId, first.engine.engineId);
  await assert.rejects(second.engine.completeUserTask(taskKey), { code: 'NOT_FOUND' });
  await second.advanceTime(25 * hourMs);
  assert.equal(second.events.of('elementEntered', { elementId: 'remind', processInstanceKey: other.processInstanceKey }).length, 1);
  const jobs = new HeldJobs(second, { type: 'durable-work' });
  for (let n = 0; n < 2; n += 1) {
    const { job, answer } = await jobs.next();
    assert.equal(job.variables['n'], 1);
    answer({ kind: 'completed' });
  }
  await second.events.waitFor('instanceEnded', { processInstanceKey, outcome: 'completed' });
  const { processInstanceKey: fresh } = await second.engine.createInstance({ processId: 'durable' });
  assert.ok(BigInt(fresh) > BigInt(other.processInstanceKey));
  await jobs.close();
  await second.engine.cancelInstance(other.processInstanceKey);
  await second.engine.cancelInstance(fresh);
  await second.close();
});

test('an engine that waits takes over from one that was killed; a job in hand there is given out again at once', async () => {
  const deploying = await openHarness(database);
  await deploying.engine.deploy([resource('durable.bpmn', model)]);
  await deploying.close();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/engine-process.ts'), database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { jobKey, processInstanceKey } = JSON.parse(line) as { jobKey: string; processInstanceKey: string };
  const waiting = Promise.withResolvers<void>();
  const opening = openHarness(database, { onWaiting: waiting.resolve });
  await waiting.promise;
  const killedAt = Date.now();
  child.kill('SIGKILL');
  const second = await opening;
  assert.ok(Date.now() - killedAt < 5000);
  const again = new HeldJobs(second, { type: 'durable-work' });
  const { job, answer } = await again.next();
  assert.equal(job.jobKey, jobKey);
  answer({ kind: 'completed' });
  await again.close();
  await second.engine.cancelInstance(processInstanceKey);
  await second.close();
});

/** The database ends the session that holds the engine's lock. */
async function endLockSession(): Promise<void> {
  await database.read("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
}

test('an engine that lost its lock takes no commands until it has it again, and then goes on', async () => {
  const harness = await openHarness(database);
  const { processInstanceKey, taskKey } = await begin(harness);
  await endLockSession();
  while (harness.errors.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(harness.engine.completeUserTask(taskKey), { code: 'UNAVAILABLE' });
  for (;;) {
    try {
      await harness.engine.completeUserTask(taskKey);
      break;
    } catch (error) {
      assert.equal((error as { code: string }).code, 'UNAVAILABLE');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await harness.engine.cancelInstance(processInstanceKey);
  await harness.close();
});

test('a second engine waits, takes over when the first is gone, and the first can commit no more', async () => {
  const first = await openHarness(database);
  const { processInstanceKey, taskKey } = await begin(first);
  let waiting = () => {};
  const waits = new Promise<void>((resolve) => (waiting = resolve));
  const opening = openHarness(database, { onWaiting: () => waiting() });
  await waits;
  await first.engine.completeUserTask(taskKey, { outcome: 'approved' });
  const closedAt = Date.now();
  await first.close();
  const second = await opening;
  assert.ok(Date.now() - closedAt < 5000);
  await assert.rejects(second.engine.completeUserTask(taskKey), { code: 'NOT_FOUND' });
  await second.engine.cancelInstance(processInstanceKey);
  await second.close();
});

test('an engine that was replaced without noticing can\'t commit', async () => {
  const first = await openHarness(database);
  const { processInstanceKey, taskKey } = await begin(first);
  await database.read('update engine_data set epoch = epoch + 1');
  await assert.rejects(first.engine.completeUserTask(taskKey), { code: 'UNAVAILABLE' });
  const { rows } = await database.read("select id from engine_row where kind = 'userTask' and id = $1", [taskKey]);
  assert.equal(rows.length, 1);
  await first.close();
  const second = await openHarness(database);
  await second.engine.cancelInstance(processInstanceKey);
  await second.close();
});

test('a commit that fails takes back the whole group, in memory and in the database', async () => {
  let refuse = false;
  const told: ProcessEvent[] = [];
  const appendHook: AppendHook<Tx> = async (_tx, events) => {
    if (refuse) throw new Error('the event log is full');
    told.push(...events);
  };
  const clock = new ManualClock();
  const errors: Error[] = [];
  const engine = await openEmbeddedEngine({ database, env: clock, appendHook, onError: (error) => errors.push(error) });
  await engine.deploy([resource('durable.bpmn', model)]);
  const { processInstanceKey } = await engine.createInstance({ processId: 'durable' });
  const opened = told.find((event) => event.kind === 'userTaskOpened' && event.processInstanceKey === processInstanceKey);
  assert.ok(opened?.kind === 'userTaskOpened');
  refuse = true;
  const results = await Promise.allSettled([engine.completeUserTask(opened.task.taskKey), engine.createInstance({ processId: 'durable' })]);
  assert.deepEqual(results.map((result) => result.status === 'rejected' && (result.reason as { code: string }).code), ['UNAVAILABLE', 'UNAVAILABLE']);
  assert.match(String(errors[0]?.cause), /event log is full/);
  refuse = false;
  const countBefore = told.length;
  for (;;) {
    try {
      await engine.completeUserTask(opened.task.taskKey);
      break;
    } catch (error) {
      assert.equal((error as { code: string }).code, 'UNAVAILABLE');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  assert.deepEqual(told.slice(countBefore).map(({ kind }) => kind), ['userTaskClosed', 'elementLeft', 'sequenceFlowTaken']);
  const { rows } = await database.read<{ count: bigint }>("select count(*) as count from engine_row where kind = 'elementInstance' and value::json ->> 'scopeKey' is null");
  assert.equal(rows[0]?.count, 1n);
  await engine.cancelInstance(processInstanceKey);
  await engine.close();
});

test('of what runs nothing is left when nothing runs; the records tell all of it and can\'t be changed', async () => {
  const live = await database.read<{ kind: string }>('select distinct kind from engine_row order by kind');
  assert.deepEqual(live.rows.map(({ kind }) => kind), ['processDefinition', 'resource']);
  interface CommandRecords { position: number; records: unknown[] }
  const { rows } = await database.read<{ position: bigint; commands: string }>('select position, commands from engine_record');
  const commands = rows.flatMap((row) => JSON.parse(row.commands) as CommandRecords[]).sort((one, other) => one.position - other.position);
  let position = 1;
  for (const command of commands) {
    assert.equal(command.position, position, 'positions follow each other without a gap');
    position += command.records.length;
  }
  await assert.rejects(database.write("update engine_record set commands = ''"), /never changed/);
  await assert.rejects(database.write('delete from engine_record'), /never deleted before their retention/);
  const instances = await database.read('select count(*) filter (where outcome is null) as running, count(*) filter (where ended_at > started_at) as ended from engine_process_instance');
  assert.equal(instances.rows[0]?.['running'], 0n);
  assert.ok(instances.rows[0]?.['ended'] as bigint > 0n);
});
