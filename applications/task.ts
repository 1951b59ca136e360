import { appendEvent, type Environment } from '@gbc/events';
import { groupOf, type SignedIn } from '@gbc/identity';
import { prepared, type Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';

export interface TaskRow {
  readonly taskId: string;
  readonly engineId: string;
  readonly taskKey: string;
  readonly elementId: string;
  readonly name: string;
  readonly processInstanceKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly applicationId: string;
  readonly candidateGroups: readonly string[];
  readonly assigneeId: string | null;
  readonly priority: number;
  readonly dueAt: Date | null;
  readonly formId: string | null;
  readonly formKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly state: 'open' | 'completed' | 'cancelled';
  readonly createdAt: Date;
  readonly remindedAt: Date | null;
  readonly escalatedAt: Date | null;
}

export const taskColumns = `task.id as "taskId", task.engine_id as "engineId", task_key as "taskKey", element_id as "elementId", task.name,
  task.process_instance_key as "processInstanceKey", task.process_id as "processId", process_version as "processVersion",
  task.application_id as "applicationId", candidate_groups as "candidateGroups", assignee_id as "assigneeId", priority,
  due_at as "dueAt", form_id as "formId", form_key as "formKey", headers, task.state, task.created_at as "createdAt", reminded_at as "remindedAt", escalated_at as "escalatedAt"`;

/** Throws `task.notFound`. */
export async function readTask(read: Tx['query'], taskId: string): Promise<TaskRow> {
  const { rows } = await read<TaskRow>(`select ${taskColumns} from task where id = $1`, [taskId]);
  if (!rows[0]) throw new ApplicationError('task.notFound');
  return rows[0];
}

/** {@link readTask}, locked until the end of the transaction: of two who act at once, one waits and then sees what was done. */
export async function lockTask(tx: Tx, taskId: string): Promise<TaskRow> {
  const { rows } = await tx.query<TaskRow>(prepared(`select ${taskColumns} from task where id = $1 for update`), [taskId]);
  if (!rows[0]) throw new ApplicationError('task.notFound');
  return rows[0];
}

/** The membership by which a person may act on a task; undefined where none of theirs is among its groups. */
export function membershipFor(by: SignedIn, task: Pick<TaskRow, 'candidateGroups'>) {
  return by.memberships.find((membership) => task.candidateGroups.includes(groupOf(membership)));
}

/** Takes a task on. Throws `task.notYours`, `task.closed`, `task.claimed`. */
export async function claimTask(tx: Tx, env: Environment, by: SignedIn, taskId: string): Promise<void> {
  const task = await lockTask(tx, taskId);
  const membership = membershipFor(by, task);
  if (!membership) throw new ApplicationError('task.notYours');
  if (task.state !== 'open') throw new ApplicationError('task.closed');
  if (task.assigneeId === by.personId) return;
  if (task.assigneeId) throw new ApplicationError('task.claimed');
  await tx.query('update task set assignee_id = $2 where id = $1', [taskId, by.personId]);
  const actor = { kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: membership.role } as const;
  await appendEvent(tx, env, { type: 'taskClaimed', actor, applicationId: task.applicationId, data: { taskKey: task.taskKey, personId: by.personId } });
}

/** Gives a task back to its group; nothing happens where the person doesn't hold it. */
export async function releaseTask(tx: Tx, env: Environment, by: SignedIn, taskId: string): Promise<void> {
  const task = await lockTask(tx, taskId);
  const membership = membershipFor(by, task);
  if (!membership) throw new ApplicationError('task.notYours');
  if (task.state !== 'open' || task.assigneeId !== by.personId) return;
  await tx.query('update task set assignee_id = null where id = $1', [taskId]);
  const actor = { kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: membership.role } as const;
  await appendEvent(tx, env, { type: 'taskReleased', actor, applicationId: task.applicationId, data: { taskKey: task.taskKey, personId: by.personId } });
}
