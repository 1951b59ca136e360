import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJsonRpc } from '@gbc/anchoring-verifier';
import { contract } from '@gbc/api/contract';
import type { Client } from '../../app/demo/client.ts';
import { readRpcUrl } from '../../app/demo/trust.ts';
import type { Published } from './spellings.ts';

type Files = Map<string, Buffer>;

/** The log's own files: tiles, entry bundles, the checkpoint. */
function addLog(files: Files, dataDir: string): void {
  const folder = join(dataDir, 'log', 'public');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(dataDir.length + 1), readFileSync(path));
  }
}

/** Every block with its transactions and their receipts; what they carry as hex also as the bytes that it stands for. */
async function addChain(files: Files, dataDir: string): Promise<void> {
  const rpc = openJsonRpc(readRpcUrl(dataDir));
  const last = Number(await rpc('eth_blockNumber', []));
  for (let number = 0; number <= last; number += 1) {
    const block = (await rpc('eth_getBlockByNumber', [`0x${number.toString(16)}`, true])) as { readonly transactions: readonly { readonly hash: string }[] };
    const receipts = await Promise.all(block.transactions.map(({ hash }) => rpc('eth_getTransactionReceipt', [hash])));
    const text = JSON.stringify({ block, receipts });
    files.set(`block ${number}`, Buffer.from(text));
    for (const [position, [, hex = '']] of [...text.matchAll(/"0x((?:[0-9a-f]{2}){33,})"/g)].entries()) files.set(`block ${number}, data ${position}`, Buffer.from(hex, 'hex'));
  }
}

async function addPackets(files: Files, auditor: Client): Promise<void> {
  const { items } = await auditor.call('listApplications', { query: { scope: 'all', limit: 200 } });
  for (const { applicationId } of items) {
    files.set(`packet of ${applicationId}`, Buffer.from(JSON.stringify(await auditor.call('getApplicationPacket', { params: { applicationId } }))));
  }
  const date = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  files.set(`packet of ${date}`, Buffer.from(JSON.stringify(await auditor.call('getDayPacket', { params: { date } }))));
  files.set(`COSE Receipt of ${date}`, Buffer.from(await (await auditor.fetch(contract.getDayCoseReceipt.path.replace('{date}', date))).arrayBuffer()));
}

/** All that a product shows to the alliance and the world of what has happened: log, exported events, packets, chain. */
export async function collectPublished(auditor: Client, dataDir: string): Promise<Published> {
  const files: Files = new Map();
  addLog(files, dataDir);
  await addChain(files, dataDir);
  await addPackets(files, auditor);
  files.set('exported events', Buffer.from(await auditor.call('exportEvents', { query: { from: 0, limit: 10_000 } })));
  return files;
}
