import type { Tx } from '@gbc/prisma';
import { type EngineState, tableNames } from '../state/engine-state.ts';
import { tableColumns, tableSql, toStored } from './table-columns.ts';

const statements = Object.fromEntries(tableNames.map((name) => [name, tableSql(tableColumns[name])])) as Record<(typeof tableNames)[number], ReturnType<typeof tableSql>>;

/** Writes what changed since the last commit. */
export async function saveState(tx: Tx, state: EngineState): Promise<void> {
  for (const name of tableNames) {
    const { upserted, deleted } = state[name].changes();
    const json = (rows: readonly object[]) => [JSON.stringify(rows.map((row) => toStored(tableColumns[name], row)))];
    if (deleted.length > 0) await tx.query(statements[name].delete, json(deleted));
    if (upserted.length > 0) await tx.query(statements[name].upsert, json(upserted));
  }
}
