import type { Job, JobOutcome, JobWorker, OpenWorker, ProcessEvent, Resource, Variables, WorkflowEngine } from '../index.ts';

type EventOf<Kind extends ProcessEvent['kind']> = Extract<ProcessEvent, { kind: Kind }>;

const waitMsMax = 10_000;

/** The events that an engine told, and a way to wait for one. */
export class EventLog {
  readonly all: ProcessEvent[] = [];
  #waiting: (() => void)[] = [];

  push(events: readonly ProcessEvent[]): void {
    this.all.push(...events);
    for (const look of this.#waiting.splice(0)) look();
  }

  of<Kind extends ProcessEvent['kind']>(kind: Kind, where: Partial<EventOf<Kind>> = {}): EventOf<Kind>[] {
    return this.all.filter((event): event is EventOf<Kind> => event.kind === kind && Object.entries(where).every(([name, value]) => event[name as keyof ProcessEvent] === value));
  }

  /** The nth event (from 1) of a kind with these properties, told already or within ten seconds. */
  async waitFor<Kind extends ProcessEvent['kind']>(kind: Kind, where: Partial<EventOf<Kind>> = {}, nth = 1): Promise<EventOf<Kind>> {
    const giveUp = AbortSignal.timeout(waitMsMax);
    for (;;) {
      const event = this.of(kind, where)[nth - 1];
      if (event) return event;
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        giveUp.addEventListener('abort', () => reject(new Error(`no ${kind} #${nth} ${JSON.stringify(where)} in ${this.all.map(describeEvent).join(', ')}`)), { once: true });
      });
    }
  }

  /** Elements that an instance entered, in order. */
  entered(processInstanceKey: string): string[] {
    return this.of('elementEntered', { processInstanceKey }).map(({ elementId }) => elementId);
  }
}

function describeEvent(event: ProcessEvent): string {
  return 'elementId' in event ? `${event.kind} ${event.elementId}` : event.kind;
}

/** What a suite needs of an adapter. */
export interface Harness {
  readonly engine: WorkflowEngine;
  readonly events: EventLog;
  /** Its refusals are worded by Zeebe: their codes are compared, not their texts. */
  readonly isWordedByZeebe?: true;
  /** Moves the engine's clock on and waits until what is due was done. */
  advanceTime(ms: number): Promise<void>;
  /** Answers when the engine has done all that it can without a job, a person or time. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export type OpenHarness = () => Promise<Harness>;

export interface HeldJob {
  readonly job: Job;
  answer(outcome: JobOutcome): void;
  fail(error: Error): void;
}

const heldJobs = new WeakMap<Harness, readonly HeldJobs[]>();

/** Ends a suite's engine, also after a test that failed with jobs in hand. */
export async function closeHarness(harness: Harness): Promise<void> {
  await Promise.all((heldJobs.get(harness) ?? []).map((jobs) => jobs.close()));
  await harness.close();
}

/** A worker whose jobs the test answers itself. */
export class HeldJobs {
  readonly held: HeldJob[] = [];
  readonly #harness: Harness;
  readonly #worker: OpenWorker;
  #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(harness: Harness, worker: Omit<JobWorker, 'handle'>) {
    this.#harness = harness;
    heldJobs.set(harness, [...(heldJobs.get(harness) ?? []), this]);
    this.#worker = harness.engine.openWorker({ ...worker, handle: (job) => this.#hold(job) });
  }

  /** The next job that was not taken yet. */
  async next(): Promise<HeldJob> {
    const giveUp = AbortSignal.timeout(waitMsMax);
    for (;;) {
      const held = this.held[this.#taken];
      if (held) {
        this.#taken += 1;
        return held;
      }
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        giveUp.addEventListener('abort', () => reject(new Error('no further job came')), { once: true });
      });
    }
  }

  /** Waits until the answers given so far have reached the engine. */
  async answersTaken(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)); // the handler's promise chain ends in a command
    await this.#harness.settled();
  }

  /** Answers every job that has none, so that the worker can close. */
  async close(): Promise<void> {
    for (const { answer } of this.held) answer({ kind: 'completed' });
    await this.#worker.close();
  }

  #hold(job: Job): Promise<JobOutcome> {
    return new Promise((resolve, reject) => {
      this.held.push({ job, answer: resolve, fail: reject });
      for (const look of this.#waiting.splice(0)) look();
    });
  }
}

/** What a refusal has to look like. */
export const refusal = ({ isWordedByZeebe }: Harness, message: RegExp, code = 'INVALID_ARGUMENT') => (isWordedByZeebe ? { code } : { code, message });

export const completed = (variables?: Variables): JobOutcome => ({ kind: 'completed', ...(variables ? { variables } : {}) });

export const resource = (name: string, content: string): Resource => ({ name, content: new TextEncoder().encode(content) });
