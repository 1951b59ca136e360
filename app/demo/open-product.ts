import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../durable-file.ts';
import { isRunning, type ProcessIdentity } from '../process-identity.ts';
import { readRunState, type RunState } from '../run-file.ts';
import { startStack } from '../stack.ts';
import type { Address } from './client.ts';
import { until } from './patience.ts';
import { demoFolder } from './run-record.ts';

/** The product that the demo walks through. */
export interface RunningProduct extends Address {
  /** It ran before the demo came: when it ends, another can be started. */
  readonly isAdopted: boolean;
  /** Ends it, unless somebody else started it. */
  close(): Promise<void>;
}

/** After a kill of one of its parts the product is whole again within seconds. */
const patienceMs = 60_000;
const startPatienceMs = 120_000;

const markPath = (dataDir: string) => join(demoFolder(dataDir), 'product.json');

function liveOwner(dataDir: string): RunState | undefined {
  const state = readRunState(dataDir);
  return state && isRunning(state.parent) ? state : undefined;
}

/** Whether a demo, since killed, started this process. */
function isLeftByDemo(dataDir: string, { pid, startedAt }: ProcessIdentity): boolean {
  try {
    const left = JSON.parse(readFileSync(markPath(dataDir), 'utf8')) as ProcessIdentity;
    return left.pid === pid && left.startedAt === startedAt;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function end(identity: ProcessIdentity): Promise<void> {
  if (isRunning(identity)) process.kill(identity.pid, 'SIGINT');
  await until(`process ${identity.pid} ends`, startPatienceMs, async () => !isRunning(identity) || undefined);
}

/**
 * Goes through a product that runs already: what a killed demo left is ended as it would have been, anything else is left alone.
 * @returns undefined where it ends before it answers
 */
async function adopt(dataDir: string, { parent }: RunState, say: (line: string) => void): Promise<RunningProduct | undefined> {
  const isOurs = isLeftByDemo(dataDir, parent);
  say(`process ${parent.pid} runs on this data folder${isOurs ? ', left by a demo that was killed' : '; it is left running'}`);
  const url = await until(`process ${parent.pid} answers requests`, startPatienceMs, async () => {
    const state = liveOwner(dataDir);
    return state ? state.url : null;
  });
  if (url === null) return undefined;
  return { url, patienceMs, isAdopted: true, isAlive: () => isRunning(parent), close: async () => void (isOurs && (await end(parent))) };
}

async function start(dataDir: string): Promise<RunningProduct> {
  // The walk goes by HTTP alone: nothing waits for a web app to be built.
  const stack = await startStack({ dataDir, settings: { WEB_DIR: join(dataDir, 'no-web-app') } });
  mkdirSync(demoFolder(dataDir), { recursive: true });
  writeFileDurably(markPath(dataDir), JSON.stringify(readRunState(dataDir)?.parent));
  let stopping: Promise<unknown> | undefined;
  const stop = async () => {
    await stack.stop();
    rmSync(markPath(dataDir), { force: true });
  };
  return {
    url: stack.url,
    patienceMs,
    isAdopted: false,
    isAlive: () => stack.child.exitCode === null && stack.child.signalCode === null,
    close: async () => void (await (stopping ??= stop())),
  };
}

/** Uses the product that runs on this data folder already, else starts one on free ports. */
export async function openProduct(dataDir: string, say: (line: string) => void): Promise<RunningProduct> {
  const owner = liveOwner(dataDir);
  return (owner && (await adopt(dataDir, owner, say))) ?? start(dataDir);
}
