import { type AppendHook, EngineError, type ProcessEvent } from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import { advance } from '../store/engine-data.ts';
import { appendRecords, type RecordBatch } from '../store/records.ts';
import { saveState } from '../store/save-state.ts';
import { Step, type StepContext } from '../transition/step.ts';

/** A command's work on the state. It may throw EngineError, which leaves no trace. */
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
  readonly appendHook: AppendHook<Tx> | undefined;
  /** Hands waiting jobs to workers in the same commit; what it answers is called after the commit. */
  readonly activateJobs: (step: Step) => () => void;
  /** Called after a commit, before the changes are forgotten. */
  readonly onCommitted: () => void;
  /** The commit failed: memory and database may differ. The queue stands still until `start`. */
  readonly onCommitFailed: (error: unknown) => void;
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
  #lastPosition = 0n;
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
  start({ epoch, lastPosition }: { epoch: bigint; lastPosition: bigint }): void {
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
    const now = this.#options.now();
    const batches: RecordBatch[] = [];
    const events: ProcessEvent[] = [];
    let position = this.#lastPosition;
    const process = <Result>(command: string, transition: Transition<Result>): Result => {
      const step = new Step({ ...this.#options.context, now });
      const result = this.#attempt(step, transition);
      if (step.records.length > 0) batches.push({ position: position + 1n, at: now, command, records: step.records });
      position += BigInt(step.records.length);
      events.push(...step.events);
      return result;
    };
    const answers = group.map(({ command, transition, resolve, reject }) => {
      try {
        const result = process(command, transition);
        return () => resolve(result as never);
      } catch (error) {
        return () => reject(asEngineError(error));
      }
    });
    const handOver = process('activateJobs', this.#options.activateJobs);
    try {
      if (batches.length > 0) await this.#commit(batches, events, position);
    } catch (error) {
      return this.#fail(group, error);
    }
    this.#lastPosition = position;
    this.#options.onCommitted();
    for (const answer of answers) answer();
    handOver();
  }

  #attempt<Result>(step: Step, transition: Transition<Result>): Result {
    const { state } = this.#options.context;
    try {
      const result = transition(step);
      step.runQueue();
      state.endTransition();
      return result;
    } catch (error) {
      state.undoTransition();
      throw error;
    }
  }

  #commit(batches: readonly RecordBatch[], events: readonly ProcessEvent[], lastPosition: bigint): Promise<void> {
    const { database, context: { state, keys }, appendHook } = this.#options;
    return database.transaction(async (tx) => {
      await advance(tx, { epoch: this.#epoch, nextKey: keys.next, lastPosition });
      await saveState(tx, state);
      await appendRecords(tx, batches);
      if (events.length > 0) await appendHook?.(tx, events);
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
