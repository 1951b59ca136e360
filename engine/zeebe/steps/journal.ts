import type { AppendHook, Key, ProcessEvent } from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import { openColumns, type OpenThing, OpenThings } from './open-things.ts';

/** Something that the engine told, or that was found out. */
export interface Step {
  readonly engineId: string;
  readonly processInstanceKey: Key;
  /** The job that told it: it is told once, however often the job is handed out. */
  readonly jobKey?: Key;
  /** What of it is new, given what is open now; changes that. */
  readonly tell: (open: OpenThings) => readonly ProcessEvent[];
}

export interface JournalOptions {
  readonly database: Database;
  readonly now: () => Date;
  readonly appendHook: AppendHook<Tx> | undefined;
}

interface Waiting extends Step {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const batchMax = 500;

/** Makes steps durable, with their events in the same transaction: one transaction at a time, with all that came meanwhile. */
export class Journal {
  readonly #options: JournalOptions;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Answers once it is committed; rejects where it, or the hook, could not be. */
  tell(step: Step): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...step, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  async idle(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)); // what came in the same moment goes into one transaction
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchMax);
      await this.#commit(batch).catch(async (error: unknown) => {
        if (batch.length === 1) return batch[0]?.reject(error);
        // One that can't be told must not hold up the others.
        for (const step of batch) await this.#commit([step]).catch(step.reject);
      });
    }
    this.#writing = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { database, now, appendHook } = this.#options;
    await database.transaction(async (tx) => {
      const fresh = await withoutTold(tx, batch, now());
      if (fresh.length === 0) return;
      const { rows } = await tx.query<OpenThing>(
        {
          name: 'zeebe-read-open',
          text: `select ${openColumns} from zeebe_open where (engine_id, process_instance_key) in (select * from unnest($1::text[], $2::text[])) order by since, length(key), key`,
        },
        [fresh.map((it) => it.engineId), fresh.map((it) => it.processInstanceKey)],
      );
      const open = new OpenThings(rows);
      const events = fresh.flatMap((step) => step.tell(open));
      await open.write(tx, now());
      if (events.length > 0) await appendHook?.(tx, events);
    });
    for (const { resolve } of batch) resolve();
  }
}

/** The steps of jobs that were not told yet, and those of no job. */
async function withoutTold(tx: Tx, batch: readonly Waiting[], now: Date): Promise<readonly Waiting[]> {
  const jobs = batch.filter((step) => step.jobKey !== undefined);
  if (jobs.length === 0) return batch;
  const { rows } = await tx.query<{ id: string }>(
    {
      name: 'zeebe-told',
      text: `insert into zeebe_told_job (engine_id, job_key, at) select distinct on (e, j) e, j, $3::timestamptz from unnest($1::text[], $2::text[]) as told(e, j)
             on conflict do nothing returning engine_id || ' ' || job_key as id`,
    },
    [jobs.map((it) => it.engineId), jobs.map((it) => it.jobKey), now],
  );
  const fresh = new Set(rows.map(({ id }) => id));
  return batch.filter(({ engineId, jobKey }) => jobKey === undefined || fresh.delete(`${engineId} ${jobKey}`));
}
