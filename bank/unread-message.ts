import { createHash } from 'node:crypto';
import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { bankActor } from './actor.ts';
import { BankError } from './bank-error.ts';

/** A message from the bank that isn't believed: it says nothing, and the others go on. */
export interface UnreadBankMessage {
  readonly name: string;
  /** Of {@link BankError} `bank.messageInvalid`. */
  readonly fault: string;
  readonly where: string;
  readonly receivedAt: Date;
}

export interface KeepUnreadMessage {
  readonly name: string;
  /** null where it was too large to be read. */
  readonly bytes: Uint8Array | null;
  readonly refused: Error;
}

/** Keeps that a message couldn't be believed, for the bank's operator to see; the same again changes nothing. */
export async function keepUnreadMessage(tx: Tx, env: Environment, { name, bytes, refused }: KeepUnreadMessage): Promise<void> {
  const params = refused instanceof BankError ? refused.params : {};
  const fault = String(params['fault'] ?? 'broken');
  const contentHash = createHash('sha256').update(bytes ?? name).digest('hex');
  const { rowCount } = await tx.query(
    `insert into bank_unread_message (name, content_hash, fault, place, received_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [name, contentHash, fault, String(params['where'] ?? ''), env.now()],
  );
  // What a bank calls its files, and what stands in them, is text that somebody wrote: the log knows the message by its hash.
  if (rowCount === 1) await appendEvent(tx, env, { type: 'bankMessageUnread', actor: bankActor, data: { contentHash, fault } });
}

/** The newest such messages first. */
export async function readUnreadMessages(read: Tx['query']): Promise<readonly UnreadBankMessage[]> {
  const { rows } = await read<UnreadBankMessage>(`select name, fault, place "where", received_at "receivedAt" from bank_unread_message order by received_at desc, name limit 200`);
  return rows;
}
