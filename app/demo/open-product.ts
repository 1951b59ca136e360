import { join } from 'node:path';
import { isRunning } from '../process-identity.ts';
import { readRunState, type RunState } from '../run-file.ts';
import { startStack } from '../stack.ts';
import type { Address } from './client.ts';
import { until } from './patience.ts';

/** The product that the demo walks through. */
export interface RunningProduct extends Address {
  /** Ends it, if it was started here. */
  close(): Promise<void>;
}

/** After a kill of one of its parts the product is whole again within seconds. */
const patienceMs = 60_000;
const startPatienceMs = 120_000;

const liveOwner = (dataDir: string): RunState | undefined => {
  const state = readRunState(dataDir);
  return state && isRunning(state.parent) ? state : undefined;
};

/**
 * Uses the product that runs on this data folder already (left by a killed demo, or somebody's `npm start`), else starts one
 * on free ports.
 */
export async function openProduct(dataDir: string, say: (line: string) => void): Promise<RunningProduct> {
  const owner = liveOwner(dataDir);
  if (owner) {
    const { pid } = owner.parent;
    say(`process ${pid} runs on this data folder: the walk goes through it, and it is left running`);
    const url = await until(`process ${pid} answers requests`, startPatienceMs, async () => {
      const state = liveOwner(dataDir);
      if (!state) throw new Error(`process ${pid} ended before it answered`);
      return state.url;
    });
    return { url, patienceMs, isAlive: () => isRunning(owner.parent), close: async () => undefined };
  }
  // The walk goes by HTTP alone: nothing waits for a web app to be built.
  const stack = await startStack({ dataDir, settings: { WEB_DIR: join(dataDir, 'no-web-app') } });
  let stopping: Promise<number | null> | undefined;
  return {
    url: stack.url,
    patienceMs,
    isAlive: () => stack.child.exitCode === null && stack.child.signalCode === null,
    close: async () => void (await (stopping ??= stack.stop())),
  };
}
