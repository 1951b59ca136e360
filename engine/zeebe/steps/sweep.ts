import type { Key, SweepStatus } from '@gbc/engine';
import type { Parts } from '../parts.ts';
import { renewJob } from '../tasks/renew-job.ts';
import type { TaskLook } from '../tasks/user-tasks.ts';
import type { OpenKind } from './open-things.ts';

export interface SweepOptions {
  /** Every open task and running instance is looked at once within it. */
  readonly roundMs: number;
  /** Most looks a second. */
  readonly perSecondMax: number;
  readonly isTaskThere: (task: TaskLook) => Promise<boolean>;
}

export interface SweepRound {
  readonly looked: number;
  readonly gone: number;
  readonly tookMs: number;
}

interface Look {
  readonly kind: OpenKind;
  readonly key: Key;
  readonly processInstanceKey: Key;
  readonly elementInstanceKey: Key;
}

const stepMs = 100;
/** Up to so much of the wait between two rounds is taken off by chance, so that many hosts don't sweep at once. */
const jitterShare = 0.1;
const toldForMs = 24 * 3_600_000;

/**
 * Renews the jobs of open tasks before they time out, and by that finds those that are gone though nothing told so, as after a cancel by
 * somebody else: worst case, as long as a round takes. Running instances without a task are looked at too.
 */
export class Sweep {
  readonly #parts: Parts;
  readonly #options: SweepOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  /** The last round; undefined before the first has ended. */
  last: SweepRound | undefined;

  constructor(parts: Parts, options: SweepOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Its rate, jitter and worst case: what is ended just after it was looked at is seen when its turn comes in the next round. */
  get status(): SweepStatus {
    const { looked, gone, tookMs } = this.last ?? { looked: 0, gone: 0, tookMs: 0 };
    const { roundMs, perSecondMax } = this.#options;
    return { looked, gone, tookMs, perSecondMax, jitterMs: roundMs * jitterShare, worstMs: Math.max(roundMs, tookMs) };
  }

  start(): void {
    const { roundMs } = this.#options;
    const waitMs = Math.max(0, roundMs * (1 - this.#parts.random() * jitterShare) - (this.last?.tookMs ?? 0));
    this.#timer = setTimeout(() => {
      this.#running = this.round().catch((error: Error) => this.#parts.onError(error)).finally(() => {
        if (!this.#isClosed) this.start();
      });
    }, waitMs).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Looks at everything that is open, evenly spread, and tells the end of what is gone. */
  async round(): Promise<SweepRound> {
    const startedMs = performance.now();
    const { database, dataSet, presence, now } = this.#parts;
    const engineId = await dataSet.confirm();
    const { rows } = await database.read<Look>(
      `select kind, key, process_instance_key as "processInstanceKey", element_instance_key as "elementInstanceKey" from zeebe_open o
       where engine_id = $1 and (kind in ('task', 'failure')
         or kind = 'instance' and not exists (select 1 from zeebe_open t where t.engine_id = o.engine_id and t.process_instance_key = o.process_instance_key and t.kind in ('task', 'failure')))
       order by since, key`,
      [engineId],
    );
    const atOnce = Math.max(1, Math.ceil((this.#options.perSecondMax * stepMs) / 1_000));
    const gone = new Set<Key>();
    for (let index = 0; index < rows.length && !this.#isClosed; index += atOnce) {
      const stepStartedMs = performance.now();
      const looks = rows.slice(index, index + atOnce);
      const there = await Promise.all(looks.map((look) => this.#isThere(look)));
      const suspects = new Set(looks.filter((_, n) => !there[n]).map(({ processInstanceKey }) => processInstanceKey).filter((key) => !gone.has(key)));
      for (const processInstanceKey of suspects) {
        gone.add(processInstanceKey);
        await presence.check(engineId, processInstanceKey);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, stepMs - (performance.now() - stepStartedMs))));
    }
    await database.write('delete from zeebe_told_job where at < $1', [new Date(now().getTime() - toldForMs)]);
    return (this.last = { looked: rows.length, gone: gone.size, tookMs: Math.round(performance.now() - startedMs) });
  }

  #isThere({ kind, ...look }: Look): Promise<boolean> {
    const { connection, presence } = this.#parts;
    if (kind === 'instance') return presence.isThere(look.key);
    return kind === 'task' ? this.#options.isTaskThere(look) : renewJob(connection, look.key);
  }
}
