import type { EngineState } from '../state/engine-state.ts';

/** Rows to write and to remove, as columns of equal length. */
export interface StateChanges {
  readonly upserted: { readonly kinds: string[]; readonly ids: string[]; readonly values: string[] };
  readonly deleted: { readonly kinds: string[]; readonly ids: string[] };
}

/** What changed in the state since the last commit. */
export function stateChanges(state: EngineState): StateChanges {
  const changes: StateChanges = { upserted: { kinds: [], ids: [], values: [] }, deleted: { kinds: [], ids: [] } };
  for (const table of state.tables) {
    const { upserted, deleted } = table.changes();
    for (const [id, row] of upserted) {
      changes.upserted.kinds.push(table.kind);
      changes.upserted.ids.push(id);
      changes.upserted.values.push(JSON.stringify(row));
    }
    for (const id of deleted) {
      changes.deleted.kinds.push(table.kind);
      changes.deleted.ids.push(id);
    }
  }
  return changes;
}
