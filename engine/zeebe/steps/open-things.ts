import type { Key, ProcessPlace } from '@gbc/engine';
import type { Tx } from '@gbc/prisma';

export type OpenKind = 'instance' | 'element' | 'task' | 'failure' | 'incident' | 'choice';

/** What is open at the engine, as far as it has told. */
export interface OpenThing extends Omit<ProcessPlace, 'at'> {
  readonly kind: OpenKind;
  /** Of an instance or element its own key, of a task or failure its job's, of a choice the gateway's. */
  readonly key: Key;
  readonly elementId: string;
  /** Of an instance that was called, the key of the call activity's element instance. */
  readonly elementInstanceKey: Key;
  /** Of a failure: retries for the next try. */
  readonly retries: number;
}

export const openColumns = `engine_id as "engineId", kind, key, process_instance_key as "processInstanceKey", process_definition_key as "processDefinitionKey",
  process_id as "processId", process_version as "processVersion", element_id as "elementId", element_instance_key as "elementInstanceKey", retries`;

const idOf = (kind: OpenKind, key: Key) => `${kind} ${key}`;

/** The open things of some instances, read in a transaction, changed in memory, written back once. */
export class OpenThings {
  readonly #things = new Map<string, OpenThing>();
  readonly #added = new Map<string, OpenThing>();
  readonly #removed = new Map<string, OpenThing>();

  constructor(things: readonly OpenThing[]) {
    for (const thing of things) this.#things.set(idOf(thing.kind, thing.key), thing);
  }

  find(kind: OpenKind, key: Key): OpenThing | undefined {
    return this.#things.get(idOf(kind, key));
  }

  of(processInstanceKey: Key, kind: OpenKind): OpenThing[] {
    return [...this.#things.values()].filter((thing) => thing.kind === kind && thing.processInstanceKey === processInstanceKey);
  }

  add(thing: OpenThing): void {
    const id = idOf(thing.kind, thing.key);
    this.#things.set(id, thing);
    this.#added.set(id, thing);
  }

  /** @returns whether it was open */
  remove({ kind, key }: Pick<OpenThing, 'kind' | 'key'>): boolean {
    const id = idOf(kind, key);
    const thing = this.#things.get(id);
    if (!thing) return false;
    this.#things.delete(id);
    if (!this.#added.delete(id)) this.#removed.set(id, thing);
    return true;
  }

  async write(tx: Tx, now: Date): Promise<void> {
    const removed = [...this.#removed.values()];
    if (removed.length > 0) {
      await tx.query(
        { name: 'zeebe-close', text: 'delete from zeebe_open o using unnest($1::text[], $2::text[], $3::text[]) as gone(engine_id, kind, key) where (o.engine_id, o.kind, o.key) = (gone.engine_id, gone.kind, gone.key)' },
        [removed.map((it) => it.engineId), removed.map((it) => it.kind), removed.map((it) => it.key)],
      );
    }
    const added = [...this.#added.values()];
    if (added.length === 0) return;
    await tx.query(
      {
        name: 'zeebe-open',
        text: `insert into zeebe_open (engine_id, kind, key, process_instance_key, process_definition_key, process_id, process_version, element_id, element_instance_key, retries, since)
               select *, $11::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::int[])
               on conflict (engine_id, kind, key) do update set retries = excluded.retries`,
      },
      [added.map((it) => it.engineId), added.map((it) => it.kind), added.map((it) => it.key), added.map((it) => it.processInstanceKey), added.map((it) => it.processDefinitionKey),
        added.map((it) => it.processId), added.map((it) => it.processVersion), added.map((it) => it.elementId), added.map((it) => it.elementInstanceKey), added.map((it) => it.retries), now],
    );
  }
}
