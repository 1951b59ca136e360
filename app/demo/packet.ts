import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint, type Receipt } from '@gbc/anchoring-verifier';
import type { CheckerInput } from './checker.ts';
import type { Client } from './client.ts';
import { demoFolder } from './run-record.ts';
import { readCustodyFen, readTrustedKey } from './trust.ts';

/** Everything an auditor takes home: what `checker.ts` and `npm run verify` read. */
export interface Packet extends CheckerInput {
  readonly receipts: Readonly<Record<string, Receipt>>;
  /** All evidence about the paid application, for `npm run verify` and verifier.html. */
  readonly audit: unknown;
}

const pageSize = 10_000;

/** The exported events that the checkpoint covers, as many lines as it has leaves. */
async function exportEvents(auditor: Client, treeSize: number): Promise<string> {
  let text = '';
  for (let from = 0; from < treeSize; from += pageSize) {
    text += await auditor.call('exportEvents', { query: { from, limit: Math.min(pageSize, treeSize - from) } });
  }
  return text;
}

/** Takes the newest checkpoint, all events under it, the claimed funds, an application's audit packet, and the receipts of these events (by a name for each). */
export async function takePacket(auditor: Client, dataDir: string, applicationId: string, eventIds: Readonly<Record<string, string>>): Promise<Packet> {
  const receipts = await Promise.all(
    Object.entries(eventIds).map(async ([name, eventId]) => [name, (await auditor.call('getReceipt', { params: { eventId } })) as unknown as Receipt] as const),
  );
  const [{ checkpoint }, funds, audit] = await Promise.all([
    auditor.call('getLogStatus'),
    auditor.call('getFunds'),
    auditor.call('getApplicationPacket', { params: { applicationId } }),
  ]);
  const events = await exportEvents(auditor, parseCheckpoint(checkpoint).treeSize);
  return { events, checkpoint, key: readTrustedKey(dataDir), funds, custodyFen: readCustodyFen(dataDir), receipts: Object.fromEntries(receipts), audit };
}

/** Leaves the packet in the data folder, so that everything can be checked again by hand. @returns the folder */
export function keepPacket(dataDir: string, { events, checkpoint, key, funds, custodyFen, receipts, audit }: Packet): string {
  const folder = join(demoFolder(dataDir), 'packet');
  mkdirSync(folder, { recursive: true });
  const files = { 'events.ndjson': events, checkpoint, 'log-key': `${key}\n`, 'funds.json': JSON.stringify(funds), 'custody.json': JSON.stringify({ custodyFen }), 'audit-packet.json': `${JSON.stringify(audit, null, 2)}\n` };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  for (const [name, receipt] of Object.entries(receipts)) writeFileSync(join(folder, `receipt-${name}.json`), `${JSON.stringify(receipt, null, 2)}\n`);
  return folder;
}
