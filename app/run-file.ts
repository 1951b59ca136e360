import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

export type PartName = 'postgres' | 'evmNode' | 'bank';

/** What `DATA_DIR/run.json` says while the product runs, and after it was killed. */
export interface RunState {
  readonly parent: ProcessIdentity;
  readonly parts: Partial<Record<PartName, ProcessIdentity>>;
  /** Set once requests are answered. */
  readonly url?: string;
}

const pathIn = (dataDir: string) => join(dataDir, 'run.json');

/** The state that the running, or killed, owner of a data folder wrote last. */
export function readRunState(dataDir: string): RunState | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as RunState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keeps `run.json` of this process. Each call writes at once, so that a kill right after a spawn leaves no unknown orphan. */
export interface RunFile {
  started(part: PartName, pid: number): void;
  listening(url: string): void;
  remove(): void;
}

export function openRunFile(dataDir: string): RunFile {
  const path = pathIn(dataDir);
  let state: RunState = { parent: identifyProcess(process.pid) as ProcessIdentity, parts: {} };
  const write = (next: RunState) => {
    state = next;
    writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  };
  write(state);
  return {
    started(part, pid) {
      const identity = identifyProcess(pid);
      if (identity) write({ ...state, parts: { ...state.parts, [part]: identity } });
    },
    listening: (url) => write({ ...state, url }),
    remove: () => rmSync(path, { force: true }),
  };
}

/** How each part is asked to end: Postgres closes its sessions on SIGINT and writes everything down. */
export const stopSignal: Record<PartName, NodeJS.Signals> = { postgres: 'SIGINT', evmNode: 'SIGTERM', bank: 'SIGTERM' };

/** Kills the parts that `run.json` names without asking them: their next start recovers. */
export function killParts(dataDir: string): void {
  for (const identity of Object.values(readRunState(dataDir)?.parts ?? {})) {
    if (isRunning(identity)) process.kill(identity.pid, 'SIGKILL');
  }
}

const patienceMs = 15_000;

async function end(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  const deadline = Date.now() + patienceMs;
  process.kill(identity.pid, signal);
  while (isRunning(identity)) {
    if (Date.now() > deadline) process.kill(identity.pid, 'SIGKILL');
    await sleep(10);
  }
}

/**
 * Ends what a killed start left running: a process counts as ours only if pid and start time are those recorded and its
 * command line names the data folder.
 * @returns the parts that were found
 */
export async function stopOrphans(dataDir: string): Promise<PartName[]> {
  const parts = Object.entries(readRunState(dataDir)?.parts ?? {}) as [PartName, ProcessIdentity][];
  const orphans = parts.filter(([, identity]) => isRunning(identity) && commandLine(identity.pid).includes(dataDir));
  await Promise.all(orphans.map(([part, identity]) => end(identity, stopSignal[part])));
  return orphans.map(([part]) => part);
}
