import { RefusedCall, type CallInput, type Client } from './client.ts';
import { until } from './patience.ts';

type Completion = NonNullable<CallInput<'completeTask'>['body']>;

export interface TaskDecision {
  /** Whoever decides. */
  readonly by: Client;
  readonly applicationId: string;
  readonly elementId: string;
  readonly completion: Completion;
  /** Names the command; with the task's id it is the Idempotency-Key. */
  readonly key: string;
  /** Whether the decision is taken already: by a walk that was cut off, or by this one a moment ago. */
  readonly isDone: () => Promise<boolean>;
}

const patienceMs = 90_000;

/** Somebody was faster, or the process has moved on: how things stand tells what to do. */
const isOvertaken = (error: unknown) => error instanceof RefusedCall && ['task.closed', 'task.alreadyDecided', 'task.gone'].includes(error.problem.code);

async function openTask({ by, applicationId, elementId }: TaskDecision) {
  const { items } = await by.call('listTasks', { query: { scope: 'candidate', q: applicationId } });
  return items.find((task) => task.applicationId === applicationId && task.elementId === elementId && task.state === 'open');
}

/** Claims and decides a task as soon as it is open; answers once the process has taken the decision. */
export async function decideTask(it: TaskDecision): Promise<void> {
  await until(`${it.key}: the decision at ${it.elementId} is taken`, patienceMs, async () => {
    if (await it.isDone()) return true;
    const task = await openTask(it);
    if (!task) return undefined;
    const params = { taskId: task.taskId };
    try {
      await it.by.call('claimTask', { params, key: `${it.key}-claim-${task.taskId}` });
      await it.by.call('completeTask', { params, body: it.completion, key: `${it.key}-${task.taskId}` });
    } catch (error) {
      if (!isOvertaken(error)) throw error;
    }
    return undefined;
  });
}
