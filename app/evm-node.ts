import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keptPort } from './kept-port.ts';
import { openLogFile } from './log-file.ts';
import { keepRunning, type Part, type PartHouse } from './part.ts';

const chainId = 31337;
const blockTimeSeconds = 2;
const stateIntervalSeconds = 10;

/** The program that npm installed for this machine; the package's own command is a wrapper that would hide the pid. */
function anvilProgram(): string {
  const system = process.platform === 'win32' ? 'win32' : process.platform;
  const processor = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  const anvil = createRequire(import.meta.resolve('@foundry-rs/anvil/package.json'));
  return anvil.resolve(`@foundry-rs/anvil-${system}-${processor}/bin/${name}`);
}

/** Moves a state aside that the node could not read, as after a kill in the middle of writing it: the chain then starts empty. */
function setBrokenStateAside(path: string): boolean {
  try {
    if (existsSync(path)) JSON.parse(readFileSync(path, 'utf8'));
    return false;
  } catch {
    renameSync(path, `${path}.broken`);
    return true;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    });
    const { result } = (await response.json()) as { result: string };
    return Number(result) === chainId;
  } catch {
    return false;
  }
}

/** A development chain of our own in `DATA_DIR/evm-node`, reachable on the loopback address only. */
export interface EmbeddedEvmNode extends Part {
  readonly rpcUrl: string;
}

/**
 * Starts it and keeps it running. Its state is saved every ten seconds and when it is stopped: killed, it forgets what came
 * after the last save, which anchoring notices and makes good.
 */
export async function startEvmNode(dataDir: string, house: PartHouse): Promise<EmbeddedEvmNode> {
  const folder = join(dataDir, 'evm-node');
  mkdirSync(folder, { recursive: true });
  const statePath = join(folder, 'state.json');
  const log = openLogFile(join(dataDir, 'logs', 'evm-node.log'));
  const port = await keptPort(folder);
  const rpcUrl = `http://127.0.0.1:${port}`;
  const args = [
    ['--host', '127.0.0.1', '--port', port, '--chain-id', chainId, '--block-time', blockTimeSeconds],
    ['--state', statePath, '--state-interval', stateIntervalSeconds, '--cache-path', join(folder, 'cache')],
    ['--quiet', '--no-cors'],
  ].flat().map(String);

  let lives = 0;
  const part = keepRunning({
    name: 'evmNode',
    async spawn() {
      // Reading a long chain takes a while, so only after a life that ended badly.
      lives += 1;
      if (lives > 1 && setBrokenStateAside(statePath)) house.log.warn('the saved state of the EVM node was broken: it starts with an empty chain');
      return spawn(anvilProgram(), args, { detached: true, stdio: ['ignore', log, log] });
    },
    async ready(signal) {
      while (!signal.aborted && !(await answers(rpcUrl))) await sleep(20);
    },
  }, house);
  return { ...part, rpcUrl };
}
