import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifierKeyOf } from '@gbc/anchoring';

/**
 * The log's public key out of its private one in the data folder (or `LOG_KEY`), never as the server says it: a key that came
 * with the proof would prove nothing.
 */
export function readTrustedKey(dataDir: string): string {
  const text = process.env['LOG_KEY'] || readFileSync(join(dataDir, 'log', 'log.key'), 'utf8');
  return verifierKeyOf(text);
}

/** Address of the data folder's own EVM node. */
export function readRpcUrl(dataDir: string): string {
  return `http://127.0.0.1:${readFileSync(join(dataDir, 'evm-node', 'port'), 'utf8').trim()}`;
}

/** What the custodian bank has in custody by its own books, in fen; neither the ledger nor the server is asked. */
export function readCustodyFen(dataDir: string): number {
  const advices = (name: string) =>
    readFileSync(join(dataDir, 'bank', name), 'utf8').split('\n').slice(0, -1).flatMap((line) => {
      const { advice } = JSON.parse(line) as { advice?: { readonly amountFen: number; readonly outcome?: 'paid' | 'refused' } };
      return advice && advice.outcome !== 'refused' ? [advice.amountFen] : [];
    });
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amountFen) => total + amountFen, 0);
  return sum(advices('deposits.jsonl')) - sum(advices('payments.jsonl'));
}
