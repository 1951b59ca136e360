import type { Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { applicationIdOf, membersOf, type LedgerAnswer, type LedgerCommand, type LinkedCommands } from './command.ts';
import { Foresight, Overtaken } from './foresight.ts';
import { runCommands, type Outcome } from './run-commands.ts';

/** More wait for each other's locks and gain nothing. */
const groupsAtOnce = 2;

export interface LedgerQueueOptions {
  readonly database: Database;
  readonly env: Environment;
  /** Most commands of one transaction. Default 128: half of what 256 callers ask for at a time, so that two groups take turns. */
  readonly groupSizeMax?: number;
}

interface Entry {
  readonly command: LedgerCommand | LinkedCommands;
  /** The business ids that it is about. */
  readonly ids: readonly string[];
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs the money commands of many callers, many of them in one transaction: what waits while a group commits makes the next. A
 * paying account that everybody draws on is so locked once a group and not once a payment. Each caller is answered after the commit.
 *
 * Two groups run at a time, of different applications: one decides, on how the other leaves the books, and writes while the other commits. Commands on
 * one application run in the order in which they were given. Linked commands go together, and are done or refused together.
 */
export class LedgerQueue {
  readonly #options: LedgerQueueOptions;
  #waiting: Entry[] = [];
  #isStarting = false;
  /** Business ids of the groups that run. */
  readonly #inHand = new Set<string>();
  readonly #groups = new Set<Promise<void>>();
  readonly #foresight = new Foresight();

  constructor(options: LedgerQueueOptions) {
    this.#options = options;
  }

  /** Runs one command. @throws LedgerError as the command's own function says; the error of the database if the commit failed */
  run<Command extends LedgerCommand | LinkedCommands>(command: Command): Promise<LedgerAnswer<Command>> {
    return new Promise((resolve, reject) => {
      const ids = command.kind === 'linked' ? [...new Set([`link ${command.linkId}`, ...command.commands.map(applicationIdOf)])] : [applicationIdOf(command)];
      this.#waiting.push({ command, ids, resolve, reject });
      // Whatever is given in the same turn of the event loop goes together.
      if (this.#isStarting) return;
      this.#isStarting = true;
      setImmediate(() => {
        this.#isStarting = false;
        this.#start();
      });
    });
  }

  /** Answers when nothing waits and nothing is in hand. */
  async settled(): Promise<void> {
    while (this.#waiting.length > 0 || this.#groups.size > 0) await Promise.race([...this.#groups, new Promise(setImmediate)]);
  }

  #start(): void {
    while (this.#groups.size < groupsAtOnce) {
      const entries = this.#takeGroup();
      if (entries.length === 0) return;
      const ids = new Set(entries.flatMap((entry) => entry.ids));
      for (const id of ids) this.#inHand.add(id);
      const group = this.#runGroup(entries).finally(() => {
        this.#groups.delete(group);
        for (const id of ids) this.#inHand.delete(id);
        this.#start();
      });
      this.#groups.add(group);
    }
  }

  /** What waits, but for applications that a running group is about. */
  #takeGroup(): Entry[] {
    const { groupSizeMax = 128 } = this.#options;
    const group: Entry[] = [];
    const left: Entry[] = [];
    /** Of what has to wait: nothing that comes after it may overtake it. */
    const leftIds = new Set<string>();
    let size = 0;
    for (const entry of this.#waiting) {
      const members = membersOf(entry.command).length;
      const goes = (group.length === 0 || size + members <= groupSizeMax) && !entry.ids.some((id) => this.#inHand.has(id) || leftIds.has(id));
      (goes ? group : left).push(entry);
      if (goes) size += members;
      else for (const id of entry.ids) leftIds.add(id);
    }
    this.#waiting = left;
    return group;
  }

  async #runGroup(entries: readonly Entry[], mayForesee = true): Promise<void> {
    const { database, env } = this.#options;
    const turn = this.#foresight.begin();
    let outcomes: Outcome<LedgerCommand | LinkedCommands>[];
    try {
      outcomes = await database.transaction((tx) => runCommands(tx, env, entries.map(({ command }) => command), turn, mayForesee));
      turn.end(true);
    } catch (error) {
      turn.end(false);
      if (error instanceof Overtaken) await this.#runGroup(entries, false);
      // One that the database refuses takes none of the others with it.
      else if (entries.length > 1) for (const entry of entries) await this.#runGroup([entry]);
      else entries[0]?.reject(error);
      return;
    }
    for (const [index, { resolve, reject }] of entries.entries()) {
      const outcome = outcomes[index] as Outcome<LedgerCommand | LinkedCommands>;
      if (outcome.kind === 'done') resolve(outcome.answer as never);
      else reject(outcome.error);
    }
  }
}
