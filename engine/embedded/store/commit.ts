import type { Tx } from '@gbc/prisma';
import type { EngineState } from '../state/engine-state.ts';
import { stateChanges } from './state-changes.ts';
import type { TransactionLog } from './transaction-log.ts';

/** Another engine has taken the data set over. */
export class Deposed extends Error {
  override readonly name = 'Deposed';
}

/**
 * All of a commit in one round trip. Everything hangs on the row `own`, which is there only as long as no other engine has
 * taken over. The parts touch different rows, so that their order doesn't matter.
 */
const text = `
  with own as (
    update engine_data set next_key = $1, last_position = $2 where id = 1 and epoch = $3 returning id
  ), removed as (
    delete from engine_row using own, unnest($4::text[], $5::text[]) as gone (kind, id)
    where engine_row.kind = gone.kind and engine_row.id = gone.id
  ), written as (
    insert into engine_row (kind, id, value)
    select item.* from own, unnest($6::text[], $7::text[], $8::text[]) as item
    on conflict (kind, id) do update set value = excluded.value
  ), logged as (
    insert into engine_record (position, at, process_instance_key, commands)
    select item.position, $9, item.process_instance_key, item.commands
    from own, unnest($10::bigint[], $11::bigint[], $12::text[]) as item (position, process_instance_key, commands)
  ), started as (
    insert into engine_process_instance (process_instance_key, process_definition_key, process_id, version, parent_process_instance_key, started_at, ended_at, outcome)
    select item.key, item.definition_key, item.process_id, item.version, item.parent_key, $9, case when item.outcome is not null then $9 end, item.outcome
    from own, unnest($13::bigint[], $14::bigint[], $15::text[], $16::integer[], $17::bigint[], $18::text[]) as item (key, definition_key, process_id, version, parent_key, outcome)
  ), ended as (
    update engine_process_instance set ended_at = $9, outcome = item.outcome
    from own, unnest($19::bigint[], $20::text[]) as item (key, outcome)
    where process_instance_key = item.key
  )
  select from own`;

function instanceColumns(state: EngineState, { started, ended }: TransactionLog): unknown[][] {
  const outcomes = new Map(ended.map(({ processInstanceKey, outcome }) => [processInstanceKey, outcome]));
  const fresh = new Set(started.map(({ processInstanceKey }) => processInstanceKey));
  const older = ended.filter(({ processInstanceKey }) => !fresh.has(processInstanceKey));
  const definitions = started.map(({ processDefinitionKey }) => state.processDefinitions.get(processDefinitionKey));
  return [
    [...fresh],
    started.map(({ processDefinitionKey }) => processDefinitionKey),
    definitions.map((definition) => definition?.processId),
    definitions.map((definition) => definition?.version),
    started.map(({ parentProcessInstanceKey }) => parentProcessInstanceKey),
    started.map(({ processInstanceKey }) => outcomes.get(processInstanceKey)),
    older.map(({ processInstanceKey }) => processInstanceKey),
    older.map(({ outcome }) => outcome),
  ];
}

/** Writes a transaction of the engine of `epoch`: changed rows, the log, the counters. Deposed: another engine has taken over. */
export async function commit(query: Tx['query'], { epoch, nextKey, state, log }: { epoch: bigint; nextKey: number; state: EngineState; log: TransactionLog }): Promise<void> {
  const { upserted, deleted } = stateChanges(state);
  const { rows } = log;
  const { rowCount } = await query({ name: 'engine_commit', text }, [
    nextKey, log.lastPosition, epoch,
    deleted.kinds, deleted.ids,
    upserted.kinds, upserted.ids, upserted.values,
    log.at,
    rows.map(({ commands }) => commands[0]?.position), rows.map(({ processInstanceKey }) => processInstanceKey), rows.map(({ commands }) => JSON.stringify(commands)),
    ...instanceColumns(state, log),
  ]);
  if (rowCount !== 1) throw new Deposed('another engine has taken over this database');
}
