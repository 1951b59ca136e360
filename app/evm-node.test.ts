import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pino from 'pino';
import { startEvmNode } from './evm-node.ts';
import type { PartHouse } from './part.ts';
import { openRunFile } from './run-file.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gbc-evm-node-'));
after(() => rmSync(dataDir, { recursive: true }));

const house: PartHouse = { runFile: openRunFile(dataDir), log: pino({ level: 'silent' }), onLost: (_, error) => assert.fail(error) };

async function call(rpcUrl: string, method: string, ...params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await response.json()) as { result: unknown }).result;
}

const account = `0x${'ab'.repeat(20)}`;

test('the chain is the development chain and goes on after a clean stop', async () => {
  const first = await startEvmNode(dataDir, house);
  await first.ready;
  assert.equal(await call(first.rpcUrl, 'eth_chainId'), '0x7a69');
  await call(first.rpcUrl, 'anvil_setBalance', account, '0x2a');
  await call(first.rpcUrl, 'anvil_mine', '0x3');
  await first.stop();

  const second = await startEvmNode(dataDir, house);
  await second.ready;
  assert.equal(second.rpcUrl, first.rpcUrl);
  assert.equal(await call(second.rpcUrl, 'eth_getBalance', account, 'latest'), '0x2a');
  assert.ok(Number(await call(second.rpcUrl, 'eth_blockNumber')) >= 3);
  await second.stop();
});

test('a saved state that breaks off is set aside, and the chain starts empty', async () => {
  const state = join(dataDir, 'evm-node', 'state.json');
  mkdirSync(join(dataDir, 'evm-node'), { recursive: true });
  writeFileSync(state, '{"block":{"number":"0x5","coinb');
  const node = await startEvmNode(dataDir, house);
  await node.ready;
  assert.equal(await call(node.rpcUrl, 'eth_getBalance', account, 'latest'), '0x0');
  assert.ok(existsSync(`${state}.broken`));
  await node.stop();
});
