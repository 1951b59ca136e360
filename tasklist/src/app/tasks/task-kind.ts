import type { Task } from '../../api/models/task';

/** What a task asks of a person; told by its outcomes, so that a redrawn flow with other names still gets its page. */
export type TaskKind = 'judge' | 'supply' | 'receive' | 'check';

export function kindOf(task: Pick<Task, 'outcomes' | 'decision'> | undefined): TaskKind | undefined {
  if (!task) return undefined;
  if (task.outcomes.some((it) => it.outcome === 'supplied')) return 'supply';
  if (task.decision === 'paymentCheck') return 'check';
  if (task.outcomes.some((it) => it.outcome === 'confirmed')) return 'receive';
  return 'judge';
}

const depositPrefix = 'deposit:';

/** The matter of a task may be a bank's advice instead of an application. */
export const isDeposit = (applicationId: string): boolean => applicationId.startsWith(depositPrefix);

/** The id of that advice; `undefined` for an application. */
export const adviceIdOf = (applicationId: string): string | undefined =>
  isDeposit(applicationId) ? applicationId.slice(depositPrefix.length) : undefined;
