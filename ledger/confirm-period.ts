import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';
import { closeColumns, lockPeriods, periodApplicationId, readClose, requireKeeper, requireProof, type PeriodClose } from './period-close.ts';
import { hashPeriod } from './period-line.ts';
import { requireAgreement } from './sum-period.ts';

export interface ConfirmPeriod {
  readonly periodId: string;
  /** Another finance supervisor of a district than who closed it. */
  readonly by: Actor;
  /** Of the balances that this person has looked at. */
  readonly balancesHash: string;
}

/**
 * A second person's word that a close is right: its lines are hashed again and held against the ledger again. Only then can the next
 * period be closed. Confirming again by the same person changes nothing.
 * @throws LedgerError `ledger.notKeeper`, `ledger.makerIsChecker`; `ledger.periodMissing` where it isn't closed; `ledger.alreadyClosed` where
 *   somebody else has confirmed it; `ledger.conflict` for the hash of other balances; `ledger.reserveUnproved`, `ledger.reserveDiffers`;
 *   `ledger.periodDiffers` where it no longer agrees
 */
export async function confirmPeriod(tx: Tx, env: Environment, { periodId, by, balancesHash }: ConfirmPeriod): Promise<PeriodClose> {
  const keeper = await requireKeeper(tx, by);
  await lockPeriods(tx);
  const read = tx.query.bind(tx);
  const close = await readClose(read, periodId);
  if (!close) throw new LedgerError('ledger.periodMissing', { periodId });
  if (close.closedBy === keeper.personId) throw new LedgerError('ledger.makerIsChecker', { periodId });
  if (close.balancesHash !== balancesHash) throw new LedgerError('ledger.conflict', { periodId });
  if (close.confirmedBy === keeper.personId) return close;
  if (close.confirmedBy !== null) throw new LedgerError('ledger.alreadyClosed', { periodId });
  await requireProof(tx, close);
  await requireAgreement(tx, close);
  const previousHash = close.previousId === null ? null : ((await readClose(read, close.previousId))?.balancesHash ?? null);
  if ((await hashPeriod(read, { ...close, previousHash })) !== balancesHash) throw new LedgerError('ledger.periodDiffers', { periodId, subjectId: periodId });

  const { rows: [confirmed] } = await tx.query<PeriodClose>(
    `update period_close set confirmed_by = $2, confirmed_at = $3 where period_id = $1 returning ${closeColumns}`,
    [periodId, keeper.personId, env.now()],
  );
  await appendEvent(tx, env, { type: 'periodCloseConfirmed', actor: keeper, applicationId: periodApplicationId(periodId), data: { periodId, balancesHash } });
  return confirmed as PeriodClose;
}
