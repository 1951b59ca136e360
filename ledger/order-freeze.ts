import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { freezeColumns, requireRegulator, type Freeze, type FreezeSubject } from './freeze.ts';
import { LedgerError } from './ledger-error.ts';
import { lockMatters } from './read-matters.ts';

export interface OrderFreeze extends FreezeSubject {
  readonly freezeId: string;
  readonly by: Actor;
  /** The reason in the regulator's words, as a commitment (`commitPersonalValue`). */
  readonly reasonCommitment: string;
  readonly expiresAt: Date | null;
}

/**
 * Freezes an account or an application. What runs at this moment is waited for; from then on nothing moves. Ordering the same again under
 * the same id changes nothing.
 * @throws LedgerError `ledger.notAllowed` for anybody but the regulator; `ledger.alreadyFrozen`; `ledger.conflict` for an id that is taken by
 *   other content; `ledger.invalid` for custody, an expiry in the past, or nothing to freeze under that id
 */
export async function orderFreeze(tx: Tx, env: Environment, input: OrderFreeze): Promise<Freeze> {
  const { freezeId, subject, subjectId, reasonCommitment, expiresAt } = input;
  const by = requireRegulator(input.by);
  await lockSubject(tx, input);
  const { rows: [known] } = await tx.query<Freeze>(`select ${freezeColumns} from freeze_order where id = $1`, [freezeId]);
  if (known) {
    if (known.subject !== subject || known.subjectId !== subjectId) throw new LedgerError('ledger.conflict', { freezeId });
    return known;
  }
  const now = env.now();
  if (expiresAt && expiresAt <= now) throw new LedgerError('ledger.invalid', { field: 'expiresAt' });
  await endExpired(tx, env, input, now);
  const { rows: [freeze] } = await tx.query<Freeze>(
    `insert into freeze_order (id, subject, subject_id, reason_commitment, ordered_by, ordered_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (subject, subject_id) where ended_at is null do nothing returning ${freezeColumns}`,
    [freezeId, subject, subjectId, reasonCommitment, by.personId, now, expiresAt],
  );
  if (!freeze) throw new LedgerError('ledger.alreadyFrozen', { subject, subjectId });
  await appendEvent(tx, env, {
    type: 'freezeOrdered', actor: by, ...aboutOf(input),
    data: { freezeId, subject, subjectId, reasonCommitment, expiresAt: expiresAt?.toISOString() ?? null },
  });
  return freeze;
}

/** The business id that the events of a freeze belong to. */
export function aboutOf({ subject, subjectId }: FreezeSubject): { applicationId?: string } {
  return subject === 'application' ? { applicationId: subjectId } : {};
}

/** The locks that a command on the subject would take. */
async function lockSubject(tx: Tx, { subject, subjectId }: FreezeSubject): Promise<void> {
  if (subject === 'application') {
    await lockMatters(tx, [subjectId]);
    const { rowCount } = await tx.query('select from event where application_id = $1 limit 1', [subjectId]);
    if (rowCount === 0) throw new LedgerError('ledger.invalid', { field: 'subjectId' });
    return;
  }
  const { rows: [account] } = await tx.query<{ kind: string }>('select kind from account where id = $1 for no key update', [subjectId]);
  if (!account) throw new LedgerError('ledger.accountMissing', { accountId: subjectId });
  if (account.kind === 'custody') throw new LedgerError('ledger.invalid', { field: 'subjectId' });
}

/** Writes down that an earlier freeze of the subject has expired, which nobody had to do until now. */
async function endExpired(tx: Tx, env: Environment, of: FreezeSubject, now: Date): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update freeze_order set ended_at = expires_at, ending = 'expired' where subject = $1 and subject_id = $2 and ended_at is null and expires_at <= $3 returning id`,
    [of.subject, of.subjectId, now],
  );
  for (const { id: freezeId } of rows) {
    await appendEvent(tx, env, { type: 'freezeEnded', actor: { kind: 'system', name: 'ledger' }, ...aboutOf(of), data: { freezeId, ending: 'expired' } });
  }
}
