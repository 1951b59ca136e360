import { systemEnvironment, type Environment } from '@gbc/events';

const dayMs = 86_400_000;

/** A clock of days: within one it ticks by the millisecond, so that the order of events is that of writing; the next comes when it is told to. */
export class DayClock {
  readonly env: Environment = { ...systemEnvironment, now: () => new Date((this.#nowMs += 1)) };
  #nowMs: number;
  /** When each day begins, up to the next one. */
  readonly #beginsMs: number[];
  #day = 0;

  constructor(startMs = Date.UTC(2026, 10, 22)) {
    this.#nowMs = startMs;
    this.#beginsMs = [startMs, startMs + dayMs];
  }

  /** The moment with which a day begins, up to the next one; what ends then is over from then on. */
  beginOf(day: number): Date {
    return new Date(this.#beginsMs[day] ?? NaN);
  }

  /** @param to a later moment than the next day's, where time is to run on further */
  nextDay(to?: Date): void {
    this.#day += 1;
    this.#nowMs = Math.max(this.#beginsMs[this.#day] ?? 0, to?.getTime() ?? 0);
    this.#beginsMs[this.#day + 1] = this.#nowMs + dayMs;
  }
}
