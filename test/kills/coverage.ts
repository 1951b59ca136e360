import type { JournalEntry } from './plan.ts';
import { isOfDatabase } from './points.ts';

/** Which moments the run has passed, and at which of them a process was killed. */
export class Coverage {
  /** In how many lives of a process it was passed. */
  readonly passed = new Map<string, number>();
  /** How often the writer itself was killed there ... */
  readonly #ofWriter = new Map<string, number>();
  /** ... and how often Postgres under its hands. */
  readonly #ofPostgres = new Map<string, number>();

  add(entries: readonly JournalEntry[], isWriterKilled: (number: number) => boolean): void {
    for (const entry of entries) {
      if ('passed' in entry) this.passed.set(entry.passed, (this.passed.get(entry.passed) ?? 0) + 1);
      else {
        const hits = isWriterKilled(entry.number) ? this.#ofWriter : this.#ofPostgres;
        for (const name of entry.killedAt) hits.set(name, (hits.get(name) ?? 0) + 1);
      }
    }
  }

  /** Killing the writer cuts any write, killing Postgres those of the database. */
  isHit(name: string): boolean {
    return this.#ofWriter.has(name) || (isOfDatabase(name) && this.#ofPostgres.has(name));
  }

  hit(): string[] {
    return [...this.passed.keys()].filter((name) => this.isHit(name));
  }

  /** Passed, and never killed at. */
  missed(): string[] {
    return [...this.passed.keys()].filter((name) => !this.isHit(name)).sort();
  }

  /** One line a moment. */
  table(): string {
    const count = (hits: Map<string, number>, name: string) => String(hits.get(name) ?? 0).padStart(5);
    const rows = [...this.passed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, lives]) => `${count(this.#ofWriter, name)} ${count(this.#ofPostgres, name)} ${String(lives).padStart(6)}  ${name}`);
    return [`${this.hit().length} of ${this.passed.size} moments between two writes were hit. Kills of the writer there, of Postgres there, lives of a process that passed it:`, ...rows].join('\n');
  }
}
