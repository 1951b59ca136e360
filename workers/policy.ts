import type { Job, JsonValue, Variables } from '@gbc/engine';
import type { WorkerParts } from './parts.ts';

/**
 * Asks a table of `processes/policies/` anew, not a variable: the one that was deployed together with the model of the job's
 * instance, so that a payment keeps the rules it began under. The decision's key is evidence of what was asked.
 */
export async function evaluatePolicy(
  { database, engine }: WorkerParts,
  job: Job,
  decisionId: string,
  variables: Variables,
): Promise<{ decisionKey: string; output: JsonValue }> {
  const { rows } = await database.read<{ decisions: Record<string, string> }>(
    'select decisions from model_version where engine_id = $1 and process_definition_key = $2',
    [job.engineId, job.processDefinitionKey],
  );
  const bound = rows[0]?.decisions[decisionId];
  return engine.evaluateDecision(bound ? { decisionKey: bound } : { decisionId }, variables);
}

/** The outputs of a table's row by name; empty for anything else. */
export function rowOf(output: JsonValue): Readonly<Record<string, JsonValue>> {
  return typeof output === 'object' && output !== null && !Array.isArray(output) ? (output as Readonly<Record<string, JsonValue>>) : {};
}

export const isWhole = (value: JsonValue | undefined): value is number => typeof value === 'number' && Number.isSafeInteger(value);
