import type { Matter } from './books.ts';
import { applicationIdOf, type LedgerCommand } from './command.ts';
import type { Transfer } from './transfer.ts';

/** What commands can touch, beside their own matters. */
export interface Scope {
  readonly accountIds: readonly string[];
  readonly budgetIds: readonly string[];
  /** How many fen may leave each account for good. */
  readonly drawnFen: ReadonlyMap<string, bigint>;
  /** Transfers whose very tokens may go back. */
  readonly returnedIds: readonly string[];
}

/** This one place says beforehand what a command can touch. */
export function scopeOf(commands: readonly LedgerCommand[], matters: ReadonlyMap<string, Matter>, custodyId: string | undefined): Scope {
  const accountIds = new Set(custodyId === undefined ? [] : [custodyId]);
  const budgetIds = new Set<string>();
  const drawnFen = new Map<string, bigint>();
  const returnedIds: string[] = [];
  const draw = (accountId: string, amountFen: bigint) => drawnFen.set(accountId, (drawnFen.get(accountId) ?? 0n) + amountFen);
  const include = ({ debitAccountId, creditAccountId, budgetId }: Pick<Transfer, 'debitAccountId' | 'creditAccountId' | 'budgetId'>) => {
    for (const id of [debitAccountId, creditAccountId]) accountIds.add(id);
    if (budgetId !== null) budgetIds.add(budgetId);
  };
  for (const command of commands) {
    const { evidence: { submission, order }, depositEvents, transfers } = matters.get(applicationIdOf(command)) as Matter;
    for (const transfer of transfers) include(transfer);
    if (submission) include({ debitAccountId: submission.payerAccountId, creditAccountId: submission.payeeAccountId, budgetId: submission.budgetId });
    if (order) accountIds.add(order.accountId);
    for (const { type, data } of depositEvents) {
      if (type !== 'depositMatched') continue;
      accountIds.add(data.accountId);
      budgetIds.add(data.budgetId);
    }
    if (command.kind === 'correctTransfer') {
      const paid = transfers.find(({ payoutNo, state }) => payoutNo === command.payoutNo && state === 'posted');
      if (paid) {
        returnedIds.push(paid.id);
        draw(paid.creditAccountId, paid.amountFen);
      }
    }
    if (command.kind === 'setAsideOperating') {
      accountIds.add(command.accountId);
      const paid = transfers.find(({ payoutNo }) => payoutNo === command.payoutNo);
      if (paid) draw(paid.creditAccountId, paid.amountFen);
    }
    if (command.kind !== 'postHold' && command.kind !== 'burnTokens') continue;
    // The hold may be taken by an earlier command of the same group.
    const hold = transfers.find(({ payoutNo }) => payoutNo === command.payoutNo);
    const accountId = hold?.debitAccountId ?? submission?.payerAccountId ?? order?.accountId;
    const amountFen = hold?.amountFen ?? BigInt(submission?.amountFen ?? order?.amountFen ?? 0);
    if (accountId !== undefined && hold?.state !== 'posted') draw(accountId, amountFen);
  }
  return { accountIds: [...accountIds], budgetIds: [...budgetIds], drawnFen, returnedIds };
}
