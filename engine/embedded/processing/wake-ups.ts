import { type Clock, wakeAt } from '../clock.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { JobRow, MessageRow, TimerRow } from '../state/rows.ts';
import { type DueItem, DueQueue } from './due-queue.ts';

/** The queue may hold so many more items than rows; then those whose rows are gone are dropped. */
const goneMax = 10_000;

/** Calls `onDue` for timers, job timeouts, back-offs and messages whose time has come. */
export class WakeUps {
  readonly #clock: Clock;
  readonly #state: EngineState;
  readonly #onDue: (item: DueItem) => void;
  readonly #due = new DueQueue();
  #armed: { readonly at: Date; readonly cancel: () => void } | undefined;

  constructor(clock: Clock, state: EngineState, onDue: (item: DueItem) => void) {
    this.#clock = clock;
    this.#state = state;
    this.#onDue = onDue;
  }

  /** Takes in rows that are new or have changed. */
  add(timers: Iterable<TimerRow>, jobs: Iterable<JobRow>, messages: Iterable<MessageRow>): void {
    for (const { timerKey, dueAt } of timers) this.#due.push({ at: dueAt, kind: 'timer', key: timerKey });
    for (const { jobKey, dueAt } of jobs) if (dueAt) this.#due.push({ at: dueAt, kind: 'job', key: jobKey });
    for (const { messageKey, expiresAt } of messages) this.#due.push({ at: expiresAt, kind: 'message', key: messageKey });
    this.#dropGone();
    this.#arm();
  }

  /** Starts again from the state as it was loaded. */
  reset(): void {
    this.stop();
    const { timers, jobs, messages } = this.#state;
    this.add(timers.all(), jobs.all(), messages.all());
  }

  stop(): void {
    this.#armed?.cancel();
    this.#armed = undefined;
    this.#due.clear();
  }

  #arm(): void {
    const at = this.#due.next;
    if (!at || (this.#armed && this.#armed.at <= at)) return;
    this.#armed?.cancel();
    this.#armed = { at, cancel: wakeAt(this.#clock, at, () => this.#wake()) };
  }

  #wake(): void {
    this.#armed = undefined;
    for (const item of this.#due.takeDue(this.#clock.now())) if (this.#isStillThere(item)) this.#onDue(item);
    this.#arm();
  }

  /** Most jobs are done long before they time out. */
  #isStillThere({ kind, key, at }: DueItem): boolean {
    const { timers, jobs, messages } = this.#state;
    if (kind === 'timer') return timers.get(key)?.dueAt.getTime() === at.getTime();
    if (kind === 'job') return jobs.get(key)?.dueAt?.getTime() === at.getTime();
    return messages.get(key)?.expiresAt.getTime() === at.getTime();
  }

  #dropGone(): void {
    const { timers, jobs, messages } = this.#state;
    if (this.#due.size > timers.size + jobs.size + messages.size + goneMax) this.#due.filter((item) => this.#isStillThere(item));
  }
}
