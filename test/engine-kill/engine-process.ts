/**
 * An engine under load, to be killed: opens the database of argv[2] and keeps some instances of `killed` under way, completing
 * their jobs and tasks; every tenth job is left lying until its activation times out. What the engine has answered is told on
 * standard output, a line of JSON each (writes to a pipe are synchronous: what was told survives the kill). On the line `drain`
 * it starts no more and says when nothing runs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, type JobOutcome, type Key, type ProcessEvent, EngineError } from '@gbc/engine';
import { boundaryTimer, bpmn, end, parallel, path, resource, service, start, user } from '@gbc/engine/behaviour';
import { openEmbeddedEngine } from '@gbc/engine-embedded';
import { openDatabase } from '@gbc/prisma';
import type { Told } from './told.ts';

const instancesAtOnce = 8;
const abandonedEvery = 10;
const jobTimeoutMs = 400;
const retryMs = 20;

const model = bpmn('killed', start() + parallel('fork') + service('first', 'first') + user('ask')
  + user('wait') + boundaryTimer('due', 'wait', 'timeDuration', 'PT0.15S') + parallel('join') + service('last', 'last') + end()
  + path('start', 'fork', 'first', 'join', 'last', 'end') + path('fork', 'ask', 'join') + path('fork', 'wait') + path('due', 'join'));

const tell = (told: Told) => console.log(JSON.stringify(told));

/** Once Postgres is back the engine goes on by itself; a command whose outcome is unknown is sent again. */
async function answered<Result>(send: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof EngineError) || !error.mayRetry) throw error;
      await sleep(retryMs);
    }
  }
}

const database = openDatabase(process.argv[2] ?? '');
const tasks = new Map<Key, Key>();
const noteTask = (event: ProcessEvent) => {
  if (event.kind === 'userTaskOpened' && event.elementId === 'ask') tasks.set(event.processInstanceKey, event.task.taskKey);
};
const engine = await openEmbeddedEngine({ database, env: { now: () => new Date() }, appendHook: async (_tx, events) => events.forEach(noteTask) });
let draining = false;
let handedCount = 0;

function handle({ type, processInstanceKey }: Job): Promise<JobOutcome> {
  tell({ kind: 'handed', type, processInstanceKey });
  handedCount += 1;
  return handedCount % abandonedEvery === 0 ? new Promise(() => undefined) : Promise.resolve({ kind: 'completed', variables: { [type]: true } });
}

async function completeTask(taskKey: Key): Promise<void> {
  const isDone = await answered(() => engine.completeUserTask(taskKey)).then(() => true, (error: EngineError) => error.code !== 'NOT_FOUND');
  if (isDone) tell({ kind: 'taskCompleted', taskKey }); // else it was done when the outcome was unknown
}

async function keepOneRunning(): Promise<void> {
  while (!draining) {
    const { processInstanceKey } = await answered(() => engine.createInstance({ processId: 'killed', variables: { amountFen: 100 } }));
    tell({ kind: 'created', processInstanceKey });
    await answered(() => engine.setVariables(processInstanceKey, { amountFen: 200 }));
    tell({ kind: 'variableSet', processInstanceKey, amountFen: 200 });
    const taskKey = tasks.get(processInstanceKey);
    tasks.delete(processInstanceKey);
    if (taskKey) await completeTask(taskKey);
  }
}

async function drained(): Promise<void> {
  for (;;) {
    const { rows } = await database.read("select from engine_row where kind = 'elementInstance' limit 1");
    if (rows.length === 0) return;
    await sleep(retryMs);
  }
}

await answered(() => engine.deploy([resource('killed.bpmn', model)]));
const { rows: left } = await database.read<{ id: Key }>("select id from engine_row where kind = 'userTask' and value::json ->> 'elementId' = 'ask'");
for (const type of ['first', 'last']) engine.openWorker({ type, timeoutMs: jobTimeoutMs, jobsActiveMax: 2 * instancesAtOnce, handle });
tell({ kind: 'open' });
process.stdin.once('data', () => (draining = true));
await Promise.all([...left.map(({ id }) => completeTask(id)), ...Array.from({ length: instancesAtOnce }, keepOneRunning)]);
await drained();
tell({ kind: 'drained' });
