import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const launcher = join(import.meta.dirname, '..', 'app', 'launch.mjs');
const startMsMax = 60_000;

/** `npm run engine` in a process of its own. */
export interface EngineProgram {
  readonly port: number;
  readonly child: ChildProcess;
  /** Asks it to end and answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How a start that failed ended. */
export class EngineProgramFailure extends Error {
  readonly exitCode: number | null;

  constructor(exitCode: number | null, output: string) {
    super(output);
    this.exitCode = exitCode;
  }
}

/** Starts the engine on a data folder and waits for its READY line. */
export async function startEngineProgram(dataDir: string, port = 0): Promise<EngineProgram> {
  const child = spawn(process.execPath, [launcher, 'engine-main', '--port', String(port), '--data', dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const giveUp = setTimeout(() => child.kill('SIGKILL'), startMsMax);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const ready = /^READY grpc=127\.0\.0\.1:(\d+)$/.exec(line);
      if (!ready) continue;
      const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal);
        const [code] = await exited;
        return code;
      };
      return { port: Number(ready[1]), child, stop };
    }
  } finally {
    clearTimeout(giveUp);
  }
  const [exitCode] = await exited;
  throw new EngineProgramFailure(exitCode, output);
}
