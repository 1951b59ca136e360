import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keptPort } from './kept-port.ts';
import { openLogFile } from './log-file.ts';
import { keepRunning, type Part, type PartHouse } from './part.ts';

const program = join(import.meta.dirname, '..', 'bank', 'simulated', 'main.ts');

/** Waits for the line by which the bank says that it answers; what it says later is let go. */
async function readyLine({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error('the bank was started without an output');
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('READY ')) return void stdout.resume();
  }
  throw new Error('the bank ended before it was ready; see logs/bank.log in the data folder');
}

/** The simulated custodian bank, a process of its own that keeps its own books in `DATA_DIR/bank`. */
export interface SimulatedBank extends Part {
  readonly url: string;
}

/** Starts it, with further arguments of its program, and keeps it running. It ends by itself when this process is gone. */
export async function startBank(dataDir: string, token: string, house: PartHouse, more: readonly string[] = []): Promise<SimulatedBank> {
  const folder = join(dataDir, 'bank');
  mkdirSync(folder, { recursive: true });
  const log = openLogFile(join(dataDir, 'logs', 'bank.log'));
  const port = await keptPort(folder);
  const args = [program, '--folder', folder, '--port', String(port), '--parent-pid', String(process.pid), ...more];

  const part = keepRunning({
    name: 'bank',
    async spawn() {
      // A bank knows its own token and none of our secrets.
      const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], BANK_TOKEN: token };
      return spawn(process.execPath, args, { detached: true, env, stdio: ['ignore', 'pipe', log] });
    },
    ready: (_signal, child) => readyLine(child),
  }, house);
  return { ...part, url: `http://127.0.0.1:${port}` };
}
