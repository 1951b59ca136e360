import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileCacheFolder } from './compile-cache.mjs';
import { isRunning, type ProcessIdentity } from './process-identity.ts';
import { readRunState, type PartName } from './run-file.ts';

export type StackProcess = 'parent' | PartName;

export interface StackOptions {
  readonly dataDir: string;
  /** Port of the web address; 0, the default, takes any free one. */
  readonly port?: number;
  /** Further settings, by the names of docs/configuration.md. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Keeps the steps off this process's terminal; what was said is part of the error when the start fails. Default true. */
  readonly quiet?: boolean;
}

/** A product of its own, in processes of its own: for tests, the demo and benchmarks. */
export interface Stack {
  readonly url: string;
  readonly child: ChildProcess;
  /** The processes that run now; those of the parts change when a part is started again. */
  pids(): Partial<Record<StackProcess, number>>;
  /** Ends it as Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>;
  /** Kills these processes (default all) with SIGKILL and waits until they are gone. */
  kill(...which: StackProcess[]): Promise<void>;
}

const pollMs = 15;

function processes(dataDir: string): Partial<Record<StackProcess, ProcessIdentity>> {
  const state = readRunState(dataDir);
  return state ? { parent: state.parent, ...state.parts } : {};
}

async function killAll(dataDir: string, which: readonly StackProcess[]): Promise<void> {
  const found = processes(dataDir);
  const victims = Object.entries(found).filter(([name]) => which.length === 0 || which.includes(name as StackProcess));
  const running = victims.map(([, identity]) => identity).filter(isRunning);
  for (const { pid } of running) process.kill(pid, 'SIGKILL');
  while (running.some(isRunning)) await sleep(pollMs);
}

/** The settings that the caller's environment has for a stack of its own do not reach this one. */
function environment({ dataDir, port = 0, settings }: StackOptions): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, EVM_RPC_URL: _chain, BANK_URL: _bank, BANK_ADAPTER: _adapter, BANK_OUTBOX: _outbox, BANK_INBOX: _inbox, HOST: _host, PUBLIC_URL: _public, ...inherited } = process.env;
  return { NODE_COMPILE_CACHE: compileCacheFolder, ...inherited, DATA_DIR: dataDir, PORT: String(port), ...settings };
}

/**
 * Starts the product as `npm start` does and answers when it serves requests.
 * @throws Error with everything that the start said, when it ends before
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, quiet = true } = options;
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main], { env: environment(options), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const [stream, terminal] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!quiet) terminal.write(text);
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  let ended = false;
  void exited.then(() => (ended = true));

  let url: string | undefined;
  while (url === undefined) {
    if (ended) throw new Error(`the product ended while it was starting (exit code ${child.exitCode}):\n${said}`);
    const state = readRunState(dataDir);
    if (state?.parent.pid === child.pid) url = state?.url;
    if (url === undefined) await sleep(pollMs);
  }
  return {
    url,
    child,
    pids: () => Object.fromEntries(Object.entries(processes(dataDir)).map(([name, { pid }]) => [name, pid])),
    stop() {
      child.kill('SIGINT');
      return exited;
    },
    kill: (...which) => killAll(dataDir, which),
  };
}
