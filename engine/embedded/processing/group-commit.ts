import { type AppendHook, EngineError, type Key, type ProcessEvent } from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import { commit } from '../store/commit.ts';
import { TransactionLog } from '../store/transaction-log.ts';
import { Step, type StepContext } from '../transition/step.ts';
import { NotCompiled } from './model-cache.ts';

/**
 * A command's work on the state. It may throw EngineError, which leaves no trace. It is run again where a definition had to be
 * compiled for it, so it touches nothing but its step.
 */
export type Transition<Result> = (step: Step) => Result;

interface Entry {
  readonly command: string;
  readonly transition: Transition<unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly context: Omit<StepContext, 'now'>;
  readonly database: Database;
  readonly now: () => Date;
  readonly compile: (definitionKey: Key) => Promise<void>;
  readonly appendHook: AppendHook<Tx> | undefined;
  /** Hands waiting jobs to workers in the same commit; what it answers is called after the commit. */
  readonly activateJobs: (step: Step) => () => void;
  /** Called after a commit, before the changes are forgotten. */
  readonly onCommitted: (log: TransactionLog) => void;
  /** The commit failed: memory and database may differ. The queue stands still until `start`. */
  readonly onCommitFailed: (error: unknown) => void;
}

/** What a group leads to, until it is committed. */
interface Outcome {
  readonly log: TransactionLog;
  readonly events: ProcessEvent[];
}

/** Commands of one transaction. */
const groupSizeMax = 256;

/**
 * One command after another on the state in memory, many of them in one transaction. A command is answered after the
 * transaction is committed, so nobody hears of what might be taken back.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #entries: Entry[] = [];
  #epoch = 0n;
  #lastPosition = 0;
  #stoppedBy: string | undefined = 'starting';
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** Queues a command. UNAVAILABLE: the queue stands still, or the commit failed and the outcome is unknown. */
  submit<Result>(command: string, transition: Transition<Result>): Promise<Result> {
    if (this.#stoppedBy !== undefined) return Promise.reject(new EngineError('UNAVAILABLE', `the engine takes no commands: ${this.#stoppedBy}`));
    return new Promise<Result>((resolve, reject) => {
      this.#entries.push({ command, transition, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Takes commands from now on, as the owner of `epoch`. */
  start({ epoch, lastPosition }: { epoch: bigint; lastPosition: number }): void {
    this.#epoch = epoch;
    this.#lastPosition = lastPosition;
    this.#stoppedBy = undefined;
  }

  /** Takes no more commands and refuses those that wait; answers when the group in hand is done. */
  async stop(reason: string): Promise<void> {
    this.#stoppedBy ??= reason;
    for (const { reject } of this.#entries.splice(0)) reject(new EngineError('UNAVAILABLE', `the engine takes no commands: ${reason}`));
    await this.#running;
  }

  /** Answers when nothing is queued or in hand. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // commands of the same turn share a group
    while (this.#entries.length > 0) await this.#runGroup(this.#entries.splice(0, groupSizeMax));
    this.#running = undefined;
  }

  async #runGroup(group: readonly Entry[]): Promise<void> {
    const outcome: Outcome = { log: new TransactionLog(this.#options.now(), this.#lastPosition), events: [] };
    const answers: (() => void)[] = [];
    for (const { command, transition, resolve, reject } of group) {
      try {
        const result = await this.#process(outcome, command, transition);
        answers.push(() => resolve(result as never));
      } catch (error) {
        answers.push(() => reject(asEngineError(error)));
      }
    }
    const handOver = await this.#process(outcome, 'activateJobs', this.#options.activateJobs);
    const { log } = outcome;
    try {
      if (log.lastPosition > this.#lastPosition) await this.#commit(outcome);
    } catch (error) {
      return this.#fail(group, error);
    }
    this.#lastPosition = log.lastPosition;
    this.#options.onCommitted(log);
    for (const answer of answers) answer();
    handOver();
  }

  /** Runs a transition to its end, or leaves no trace of it. */
  async #process<Result>({ log, events }: Outcome, command: string, transition: Transition<Result>): Promise<Result> {
    const { context, compile } = this.#options;
    for (;;) {
      const step = new Step({ ...context, now: log.at });
      try {
        const result = transition(step);
        step.runQueue();
        context.state.endTransition();
        log.append(command, step.records);
        events.push(...step.events);
        return result;
      } catch (error) {
        context.state.undoTransition();
        if (!(error instanceof NotCompiled)) throw error;
        await compile(error.definitionKey);
      }
    }
  }

  /** In one statement where there is nothing to tell, else in a transaction with what is told. */
  async #commit({ log, events }: Outcome): Promise<void> {
    const { database, context: { state, keys }, appendHook } = this.#options;
    const content = { epoch: this.#epoch, nextKey: keys.next, state, log };
    if (!appendHook || events.length === 0) return commit(database.write, content);
    await database.transaction(async (tx) => {
      await commit((sql, values) => tx.query(sql, values), content);
      await appendHook(tx, events);
    });
  }

  #fail(group: readonly Entry[], error: unknown): void {
    const reason = new EngineError('UNAVAILABLE', `the commit failed, the outcome is unknown: ${(error as Error).message}`, { cause: error });
    for (const { reject } of group) reject(reason);
    void this.stop('recovering after a failed commit');
    this.#options.onCommitFailed(error);
  }
}

/** A refusal as it is; anything else is a defect. */
function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError('INTERNAL', `the command failed: ${(error as Error).message}`, { cause: error });
}
