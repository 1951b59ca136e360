import { EngineError, type Key } from '@gbc/engine';
import { isCode } from '../connection/engine-error.ts';
import type { Parts } from '../parts.ts';
import { elementPlace } from '../steps/element-steps.ts';
import { openColumns, type OpenThing } from '../steps/open-things.ts';

async function find({ database }: Parts, engineId: string, taskKey: Key): Promise<OpenThing | undefined> {
  const { rows } = await database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'task' and key = $2`, [engineId, taskKey]);
  return rows[0];
}

/**
 * Has a person's task completed and tells that it is closed. NOT_FOUND: no such task is open.
 * @param send tells the engine; NOT_FOUND where it has no such task
 */
export async function closeTask(parts: Parts, taskKey: Key, send: () => Promise<unknown>): Promise<void> {
  const { dataSet, journal, pace, presence, resources, now } = parts;
  const engineId = await dataSet.confirm();
  // Who hears of a task in the transaction that opens it may be here before its commit.
  const task = (await find(parts, engineId, taskKey)) ?? (await journal.idle().then(() => find(parts, engineId, taskKey)));
  if (!task) throw new EngineError('NOT_FOUND', `no user task with the key ${taskKey} is open`);
  try {
    await send();
  } catch (error) {
    // An earlier try may have got through: then its element is still there, held by our listener, or was told to be done.
    if (!isCode(error, 'NOT_FOUND')) throw error;
    if (!(await presence.isThere(task.elementInstanceKey))) {
      await presence.check(engineId, task.processInstanceKey);
      throw error;
    }
  }
  pace.nudge();
  const moment = { engineId, at: now(), model: (await resources.model(engineId, task.processDefinitionKey)) ?? new Map() };
  await journal.tell({
    engineId,
    processInstanceKey: task.processInstanceKey,
    tell: (open) => (open.remove(task) ? [{ kind: 'userTaskClosed', taskKey, outcome: 'completed', ...elementPlace(moment, task) }] : []),
  });
}
