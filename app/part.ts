import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { stopSignal, type PartName, type RunFile } from './run-file.ts';

/** How to run one program that the product needs beside itself. */
export interface PartPlan {
  readonly name: PartName;
  /** Starts the program; called again after it has died. */
  spawn(): Promise<ChildProcess>;
  /** Resolves once the program answers; asked to give up by `signal` when it has ended. */
  ready(signal: AbortSignal, child: ChildProcess): Promise<void>;
}

/** A program that is kept running. */
export interface Part {
  /** Resolves when it answers for the first time; rejects if it never does. */
  readonly ready: Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface PartHouse {
  readonly runFile: RunFile;
  readonly log: Logger;
  /** Called once when a part that has been running can't be brought back. */
  onLost(part: PartName, error: Error): void;
}

/** So many starts in a row may fail before the part is given up: some 6 s, which a stray process has time to end in. */
const failuresMax = 7;
const backOffMs = (failures: number) => Math.min(50 * 2 ** failures, 5_000);
/** A part that lived longer than this is started again at once. */
const stableMs = 10_000;
const patienceMs = 20_000;

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/** Starts a program and keeps it running until `stop`: whenever it dies it is started again, with growing pauses. */
export function keepRunning(plan: PartPlan, house: PartHouse): Part {
  const log = house.log.child({ part: plan.name });
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => undefined); // the owner may await it later than it fails
  let current: { child: ChildProcess; exit: Promise<string> } | undefined;

  /** One life of the program, from spawn to exit. */
  async function live(): Promise<{ how: string; answered: boolean; livedMs: number }> {
    const startedMs = performance.now();
    const child = await plan.spawn();
    const exit = exitOf(child);
    current = { child, exit };
    if (child.pid) house.runFile.started(plan.name, child.pid);
    if (stopping.signal.aborted) child.kill(stopSignal[plan.name]);
    const ended = new AbortController();
    const ready = plan.ready(ended.signal, child).then(() => {
      if (ended.signal.aborted) return false;
      log.info({ pid: child.pid, tookMs: Math.round(performance.now() - startedMs) }, 'part is ready');
      first.resolve();
      return true;
    });
    ready.catch((error) => {
      if (ended.signal.aborted) return;
      log.error({ err: error }, 'part runs but does not answer as it should');
      child.kill('SIGKILL');
    });
    const how = await exit;
    ended.abort();
    const answered = await ready.catch(() => false);
    return { how, answered, livedMs: performance.now() - startedMs };
  }

  async function keep(): Promise<void> {
    let failures = 0;
    let shortLives = 0;
    while (!stopping.signal.aborted) {
      const { how, answered, livedMs } = await live();
      if (stopping.signal.aborted) return;
      failures = answered ? 0 : failures + 1;
      shortLives = livedMs > stableMs ? 0 : shortLives + 1;
      log.warn({ how, failures }, 'part has ended and is started again');
      if (failures === failuresMax) throw new Error(`${plan.name} does not start (${how}); see the logs folder`);
      await sleep(backOffMs(shortLives), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const kept = keep().catch((error: Error) => {
    first.reject(error);
    house.onLost(plan.name, error);
  });

  return {
    ready: first.promise,
    async stop() {
      stopping.abort();
      first.reject(new Error(`${plan.name} was stopped`));
      current?.child.kill(stopSignal[plan.name]);
      const force = setTimeout(() => current?.child.kill('SIGKILL'), patienceMs);
      await kept;
      clearTimeout(force);
    },
  };
}
