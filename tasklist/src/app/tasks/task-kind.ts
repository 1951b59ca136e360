import type { Task } from '../../api/models/task';

/** What a task asks of a person; told by its outcomes, so that a redrawn flow with other names still gets its page. */
export type TaskKind = 'judge' | 'supply' | 'receive';

export function kindOf(task: Pick<Task, 'outcomes'> | undefined): TaskKind | undefined {
  if (!task) return undefined;
  if (task.outcomes.some((it) => it.outcome === 'supplied')) return 'supply';
  if (task.outcomes.some((it) => it.outcome === 'confirmed')) return 'receive';
  return 'judge';
}
