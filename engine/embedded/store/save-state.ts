import type { Tx } from '@gbc/prisma';
import type { EngineState } from '../state/engine-state.ts';

const upsert = `insert into engine_row (kind, id, value) select * from unnest($1::text[], $2::text[], $3::text[])
  on conflict (kind, id) do update set value = excluded.value`;
const remove = 'delete from engine_row using unnest($1::text[], $2::text[]) as gone (kind, id) where engine_row.kind = gone.kind and engine_row.id = gone.id';

/** Writes what changed since the last commit: at most two statements, whatever the number of tables and rows. */
export async function saveState(tx: Tx, state: EngineState): Promise<void> {
  const upserted = { kinds: [] as string[], ids: [] as string[], values: [] as string[] };
  const deleted = { kinds: [] as string[], ids: [] as string[] };
  for (const table of state.tables) {
    const changes = table.changes();
    for (const [id, row] of changes.upserted) {
      upserted.kinds.push(table.kind);
      upserted.ids.push(id);
      upserted.values.push(JSON.stringify(row));
    }
    for (const id of changes.deleted) {
      deleted.kinds.push(table.kind);
      deleted.ids.push(id);
    }
  }
  if (deleted.ids.length > 0) await tx.query(remove, [deleted.kinds, deleted.ids]);
  if (upserted.ids.length > 0) await tx.query(upsert, [upserted.kinds, upserted.ids, upserted.values]);
}
