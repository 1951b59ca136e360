import type { Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import type { LedgerAnswer, LedgerCommand } from './command.ts';
import { runCommands, type Outcome } from './run-commands.ts';

export interface LedgerQueueOptions {
  readonly database: Database;
  readonly env: Environment;
  /** Most commands of one transaction. Default 512. */
  readonly groupSizeMax?: number;
}

interface Entry {
  readonly command: LedgerCommand;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs the money commands of many callers, many of them in one transaction: what waits while one group commits makes the next. A
 * paying account that everybody draws on is so locked once a group and not once a payment. Each caller is answered after the commit.
 */
export class LedgerQueue {
  readonly #options: LedgerQueueOptions;
  #waiting: Entry[] = [];
  #running: Promise<void> | undefined;

  constructor(options: LedgerQueueOptions) {
    this.#options = options;
  }

  /** Runs one command. @throws LedgerError as the command's own function says; the error of the database if the commit failed */
  run<Command extends LedgerCommand>(command: Command): Promise<LedgerAnswer<Command>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ command, resolve, reject });
      this.#running ??= this.#work();
    });
  }

  /** Answers when nothing waits and nothing is in hand. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #work(): Promise<void> {
    const { groupSizeMax = 512 } = this.#options;
    while (this.#waiting.length > 0) await this.#runGroup(this.#waiting.splice(0, groupSizeMax));
    this.#running = undefined;
  }

  async #runGroup(entries: readonly Entry[]): Promise<void> {
    const { database, env } = this.#options;
    let outcomes: Outcome<LedgerCommand>[];
    try {
      outcomes = await database.transaction((tx) => runCommands(tx, env, entries.map(({ command }) => command)));
    } catch (error) {
      // One that the database refuses takes none of the others with it.
      if (entries.length > 1) for (const entry of entries) await this.#runGroup([entry]);
      else entries[0]?.reject(error);
      return;
    }
    for (const [index, { resolve, reject }] of entries.entries()) {
      const outcome = outcomes[index] as Outcome<LedgerCommand>;
      if (outcome.kind === 'done') resolve(outcome.answer as never);
      else reject(outcome.error);
    }
  }
}
