import { EngineError, type Key, type Variables } from '@gbc/engine';
import type { EndedInstance } from '../store/transaction-log.ts';

interface Waiting {
  readonly resolve: (variables: Variables) => void;
  readonly reject: (error: Error) => void;
}

/** Clients that wait for the end of an instance. They are forgotten when the engine stops, as their connections are. */
export class AwaitedResults {
  readonly #waiting = new Map<Key, Waiting>();
  /** Results of the last commit for which nobody waits yet: the instance ended with the command that made it. */
  #early = new Map<Key, Variables>();

  /** Answers with the variables of an instance that the last commit has begun. FAILED_PRECONDITION: it was terminated. */
  async wait(processInstanceKey: Key): Promise<Variables> {
    const early = this.#early.get(processInstanceKey);
    if (early) return early;
    return new Promise<Variables>((resolve, reject) => this.#waiting.set(processInstanceKey, { resolve, reject }));
  }

  /** Tells those who wait what a commit has brought. */
  committed(ended: readonly EndedInstance[]): void {
    this.#early = new Map(ended.flatMap(({ processInstanceKey, result }) => (result ? [[processInstanceKey, result]] : [])));
    for (const { processInstanceKey, outcome, result } of ended) {
      const waiting = this.#waiting.get(processInstanceKey);
      this.#waiting.delete(processInstanceKey);
      if (outcome === 'completed') waiting?.resolve(result ?? {});
      else waiting?.reject(terminatedWhileAwaited(processInstanceKey));
    }
  }

  /** The instances go on, but nobody hears of their end here. */
  giveUp(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new EngineError('UNAVAILABLE', `the instance runs, its result can't be told: ${reason}`));
    this.#waiting.clear();
  }
}

const terminatedWhileAwaited = (processInstanceKey: Key) =>
  new EngineError('FAILED_PRECONDITION', `Expected to await the result of process instance '${processInstanceKey}', but it was terminated`);
