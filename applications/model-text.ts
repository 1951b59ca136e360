import type { Tx } from '@gbc/prisma';

const keptMax = 64;
/** By engine and definition: what was deployed under a key never changes. The newest last. */
const kept = new Map<string, string>();

/** A model as it stands under a key of an engine. */
export interface ModelKey {
  readonly engineId: string;
  readonly processDefinitionKey: string;
}

const nameOf = ({ engineId, processDefinitionKey }: ModelKey) => `${engineId} ${processDefinitionKey}`;

/** The BPMN of each model, in the order of the keys; one that is not known is left out. It is read from the database once. */
export async function readModelTexts(read: Tx['query'], keys: readonly ModelKey[]): Promise<(string | undefined)[]> {
  const missing = keys.filter((key) => !kept.has(nameOf(key)));
  if (missing.length > 0) {
    const { rows } = await read<ModelKey & { bpmnXml: string }>(
      `select engine_id as "engineId", process_definition_key as "processDefinitionKey", bpmn_xml as "bpmnXml"
       from model_version join unnest($1::text[], $2::text[]) as key (engine_id, process_definition_key) using (engine_id, process_definition_key)`,
      [missing.map(({ engineId }) => engineId), missing.map(({ processDefinitionKey }) => processDefinitionKey)],
    );
    for (const row of rows) kept.set(nameOf(row), row.bpmnXml);
  }
  const texts = keys.map((key) => kept.get(nameOf(key)));
  for (const name of [...kept.keys()].slice(0, Math.max(0, kept.size - keptMax))) kept.delete(name);
  return texts;
}
