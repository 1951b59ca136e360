/** What the adapter does when the engine is out of reach, is started empty, or is spoken to by others. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { completed, HeldJobs, path, type RealZeebe, Run, service, start, startRealZeebe, user } from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { Connection } from './connection/connection.ts';
import { type BreakableLine, openLine } from './testing/breakable-line.ts';
import { openHarness, type ZeebeHarness } from './testing/open-harness.ts';

const outageMs = 8_000;
const patienceMs = 60_000;

const first = await startRealZeebe();

async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const endMs = Date.now() + patienceMs; !(await isTrue()); await sleep(50)) if (Date.now() > endMs) throw new Error(`waited ${patienceMs} ms for ${what}`);
}

describe('an engine out of reach', { skip: 'skipped' in first ? first.skipped : false }, () => {
  let zeebe: RealZeebe;
  let database: TestDatabase;
  let line: BreakableLine;
  let harness: ZeebeHarness;
  let run: Run;
  const replaced: string[] = [];
  let isDatabaseAway = false;

  before(async () => {
    zeebe = first as RealZeebe;
    database = await createTestDatabase();
    line = await openLine(zeebe.address);
    // Answers for the clock, and the log of incidents, come from the engine that runs now.
    const breakable: TestDatabase = { ...database, transaction: (work) => (isDatabaseAway ? Promise.reject(new Error('the database is away')) : database.transaction(work)) };
    harness = await openHarness(zeebe, breakable, { address: line.address, pollMsMax: 500, onReplaced: (engineId) => replaced.push(engineId) });
    run = new Run(harness);
  });
  after(async () => {
    await harness.close();
    await line.close();
    await zeebe.stop();
    await database.drop();
  });

  const body = start() + user('ask') + service('pay', 'robust-pay') + path('start', 'ask', 'pay');

  test('a cancel by somebody else is found by the sweep; an act on the task is refused', async () => {
    const key = await run.run('foreign-cancel', body);
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    const other = new Connection({ address: zeebe.address, random: Math.random, onRetry: () => undefined });
    await other.once((client) => client.cancelProcessInstance(key));
    await other.close();
    const round = await harness.engine.sweep();
    assert.equal(round.gone, 1);
    assert.deepEqual(harness.events.of('userTaskClosed', { processInstanceKey: key }).map(({ outcome }) => outcome), ['cancelled']);
    assert.equal(run.ended(key), 'terminated');
    await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
  });

  test('goes on where it was when it is back; each step is told once', async () => {
    const key = await run.run('outage', body);
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    const jobs = new HeldJobs(harness, { type: 'robust-pay' });
    await line.cut();
    await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'UNAVAILABLE' });
    await sleep(outageMs);
    await line.mend(zeebe.address);
    await until('the task to be completed', () => harness.engine.completeUserTask(task.taskKey).then(() => true, () => false));
    (await jobs.next()).answer(completed());
    await until('the end', () => run.ended(key) === 'completed');
    assert.deepEqual(run.entered(key), ['start', 'ask', 'pay']);
    assert.deepEqual(run.outcomes(key, 'pay'), ['completed']);
    assert.deepEqual(replaced, []);
    await jobs.close();
  });

  test('a task that the database could not take is told once it can, and not when its job times out', async () => {
    await run.deploy('database-away', start() + user('late') + path('start', 'late'));
    // The step before it is being committed then; its task comes a moment later. Nothing settles meanwhile.
    const goesAway = harness.events.waitFor('elementEntered', { elementId: 'late' }).then(() => (isDatabaseAway = true));
    const { processInstanceKey } = await harness.engine.createInstance({ processId: 'database-away' });
    await goesAway;
    await until('the task to have been tried', () => harness.errors.some(({ message }) => message === 'the database is away'));
    assert.deepEqual(harness.events.of('userTaskOpened', { processInstanceKey }), []);
    isDatabaseAway = false;
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
    await harness.engine.completeUserTask(task.taskKey);
    await until('the end', () => run.ended(processInstanceKey) === 'completed');
  });

  test('one that was started empty repeats keys: nothing of the old is sent to it', async () => {
    const oldEngineId = harness.engine.engineId;
    const key = await run.run('repeats', body);
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    await line.cut();
    await zeebe.stop();
    const next = await startRealZeebe();
    assert.ok(!('skipped' in next));
    zeebe = next;
    await line.mend(zeebe.address);
    await until('the new data set to be noticed', () => replaced.length > 0);
    assert.deepEqual(replaced, [harness.engine.engineId]);
    assert.notEqual(harness.engine.engineId, oldEngineId);
    await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
    await run.deploy('repeats', body);
    const { processInstanceKey } = await harness.engine.createInstance({ processId: 'repeats' });
    const opened = await harness.events.waitFor('userTaskOpened', { engineId: harness.engine.engineId, processInstanceKey });
    assert.ok(BigInt(opened.task.taskKey) <= BigInt(task.taskKey), 'keys begin anew, so the old one will be, or was, given out again');
    await harness.engine.completeUserTask(opened.task.taskKey);
    assert.equal(harness.events.of('userTaskClosed', { engineId: oldEngineId, processInstanceKey: key }).length, 0, 'what ran on the old engine is not said to have ended');
  });
});
