import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './session.ts';

interface ListedTask {
  readonly taskId: string;
  readonly applicationId: string;
  readonly elementId: string;
}

/** A list is asked for again at most so often. */
const pauseMs = 100;
/** A list that nothing was told of is asked for again all the same. */
const patienceMs = 1_000;
const listLimit = 200;

/** The open tasks of one person: told of changes by the event stream, they look at their list, as the screen does. */
export class TaskFeed {
  readonly #session: Session;
  readonly #waiting = new Map<string, (taskId: string) => void>();
  #isTold = true;
  #looking: Promise<void> | undefined;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async open(session: Session): Promise<TaskFeed> {
    const feed = new TaskFeed(session);
    await session.follow(({ topic }) => (feed.#isTold ||= topic === 'tasks'));
    return feed;
  }

  /** The open task at this element of the application. */
  async next(applicationId: string, elementId: string): Promise<string> {
    const found = new Promise<string>((resolve) => this.#waiting.set(`${applicationId}/${elementId}`, resolve));
    this.#isTold = true;
    this.#looking ??= this.#look();
    return Promise.race([found, this.#looking.then(() => found)]);
  }

  async #look(): Promise<void> {
    let lookedMs = -Infinity;
    try {
      while (this.#waiting.size > 0) {
        if (this.#isTold || performance.now() - lookedMs > patienceMs) {
          this.#isTold = false;
          lookedMs = performance.now();
          const { items } = await this.#session.read<{ items: ListedTask[] }>(`/tasks?scope=candidate&limit=${listLimit}`);
          for (const { taskId, applicationId, elementId } of items) this.#found(`${applicationId}/${elementId}`, taskId);
        }
        await sleep(pauseMs);
      }
    } finally {
      this.#looking = undefined;
    }
  }

  #found(key: string, taskId: string): void {
    const resolve = this.#waiting.get(key);
    this.#waiting.delete(key);
    resolve?.(taskId);
  }
}
