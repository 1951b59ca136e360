import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openJsonRpc, type JsonRpc } from '@gbc/anchoring-verifier';

/** The program that npm installed for this machine; the package's own command is a wrapper that would hide the pid. */
function anvilProgram(): string {
  const processor = process.arch === 'x64' ? 'amd64' : process.arch;
  const program = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  const require = createRequire(import.meta.resolve('@foundry-rs/anvil/package.json'));
  return require.resolve(`@foundry-rs/anvil-${process.platform}-${processor}/bin/${program}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real EVM node with an empty chain, a block for each transaction, on a port of its own. */
export interface TestEvmNode {
  readonly url: string;
  readonly rpc: JsonRpc;
  /** @param options other ones than before */
  start(options?: readonly string[]): Promise<void>;
  /** Ends it as an operator would; with `--state FILE` among its options it knows its chain again at the next `start`. */
  stop(): Promise<void>;
  /** Kills it; with no state saved, the next `start` begins an empty chain at the same address. */
  kill(): Promise<void>;
}

export async function startTestEvmNode(options: readonly string[] = []): Promise<TestEvmNode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const rpc = openJsonRpc(url);
  let child: ChildProcess | undefined;
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  const node: TestEvmNode = {
    url,
    rpc,
    async start(changed = options) {
      const started = spawn(anvilProgram(), ['--host', '127.0.0.1', '--port', String(port), '--quiet', ...changed], { stdio: 'ignore' });
      child = started;
      while (started.exitCode === null) {
        if (await rpc('eth_chainId', []).then(() => true, () => false)) return;
        await sleep(20);
      }
      throw new Error(`the EVM node ended with ${started.exitCode}`);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
  await node.start();
  return node;
}
