import type { Variables } from '@gbc/engine';
import { appendEvent, commitPersonalValue, type Actor, type Environment, type ProcessReference } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { enqueue } from './outbox.ts';

/** The instance that a supervisor means, as our rows have it. */
interface Supervised extends ProcessReference {
  readonly applicationId: string | null;
}

async function lockRunning(tx: Tx, engineId: string, processInstanceKey: string): Promise<Supervised> {
  const { rows } = await tx.query<Supervised>(
    `select engine_id as "engineId", process_instance_key as "processInstanceKey", process_definition_key as "processDefinitionKey", process_id as "processId",
            process_version as "processVersion", application_id as "applicationId"
     from process_instance where engine_id = $1 and process_instance_key = $2 and state = 'running' for update`,
    [engineId, processInstanceKey],
  );
  if (!rows[0]) throw new ApplicationError('processInstance.ended');
  return rows[0];
}

/** What the events of a supervised instance have in common. */
const about = ({ applicationId }: Supervised, actor: Actor) => ({ actor, ...(applicationId === null ? {} : { applicationId }) });
const referenceOf = ({ applicationId: _application, ...reference }: Supervised): ProcessReference => reference;

/**
 * Takes every token off one element of a running instance and puts one before another. It is written down before the engine is asked, from the
 * outbox. Money isn't moved by it: a payout is held and posted once, whatever leads there. @returns the outbox item's id
 * Throws `processInstance.ended`; `token.notThere` where no token stands at the element.
 */
export async function moveToken(
  tx: Tx,
  env: Environment,
  actor: Actor,
  it: { readonly engineId: string; readonly processInstanceKey: string; readonly fromElementId: string; readonly toElementId: string; readonly reason: string },
): Promise<string> {
  const instance = await lockRunning(tx, it.engineId, it.processInstanceKey);
  const { rows } = await tx.query<{ key: string }>(
    `select element_instance_key as key from process_element where engine_id = $1 and process_instance_key = $2 and element_id = $3 and state = 'active'`,
    [it.engineId, it.processInstanceKey, it.fromElementId],
  );
  if (rows.length === 0) throw new ApplicationError('token.notThere', { elementId: it.fromElementId });
  const reasonCommitment = await commitPersonalValue(tx, env, it.reason);
  const data = { ...referenceOf(instance), elementIds: [it.fromElementId], toElementId: it.toElementId, reasonCommitment };
  await appendEvent(tx, env, { ...about(instance, actor), type: 'tokenMoved', data });
  return enqueue(tx, env, {
    applicationId: instance.applicationId ?? it.processInstanceKey,
    command: {
      kind: 'modifyInstance', engineId: it.engineId, processInstanceKey: it.processInstanceKey,
      activate: [{ elementId: it.toElementId }], terminate: rows.map(({ key }) => ({ elementInstanceKey: key })),
    },
  });
}

/**
 * Sets variables of a running instance; their names are written down, not what they hold. @returns the outbox item's id
 * Throws `processInstance.ended`.
 */
export async function setProcessVariables(
  tx: Tx,
  env: Environment,
  actor: Actor,
  it: { readonly engineId: string; readonly processInstanceKey: string; readonly variables: Variables },
): Promise<string> {
  const instance = await lockRunning(tx, it.engineId, it.processInstanceKey);
  await appendEvent(tx, env, { ...about(instance, actor), type: 'variablesSet', data: { ...referenceOf(instance), names: Object.keys(it.variables).sort() } });
  return enqueue(tx, env, { applicationId: instance.applicationId ?? it.processInstanceKey, command: { kind: 'setVariables', ...it } });
}

/** What the engine said to a command of the outbox; null while it has said nothing. */
export async function readOutcome(read: Tx['query'], outboxId: string): Promise<'accepted' | 'refused' | null> {
  const { rows } = await read<{ outcome: 'accepted' | 'refused' | null }>('select outcome from outbox where id = $1', [outboxId]);
  return rows[0]?.outcome ?? null;
}
