import type { JsonValue } from '@gbc/engine';

/** What comes back of a value that went through JSON. */
export type Stored<Value> = [JsonValue] extends [Value] ? Value : Value extends Date ? string : Value extends object ? { [Field in keyof Value]: Stored<Value[Field]> } : Value;

/** How rows are told apart, found and kept. Rows are immutable: a change puts a new object. */
export interface TableSpec<Row> {
  /** Under this name the rows stand in the database, so it never changes. */
  readonly kind: string;
  /** Rows are loaded in the order of their ids, so ids that begin with a key keep the order of age. */
  readonly id: (row: Row) => string;
  /** Named look-ups; a row for which one answers undefined is not in it. */
  readonly indexes: Readonly<Record<string, (row: Row) => string | undefined>>;
  /** Makes a row of what JSON left of it: dates from text, and fields that rows of earlier versions lack. */
  readonly restore?: (stored: Stored<Row>) => Row;
}

interface Index<Row> {
  readonly valueOf: (row: Row) => string | undefined;
  readonly ids: Map<string, Set<string>>;
}

/** A row that JSON changes needs `restore`. */
type Restorable<Row> = Stored<Row> extends Row ? unknown : Required<Pick<TableSpec<Row>, 'restore'>>;

/**
 * Live rows in memory. It remembers what rows were before the transition and before the last commit, so that a refused
 * command leaves no trace and a commit writes just the difference.
 */
export class Table<Row> {
  readonly #spec: TableSpec<Row>;
  readonly #rows = new Map<string, Row>();
  readonly #indexes: ReadonlyMap<string, Index<Row>>;
  #undo: { readonly id: string; readonly before: Row | undefined }[] = [];
  #committed = new Map<string, Row | undefined>();

  constructor(spec: TableSpec<Row> & Restorable<Row>) {
    this.#spec = spec;
    this.#indexes = new Map(Object.entries(spec.indexes).map(([name, valueOf]) => [name, { valueOf, ids: new Map() }]));
  }

  get kind(): string {
    return this.#spec.kind;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  all(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** Rows of one index value, oldest entry first. */
  by(index: string, value: string): Row[] {
    const ids = this.#indexes.get(index)?.ids.get(value);
    return ids ? Array.from(ids, (id) => this.#rows.get(id) as Row) : [];
  }

  /** Up to `count` rows of an index value that match, oldest entry first. */
  firstBy(index: string, value: string, count: number, matches: (row: Row) => boolean = () => true): Row[] {
    const found: Row[] = [];
    for (const id of this.#indexes.get(index)?.ids.get(value) ?? []) {
      if (found.length === count) break;
      const row = this.#rows.get(id) as Row;
      if (matches(row)) found.push(row);
    }
    return found;
  }

  put(row: Row): void {
    const id = this.#spec.id(row);
    this.#remember(id);
    this.#set(id, row);
  }

  delete(id: string): void {
    this.#remember(id);
    this.#set(id, undefined);
  }

  /** Takes a row as it stands in the database. */
  load(stored: Stored<Row>): void {
    const { id, restore } = this.#spec;
    const row = restore ? restore(stored) : (stored as Row);
    this.#set(id(row), row);
  }

  clear(): void {
    this.#rows.clear();
    for (const { ids } of this.#indexes.values()) ids.clear();
    this.#undo = [];
    this.#committed.clear();
  }

  /** The changes since this was last called stay. */
  endTransition(): void {
    if (this.#undo.length > 0) this.#undo = [];
  }

  /** Takes back the changes since the last `endTransition`. */
  undoTransition(): void {
    for (const { id, before } of this.#undo.reverse()) this.#set(id, before);
    this.#undo = [];
  }

  /** What a commit must write: rows that are new or differ by their ids, ids of rows that are gone. */
  changes(): { upserted: Map<string, Row>; deleted: string[] } {
    const upserted = new Map<string, Row>();
    const deleted: string[] = [];
    for (const [id, before] of this.#committed) {
      const now = this.#rows.get(id);
      if (now !== undefined && now !== before) upserted.set(id, now);
      if (now === undefined && before !== undefined) deleted.push(id);
    }
    return { upserted, deleted };
  }

  markCommitted(): void {
    this.#committed.clear();
  }

  #remember(id: string): void {
    const before = this.#rows.get(id);
    this.#undo.push({ id, before });
    if (!this.#committed.has(id)) this.#committed.set(id, before);
  }

  #set(id: string, row: Row | undefined): void {
    const before = this.#rows.get(id);
    if (row === undefined) this.#rows.delete(id);
    else this.#rows.set(id, row);
    for (const { valueOf, ids: index } of this.#indexes.values()) {
      const from = before === undefined ? undefined : valueOf(before);
      const to = row === undefined ? undefined : valueOf(row);
      if (from === to) continue;
      if (from !== undefined) {
        const ids = index.get(from);
        ids?.delete(id);
        if (ids?.size === 0) index.delete(from);
      }
      if (to !== undefined) {
        const ids = index.get(to);
        if (ids) ids.add(id);
        else index.set(to, new Set([id]));
      }
    }
  }
}
