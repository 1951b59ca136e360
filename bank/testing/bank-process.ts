import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BankAddress } from '../index.ts';

const program = join(import.meta.dirname, '..', 'simulated', 'main.ts');
const token = 'bank-test-token';

/** A running simulated bank of a test. */
export interface BankProcess {
  readonly address: BankAddress;
  readonly pid: number;
  /** What it wrote to its error output so far. */
  errors(): string;
  /** The exit code; null after a kill. */
  readonly exitCode: Promise<number | null>;
  /** Sends a signal and answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a bank on books in `folder` and waits until it answers; throws with what it said if it ends instead. */
export async function startBankProcess(folder: string, ...args: string[]): Promise<BankProcess> {
  const child = spawn(process.execPath, [program, '--folder', folder, ...args], {
    env: { PATH: process.env['PATH'], BANK_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exitCode = once(child, 'exit').then(([code]) => code as number | null);
  const url = await readyUrl(child);
  if (url === undefined) {
    await once(child, 'close');
    throw new Error(errors);
  }
  return {
    address: { url, token },
    pid: child.pid as number,
    errors: () => errors,
    exitCode,
    end(signal) {
      child.kill(signal);
      return exitCode;
    },
  };
}

async function readyUrl({ stdout }: ChildProcess): Promise<string | undefined> {
  if (!stdout) return undefined;
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('READY http=')) return `http://${line.slice('READY http='.length)}`;
  }
  return undefined;
}
