import type { Variables } from '@gbc/engine';
import { appendEvent, type Environment } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import { enqueue } from '../outbox.ts';

const actor = { kind: 'system', name: 'engine' } as const;

interface LostInstance {
  readonly engineId: string;
  readonly processInstanceKey: string;
}

/**
 * Notes which decisions a restart carries over: those that were accepted in the lost instance or what it called, at tasks opened since
 * then, on the revision and payout that count now. @returns their ids, oldest first
 */
export async function noteDecisions(tx: Tx, restartId: string, applicationId: string, lost: LostInstance, since: Date | null): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive tree as (
       select engine_id, process_instance_key from process_instance where engine_id = $3 and process_instance_key = $4
       union all
       select p.engine_id, p.process_instance_key from process_instance p join tree on p.engine_id = tree.engine_id and p.parent_process_instance_key = tree.process_instance_key)
     insert into carried_decision (restart_id, decision_id, position, element_id)
     select $1, d.id, row_number() over (order by t.created_at, d.at, d.id), t.element_id
     from task t join tree using (engine_id, process_instance_key)
     join decision d on d.state = 'accepted' and (d.task_id = t.id or d.id in (select c.decision_id from carried_decision c where c.task_id = t.id))
     left join application a on a.id = $2
     where ($5::timestamptz is null or t.created_at >= $5) and (a.id is null or (d.revision = a.revision and d.payout_no = a.payout_no))
     returning decision_id as id`,
    [restartId, applicationId, lost.engineId, lost.processInstanceKey, since],
  );
  return rows.map(({ id }) => id);
}

interface OpenedTask {
  readonly taskKey: string;
  readonly elementId: string;
  readonly applicationId: string;
}

/**
 * Completes tasks that a restart has opened again with what was decided at them before the process was lost: nobody is asked twice,
 * and the evidence stays that of the decision. Does nothing where there is no such decision.
 */
export async function carryOver(tx: Tx, env: Environment, engineId: string, tasks: readonly OpenedTask[]): Promise<void> {
  if (tasks.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    prepared(`select distinct r.application_id as id from application_restart r join carried_decision c on c.restart_id = r.id
     where r.application_id = any($1) and r.engine_id = $2 and c.task_id is null`),
    [tasks.map(({ applicationId }) => applicationId), engineId],
  );
  const restarted = new Set(rows.map(({ id }) => id));
  for (const task of tasks) if (restarted.has(task.applicationId)) await carryOne(tx, env, engineId, task);
}

async function carryOne(tx: Tx, env: Environment, engineId: string, { taskKey, elementId, applicationId }: OpenedTask): Promise<void> {
  const { rows } = await tx.query<{ restartId: string; decisionId: string; outcome: string; forwardedTo: string | null; revision: number; amountFen: bigint | null }>(
    `update carried_decision set task_id = (select id from task where engine_id = $3 and task_key = $1)
     from decision d left join application a on a.id = d.application_id
     where d.id = carried_decision.decision_id and (restart_id, decision_id) = (
       select c.restart_id, c.decision_id from carried_decision c join application_restart r on r.id = c.restart_id
       where r.application_id = $2 and r.engine_id = $3 and c.element_id = $4 and c.task_id is null order by r.at desc, c.position limit 1)
     returning restart_id as "restartId", decision_id as "decisionId", d.outcome, d.forwarded_to as "forwardedTo", d.revision, a.amount_fen as "amountFen"`,
    [taskKey, applicationId, engineId, elementId],
  );
  const carried = rows[0];
  if (!carried) return;
  const { restartId, decisionId, outcome, forwardedTo, revision, amountFen } = carried;
  const variables: Variables = {
    outcome,
    ...(forwardedTo ? { forwardedTo } : {}),
    ...(outcome === 'supplied' ? { revision, amountFen: Number(amountFen) } : {}),
  };
  await enqueue(tx, env, { applicationId, command: { kind: 'completeTask', engineId, taskKey, variables } });
  await appendEvent(tx, env, { type: 'decisionCarriedOver', actor, applicationId, data: { decisionId, restartId, taskKey, elementId } });
}
