import type { Key } from '@gbc/engine';
import type { Database } from '@gbc/prisma';
import type { Connection } from '../connection/connection.ts';
import { isCode } from '../connection/engine-error.ts';
import { instanceEnded, type Moment, terminated } from './element-steps.ts';
import type { Journal } from './journal.ts';
import { openColumns, type OpenThing } from './open-things.ts';
import type { Resources } from './resources.ts';

export interface PresenceOptions {
  readonly database: Database;
  readonly connection: Connection;
  readonly journal: Journal;
  readonly resources: Resources;
  readonly now: () => Date;
}

/**
 * Finds out what the engine has ended without telling: nothing fires when an element is terminated. A variable update that changes
 * nothing tells whether a scope is still there.
 */
export class Presence {
  readonly #options: PresenceOptions;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  async isThere(key: Key): Promise<boolean> {
    try {
      await this.#options.connection.command('SetVariables', (client) => client.setVariables({ elementInstanceKey: key, variables: {}, local: true }), { repeatable: true });
      return true;
    } catch (error) {
      if (isCode(error, 'NOT_FOUND')) return false;
      throw error;
    }
  }

  /** Tells the end of what is gone of an instance, or of all of it. */
  async check(engineId: string, processInstanceKey: Key): Promise<void> {
    const { database, journal } = this.#options;
    const { rows } = await database.read<OpenThing>(
      `select ${openColumns} from zeebe_open where engine_id = $1 and process_instance_key = $2 and kind in ('instance', 'element') order by since desc, length(key) desc, key desc`,
      [engineId, processInstanceKey],
    );
    const instance = rows.find(({ kind }) => kind === 'instance');
    if (!instance) return;
    const moment = await this.#moment(instance);
    const elements = rows.filter(({ kind }) => kind === 'element');
    if (!(await this.isThere(processInstanceKey))) {
      await this.#checkCalled(engineId, elements.map(({ key }) => key));
      return journal.tell({ engineId, processInstanceKey, tell: (open) => instanceEnded(open, moment, instance, 'terminated') });
    }
    const there = await Promise.all(elements.map(({ key }) => this.isThere(key)));
    const gone = new Set(elements.filter((_, index) => !there[index]).map(({ key }) => key));
    if (gone.size === 0) return;
    await this.#checkCalled(engineId, [...gone]);
    await journal.tell({
      engineId,
      processInstanceKey,
      tell: (open) => {
        const isGone = ({ elementInstanceKey }: OpenThing) => gone.has(elementInstanceKey);
        return terminated(open, moment, (['task', 'failure', 'incident', 'element'] as const).flatMap((kind) => open.of(processInstanceKey, kind).filter(isGone)));
      },
    });
  }

  /** What was called ends before its caller. */
  async #checkCalled(engineId: string, calls: readonly Key[]): Promise<void> {
    const { rows } = await this.#options.database.read<{ key: Key }>(
      `select key from zeebe_open where engine_id = $1 and kind = 'instance' and element_instance_key = any($2)`,
      [engineId, calls],
    );
    for (const { key } of rows) await this.check(engineId, key);
  }

  async #moment({ engineId, processDefinitionKey }: OpenThing): Promise<Moment> {
    const { resources, now } = this.#options;
    return { engineId, at: now(), model: (await resources.model(engineId, processDefinitionKey)) ?? new Map() };
  }
}
