import { EngineError, type Job, type Key } from '@gbc/engine';
import { isCode } from '../connection/engine-error.ts';
import type { Parts } from '../parts.ts';
import { elementPlace, openThing } from '../steps/element-steps.ts';
import { openColumns, type OpenThing } from '../steps/open-things.ts';

/** Kept so long from other workers; the sweep renews it. */
export const failureTimeoutMs = 10 * 60_000;

type Hand = Job & { readonly processVersion: number };

/**
 * Jobs that have no retries left. Told to the engine, such a failure becomes an incident whose key gRPC never gives out, and which nobody
 * could resolve by it. So the job is held here, as an incident of ours with the job's own key, until somebody gives it retries.
 */
export class FailedJobs {
  readonly #parts: Parts;
  readonly #isHeld: boolean;
  readonly #held = new Set<Key>();

  /** @param isHeld false where incidents can be searched for: then the engine is told, and has the incident */
  constructor(parts: Parts, { isHeld }: { readonly isHeld: boolean }) {
    this.#parts = parts;
    this.#isHeld = isHeld;
  }

  /** Reads which jobs are held, after a start or on another data set. */
  async load(engineId: string): Promise<void> {
    const { rows } = await this.#parts.database.read<{ key: Key }>(`select key from zeebe_open where engine_id = $1 and kind = 'failure'`, [engineId]);
    this.#held.clear();
    for (const { key } of rows) this.#held.add(key);
  }

  has(jobKey: Key): boolean {
    return this.#held.has(jobKey);
  }

  /** A job failed for the last time. */
  async take(job: Hand, errorMessage: string): Promise<void> {
    const { jobKey } = job;
    if (this.#isHeld) return this.#hold(job, errorMessage);
    await this.#parts.connection.command('FailJob', (client) => client.failJob({ jobKey, retries: 0, retryBackOff: 0, errorMessage }), { repeatable: true });
  }

  async #hold(job: Hand, message: string): Promise<void> {
    const { connection, journal, resources, now } = this.#parts;
    const { engineId, jobKey, processInstanceKey } = job;
    this.#held.add(jobKey);
    await connection.command('UpdateJobTimeout', (client) => client.updateJobTimeout({ jobKey, timeout: failureTimeoutMs }), { repeatable: true });
    const moment = { engineId, at: now(), model: (await resources.model(engineId, job.processDefinitionKey)) ?? new Map() };
    await journal.tell({
      engineId,
      processInstanceKey,
      tell(open) {
        if (open.find('failure', jobKey)) return [];
        open.add(openThing('failure', jobKey, moment, job));
        return [{ kind: 'incidentRaised', incidentKey: jobKey, errorType: 'JOB_NO_RETRIES', message, jobKey, ...elementPlace(moment, job) }];
      },
    });
  }

  /** Gives a held job retries. @returns false where it is none of ours */
  async giveRetries(jobKey: Key, retries: number): Promise<boolean> {
    if (!this.has(jobKey)) return false;
    await this.#parts.database.write(`update zeebe_open set retries = $3 where engine_id = $1 and kind = 'failure' and key = $2`, [this.#parts.dataSet.id, jobKey, retries]);
    return true;
  }

  /** Hands the job out again. NOT_FOUND: no such failure. FAILED_PRECONDITION: nobody gave it retries. */
  async resolve(incidentKey: Key): Promise<void> {
    const { connection, database, dataSet, journal, pace, resources, now } = this.#parts;
    const engineId = await dataSet.confirm();
    await journal.idle();
    const { rows } = await database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'failure' and key = $2`, [engineId, incidentKey]);
    const failure = rows[0];
    if (!failure) throw new EngineError('NOT_FOUND', `no incident with the key ${incidentKey} is open`);
    if (failure.retries < 1) throw new EngineError('FAILED_PRECONDITION', `the job ${incidentKey} has no retries left`);
    const moment = { engineId, at: now(), model: (await resources.model(engineId, failure.processDefinitionKey)) ?? new Map() };
    await journal.tell({
      engineId,
      processInstanceKey: failure.processInstanceKey,
      tell: (open) => (open.remove(failure) ? [{ kind: 'incidentResolved', incidentKey, ...elementPlace(moment, failure) }] : []),
    });
    this.#held.delete(incidentKey);
    await connection
      .command('FailJob', (client) => client.failJob({ jobKey: incidentKey, retries: failure.retries, retryBackOff: 0, errorMessage: 'tried again' }), { repeatable: true })
      .catch((error: unknown) => {
        if (!isCode(error, 'NOT_FOUND', 'FAILED_PRECONDITION')) throw error; // gone, or already to be had
      });
    pace.nudge();
  }
}
