import type { Actor } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';

/** What may be frozen: an account, which then neither pays nor is paid, or one application. */
export interface FreezeSubject {
  readonly subject: 'account' | 'application';
  readonly subjectId: string;
}

/**
 * The regulator's order that nothing moves: what is held stays held, neither posted nor released, and nothing new is held, minted or
 * instructed. Only what the bank has paid already is still burned. It ends when it is lifted or expires.
 */
export interface Freeze extends FreezeSubject {
  readonly freezeId: string;
  readonly reasonCommitment: string;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  /** From then on it is over by itself; null until it is lifted. */
  readonly expiresAt: Date | null;
  /** When those concerned appealed; null while they have not, or since the appeal was refused. */
  readonly appealedAt: Date | null;
  readonly appealCommitment: string | null;
  /** The regulator's words of the newest answer. */
  readonly answerCommitment: string | null;
  /** When another of the regulator's people upheld it. */
  readonly upheldAt: Date | null;
  readonly endedAt: Date | null;
  readonly ending: 'lifted' | 'expired' | null;
}

export const freezeColumns = `id "freezeId", subject, subject_id "subjectId", reason_commitment "reasonCommitment",
  ordered_by "orderedBy", ordered_at "orderedAt", expires_at "expiresAt", appealed_at "appealedAt",
  appeal_commitment "appealCommitment", answer_commitment "answerCommitment", upheld_at "upheldAt", ended_at "endedAt", ending`;

/** Whether it binds at this moment. */
export function isInForce({ endedAt, expiresAt }: Pick<Freeze, 'endedAt' | 'expiresAt'>, now: Date): boolean {
  return endedAt === null && (expiresAt === null || expiresAt > now);
}

/** Who acts for the regulator. @throws LedgerError `ledger.notAllowed` */
export function requireRegulator(by: Actor): Extract<Actor, { kind: 'person' }> {
  if (by.kind !== 'person' || by.role !== 'regulator') throw new LedgerError('ledger.notAllowed', { role: 'regulator' });
  return by;
}

/** A freeze, locked until the end of the transaction. @throws LedgerError `ledger.freezeMissing` */
export async function lockFreeze(tx: Tx, freezeId: string): Promise<Freeze> {
  const { rows } = await tx.query<Freeze>(`select ${freezeColumns} from freeze_order where id = $1 for update`, [freezeId]);
  const [freeze] = rows;
  if (!freeze) throw new LedgerError('ledger.freezeMissing', { freezeId });
  return freeze;
}

/** The newest freezes first; of one subject, or of all. */
export async function readFreezes(read: Tx['query'], of?: FreezeSubject): Promise<readonly Freeze[]> {
  const { rows } = await read<Freeze>(
    `select ${freezeColumns} from freeze_order where $1::text is null or (subject = $1 and subject_id = $2) order by ordered_at desc, id desc limit 500`,
    [of?.subject ?? null, of?.subjectId ?? null],
  );
  return rows;
}

/** The freezes of any of these accounts and applications that bind at this moment, oldest first. */
export async function readFreezesInForce(read: Tx['query'], subjectIds: readonly string[], now: Date): Promise<readonly Freeze[]> {
  const { rows } = await read<Freeze>(
    `select ${freezeColumns} from freeze_order where subject_id = any($1::text[]) and ended_at is null and (expires_at is null or expires_at > $2) order by ordered_at, id`,
    [subjectIds, now],
  );
  return rows;
}
