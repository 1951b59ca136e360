import type { Tx } from '@gbc/prisma';
import { readElementName } from './next-steps.ts';

/** The process definition that an event tells of; an event of a task names none. */
interface DefinitionReference {
  readonly engineId?: unknown;
  readonly processDefinitionKey?: unknown;
}

/** The name that a model gives an element or a process, by its id; null where no model knows it. */
export type ModelNames = (id: string, of: DefinitionReference) => Promise<string | null>;

/** Names out of the models that events tell of; where one names none, or is of an engine that is gone, out of the newest models. */
export async function readModelNames(read: Tx['query'], references: readonly DefinitionReference[]): Promise<ModelNames> {
  const keyOf = ({ engineId, processDefinitionKey }: DefinitionReference) => `${String(engineId)} ${String(processDefinitionKey)}`;
  const known = references.filter(({ processDefinitionKey }) => processDefinitionKey !== undefined);
  const { rows } = await read<{ key: string; bpmnXml: string; isNewest: boolean }>(
    `select engine_id || ' ' || process_definition_key as key, bpmn_xml as "bpmnXml", is_newest as "isNewest"
     from model_version cross join lateral (
       select not exists (
         select from model_version younger where younger.process_id = model_version.process_id
           and (younger.deployed_at, younger.version) > (model_version.deployed_at, model_version.version)) as is_newest) as age
     where is_newest or (engine_id, process_definition_key) in (select * from unnest($1::text[], $2::text[])) order by process_id`,
    [known.map(({ engineId }) => String(engineId)), known.map(({ processDefinitionKey }) => String(processDefinitionKey))],
  );
  const models = new Map(rows.map(({ key, bpmnXml }) => [key, bpmnXml]));
  const newest = rows.filter(({ isNewest }) => isNewest).map(({ bpmnXml }) => bpmnXml);
  return async (id, of) => {
    const own = models.get(keyOf(of));
    for (const bpmnXml of own === undefined ? newest : [own]) {
      const name = await readElementName(bpmnXml, id);
      if (name !== null) return name;
    }
    return null;
  };
}
