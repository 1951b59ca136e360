import type { Key } from '@gbc/engine';
import type { Parts } from '../parts.ts';
import { elementPlace, type Moment, openThing } from '../steps/element-steps.ts';
import { openColumns, type OpenThing } from '../steps/open-things.ts';

/** What an incident of ours says that no engine raised: what keeps the instance is seen in the engine alone. */
export const standsStill = 'STANDS_STILL';

export interface WatchdogOptions {
  /** An instance that has told nothing for so long, and waits for nothing that we know of, stands still. */
  readonly stillMs: number;
}

/** What waits for something by its nature: for time, a message or a signal. */
const waiting: ReadonlySet<string> = new Set(['intermediateCatchEvent', 'receiveTask', 'eventBasedGateway']);

interface Seen {
  readonly signature: string;
  readonly sinceMs: number;
}

/**
 * Finds instances that have stopped moving. gRPC never tells of an incident that isn't a job's (an expression that fails, a gateway
 * with no way on), so it is concluded: nothing is open of it that a person, a worker, another instance, time or a message would move,
 * and for long nothing has changed. Where incidents can be searched for there is no need of it.
 */
export class Watchdog {
  readonly #parts: Parts;
  readonly #options: WatchdogOptions;
  #seen = new Map<Key, Seen>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts, options: WatchdogOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.look().catch((error: Error) => this.#parts.onError(error));
    }, this.#options.stillMs / 4).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Whether an incident is one that the watchdog told: it has the key of its instance. */
  async has(engineId: string, incidentKey: Key): Promise<boolean> {
    const { rows } = await this.#parts.database.read(
      `select from zeebe_open where engine_id = $1 and kind = 'incident' and key = $2 and key = process_instance_key`, [engineId, incidentKey],
    );
    return rows.length > 0;
  }

  /** Tells which instances stand still now, and which move again. @returns how many of either */
  async look(): Promise<number> {
    const { dataSet, now } = this.#parts;
    const engineId = await dataSet.confirm();
    const nowMs = now().getTime();
    const byInstance = Map.groupBy(await this.#readQuiet(engineId), ({ processInstanceKey }) => processInstanceKey);
    const seen = new Map<Key, Seen>();
    let told = 0;
    for (const [processInstanceKey, things] of byInstance) {
      const signature = things.filter(({ kind }) => kind !== 'incident').map(({ kind, key }) => `${kind} ${key}`).sort().join();
      const before = this.#seen.get(processInstanceKey);
      const sinceMs = before?.signature === signature ? before.sinceMs : nowMs;
      seen.set(processInstanceKey, { signature, sinceMs });
      const incident = things.find(({ kind }) => kind === 'incident');
      if (incident && before && before.signature !== signature) told += await this.#clear(incident);
      if (!incident && nowMs - sinceMs >= this.#options.stillMs && !(await this.#waits(things))) told += await this.#raise(things, Math.round((nowMs - sinceMs) / 1_000));
    }
    for (const incident of await this.#readTold(engineId)) if (!byInstance.has(incident.processInstanceKey)) told += await this.#clear(incident);
    this.#seen = seen;
    return told;
  }

  /** What is open of running instances of which nothing is open that a person, a worker's failure or a called instance stands for. */
  async #readQuiet(engineId: string): Promise<OpenThing[]> {
    const { rows } = await this.#parts.database.read<OpenThing>(
      `select ${openColumns} from zeebe_open o where engine_id = $1
         and not exists (select from zeebe_open t where t.engine_id = o.engine_id and t.process_instance_key = o.process_instance_key and t.kind in ('task', 'failure'))
         and not exists (select from zeebe_open e join zeebe_open called on called.engine_id = e.engine_id and called.kind = 'instance' and called.element_instance_key = e.key
                         where e.engine_id = o.engine_id and e.process_instance_key = o.process_instance_key and e.kind = 'element')`,
      [engineId],
    );
    return rows;
  }

  async #readTold(engineId: string): Promise<OpenThing[]> {
    const { rows } = await this.#parts.database.read<OpenThing>(
      `select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'incident' and key = process_instance_key`, [engineId],
    );
    return rows;
  }

  async #waits(things: readonly OpenThing[]): Promise<boolean> {
    const model = (await this.#moment(things[0] as OpenThing)).model;
    return things.some(({ kind, elementId }) => (kind === 'element' || kind === 'choice') && waiting.has(model.get(elementId)?.elementType ?? ''));
  }

  async #raise(things: readonly OpenThing[], quietS: number): Promise<number> {
    const instance = things.find(({ kind }) => kind === 'instance');
    if (!instance) return 0;
    // Keys grow: the newest element is where it came to.
    const at = things.filter(({ kind }) => kind === 'element' || kind === 'choice').toSorted((one, other) => Number(BigInt(other.key) - BigInt(one.key)))[0] ?? instance;
    const moment = await this.#moment(instance);
    const place = { ...instance, elementId: at.elementId, elementInstanceKey: at.kind === 'instance' ? instance.key : at.key };
    return this.#tell(instance, (open) => {
      if (open.find('incident', instance.key)) return [];
      open.add(openThing('incident', instance.key, moment, place));
      return [{ kind: 'incidentRaised', incidentKey: instance.key, errorType: standsStill, message: `no step for ${quietS} s, and nothing known that it waits for`, jobKey: null, ...elementPlace(moment, place) }];
    });
  }

  async #clear(incident: OpenThing): Promise<number> {
    const moment = await this.#moment(incident);
    return this.#tell(incident, (open) => (open.remove(incident) ? [{ kind: 'incidentResolved', incidentKey: incident.key, ...elementPlace(moment, incident) }] : []));
  }

  async #tell({ engineId, processInstanceKey }: OpenThing, tell: Parameters<Parts['journal']['tell']>[0]['tell']): Promise<number> {
    let count = 0;
    await this.#parts.journal.tell({
      engineId,
      processInstanceKey,
      tell(open) {
        const events = tell(open);
        count = events.length;
        return events;
      },
    });
    return count;
  }

  async #moment({ engineId, processDefinitionKey }: OpenThing): Promise<Moment> {
    const { resources, now } = this.#parts;
    return { engineId, at: now(), model: (await resources.model(engineId, processDefinitionKey)) ?? new Map() };
  }
}
