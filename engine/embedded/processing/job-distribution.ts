import type { Job, Variables } from '@gbc/engine';
import { timeAfter } from '../clock.ts';
import type { JobRow } from '../state/rows.ts';
import { activateJob, refuseTooLargeJob } from '../transition/job.ts';
import type { Step } from '../transition/step.ts';

/** A job as it is given to a worker. */
export interface ActivatedJob extends Job {
  readonly processVersion: number;
  /** Of an execution listener's job. */
  readonly listener?: 'START' | 'END';
  /** Of its process instance. */
  readonly tags: readonly string[];
  /** When the job goes to another worker. */
  readonly deadline: Date;
}

/** Someone who takes jobs of a type: a handler in this process, a long poll, a stream. */
export interface JobTaker {
  readonly type: string;
  /** Name of a client's worker; null for a handler in this process, whose jobs are given out again after a restart. */
  readonly worker: string | null;
  readonly timeoutMs: number;
  /** Only these variables; undefined means all that the element sees. */
  readonly fetchVariables: readonly string[] | undefined;
  /** Most bytes taken at once; undefined where nothing has to be sent. */
  readonly sizeBytesMax: number | undefined;
  /** How many jobs it takes now. */
  demand(step: Step): number;
  /** Called after the commit that gave it the jobs. */
  deliver(jobs: readonly ActivatedJob[]): void;
}

/** What a job takes in a message besides its variables, headers and tags, at most. */
const jobOverheadBytes = 1024;

function select(variables: Variables, names: readonly string[] | undefined): Variables {
  return names ? Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name))) : variables;
}

function sizeBytes({ variables, headers, tags }: ActivatedJob): number {
  return [variables, headers, tags].reduce<number>((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)), jobOverheadBytes);
}

function describeJob(step: Step, row: JobRow, taker: JobTaker): ActivatedJob {
  const { jobKey, type, processInstanceKey, processDefinitionKey, elementId, elementInstanceKey, headers, retries, listener } = row;
  const { processId = '', version: processVersion = 0 } = step.state.processDefinitions.get(processDefinitionKey) ?? {};
  const variables = select(step.state.visibleVariables(elementInstanceKey), taker.fetchVariables);
  const deadline = timeAfter(step.now, taker.timeoutMs);
  return {
    engineId: step.context.engineId, jobKey, type, processInstanceKey, processDefinitionKey, processId, processVersion,
    elementId, elementInstanceKey, headers, variables, retries, deadline, tags: step.state.elementInstances.get(processInstanceKey)?.tags ?? [], ...(listener ? { listener } : {}),
  };
}

/** Takes jobs off the front of `waiting`, at most `count` and what one message carries. */
function give(step: Step, waiting: JobRow[], taker: JobTaker, count: number): ActivatedJob[] {
  const given: ActivatedJob[] = [];
  let roomBytes = taker.sizeBytesMax ?? Infinity;
  while (given.length < count) {
    const row = waiting[0];
    if (!row) break;
    const job = describeJob(step, row, taker);
    const size = taker.sizeBytesMax === undefined ? 0 : sizeBytes(job);
    if (size > roomBytes && given.length > 0) break;
    waiting.shift();
    if (size > roomBytes) {
      refuseTooLargeJob(step, row, size, roomBytes);
      continue;
    }
    roomBytes -= size;
    activateJob(step, row, taker);
    given.push(job);
  }
  return given;
}

/**
 * Gives waiting jobs to those who take them, within the commit that makes the jobs, so that nobody has to ask again.
 * Takers of a type share what there is, and who had something goes to the end of the line.
 */
export class JobDistribution {
  readonly #takers = new Map<string, Set<JobTaker>>();

  add(taker: JobTaker): void {
    const line = this.#takers.get(taker.type);
    if (line) line.add(taker);
    else this.#takers.set(taker.type, new Set([taker]));
  }

  remove(taker: JobTaker): void {
    const line = this.#takers.get(taker.type);
    if (line?.delete(taker) && line.size === 0) this.#takers.delete(taker.type);
  }

  /** Activates what waits; the answer delivers it, to be called after the commit. */
  activate(step: Step): () => void {
    const deliveries: (() => void)[] = [];
    for (const [type, line] of this.#takers) {
      if (step.state.jobs.firstBy('activatable', type, 1).length > 0) deliveries.push(...this.#share(step, type, line));
    }
    return () => deliveries.forEach((deliver) => deliver());
  }

  #share(step: Step, type: string, line: Set<JobTaker>): (() => void)[] {
    const hungry = Array.from(line, (taker) => ({ taker, demand: taker.demand(step) })).filter(({ demand }) => demand > 0);
    const waiting = step.state.jobs.firstBy('activatable', type, hungry.reduce((sum, { demand }) => sum + demand, 0));
    return hungry.flatMap(({ taker, demand }, index) => {
      const share = Math.ceil(waiting.length / (hungry.length - index));
      const jobs = give(step, waiting, taker, Math.min(demand, share));
      if (jobs.length === 0) return [];
      line.delete(taker);
      line.add(taker);
      return [() => taker.deliver(jobs)];
    });
  }
}
