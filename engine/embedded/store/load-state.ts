import type { Tx } from '@gbc/prisma';
import type { EngineState } from '../state/engine-state.ts';

/** Fills `state` with what the database holds, in place of what it had. */
export async function loadState(read: Tx['query'], state: EngineState): Promise<void> {
  const { rows } = await read<{ kind: string; value: string }>('select kind, value from engine_row order by kind, id collate "C"');
  const tables = new Map(state.tables.map((table) => [table.kind, table]));
  for (const table of state.tables) table.clear();
  for (const { kind, value } of rows) {
    const table = tables.get(kind);
    if (!table) throw new Error(`the database holds rows of the kind '${kind}', which this version does not know`);
    table.load(JSON.parse(value));
  }
}
