import type { Tx } from '@gbc/prisma';
import { type EngineState, tableNames } from '../state/engine-state.ts';
import type { Table } from '../state/table.ts';
import { fromStored, tableColumns, tableSql } from './table-columns.ts';

/** Fills `state` with what the database holds, in place of what it had. */
export async function loadState(read: Tx['query'], state: EngineState): Promise<void> {
  for (const name of tableNames) {
    const table = state[name] as Table<unknown>;
    const { rows } = await read(tableSql(tableColumns[name]).select);
    table.clear();
    for (const row of rows) table.load(fromStored(tableColumns[name], row));
  }
}
