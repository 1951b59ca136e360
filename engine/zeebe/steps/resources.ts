import { EngineError, type Key } from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import { indexModel, type ModelIndex } from '../model/model-index.ts';
import type { ListenerSet } from '../model/listener-matrix.ts';

export interface DeployedResource {
  readonly key: Key;
  readonly kind: 'process' | 'form';
  readonly id: string;
  readonly version: number;
  readonly content: string;
}

/** What was deployed on an engine, kept, since gRPC gives nothing back. */
export class Resources {
  readonly #database: Database;
  readonly #listeners: ListenerSet;
  readonly #models = new Map<string, Promise<ModelIndex | undefined>>();

  constructor(database: Database, listeners: ListenerSet) {
    this.#database = database;
    this.#listeners = listeners;
  }

  async keep(tx: Tx, engineId: string, resources: readonly DeployedResource[]): Promise<void> {
    for (const { key, kind, id, version, content } of resources) {
      await tx.query('insert into zeebe_resource (engine_id, key, kind, id, version, content) values ($1, $2, $3, $4, $5, $6) on conflict do nothing', [engineId, key, kind, id, version, content]);
    }
  }

  /** NOT_FOUND: nothing with this key was deployed by us. */
  async content(engineId: string, key: Key): Promise<string> {
    const found = await this.#read(engineId, key);
    if (!found) throw new EngineError('NOT_FOUND', `no resource with the key ${key} was deployed from here`);
    return found.content;
  }

  /** The elements of a deployed process; undefined where somebody else deployed it, or its deployment is under way. */
  async model(engineId: string, processDefinitionKey: Key): Promise<ModelIndex | undefined> {
    const id = `${engineId} ${processDefinitionKey}`;
    const known = this.#models.get(id) ?? this.#index(engineId, processDefinitionKey);
    this.#models.set(id, known);
    const model = await known.catch(() => undefined);
    if (!model) this.#models.delete(id);
    return model;
  }

  async #index(engineId: string, key: Key): Promise<ModelIndex | undefined> {
    const found = await this.#read(engineId, key);
    return found && indexModel(found.content, found.id, this.#listeners);
  }

  async #read(engineId: string, key: Key): Promise<{ id: string; content: string } | undefined> {
    const { rows } = await this.#database.read<{ id: string; content: string }>('select id, content from zeebe_resource where engine_id = $1 and key = $2', [engineId, key]);
    return rows[0];
  }
}
