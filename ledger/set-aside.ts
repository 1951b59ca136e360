import type { Environment } from '@gbc/events';
import { availableFen } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireReceipt } from './approval.ts';
import type { Books } from './books.ts';
import { requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout, SetAside, Transfer } from './transfer.ts';

/** What a tier may keep of what it receives for its operating costs: which decision of the table, and what it answered. */
export interface OperatingPolicy {
  /** Key of the evaluated decision `operating-ratio`. */
  readonly decisionKey: string;
  /** Hundredths of a percent of what was received. */
  readonly ratioBasisPoints: number;
  /** Most that is ever set aside for one project, in fen. */
  readonly capFen: bigint;
}

export interface SetAsideOperating extends HoldIdentity {
  /** The operating account of the payee, for the same project and budget line. */
  readonly accountId: string;
  readonly policy: OperatingPolicy;
}

const wholeBasisPoints = 10_000;

/** The business id of what is set aside of an application's payout: the set-aside is linked to it, and is one of its own. */
export const operatingApplicationId = (applicationId: string) => `operating:${applicationId}`;

/** The application that a transfer was made for: of a set-aside, that of its payout. */
export const applicationBehind = ({ applicationId }: Pick<Transfer, 'applicationId'>) => applicationId.replace(/^operating:/, '');

/** The share of an amount, in whole fen, never rounded up. */
function shareFen(amountFen: bigint, { ratioBasisPoints }: OperatingPolicy): bigint {
  return (amountFen * BigInt(ratioBasisPoints)) / BigInt(wholeBasisPoints);
}

/** The rules of setting aside; see `setAsideOperating`. */
export function decideSetAside(books: Books, env: Environment, input: SetAsideOperating): SetAside | null {
  const { applicationId, payoutNo, accountId, policy } = input;
  requirePolicy(policy);
  const payout = requireHold(books, input);
  const [earlier] = books.matter(operatingApplicationId(applicationId)).transfers;
  if (earlier) return requireSame(earlier, input, payout);
  if (payout.state !== 'posted') throw new LedgerError('ledger.approvalMissing', { missing: 'transferPosted', required: 1, found: 0 });
  const payee = books.account(payout.creditAccountId);
  const operating = books.account(accountId);
  const isTheirs = operating.organisationId === payee.organisationId && operating.projectId === payee.projectId && operating.budgetLine === payee.budgetLine;
  if (operating.kind !== 'operating' || !isTheirs || !payee.hasAppropriation) throw new LedgerError('ledger.invalid', { field: 'accountId' });
  const { decisionId } = requireReceipt(books.matter(applicationId).evidence, { ...payout, organisationId: payee.organisationId ?? '' });

  const now = env.now();
  books.requireUnfrozen(now, applicationId, [payee.id, accountId]);
  const share = shareFen(payout.amountFen, policy);
  const leftFen = policy.capFen - operating.creditsPostedFen;
  const amountFen = share < leftFen ? share : leftFen;
  if (amountFen <= 0n) return null;
  const available = availableFen(payee);
  if (amountFen > available) throw new LedgerError('ledger.overdraft', { accountId: payee.id, availableFen: available, amountFen });

  const setAside: SetAside = {
    id: env.newId(), kind: 'setAside', applicationId: operatingApplicationId(applicationId), payoutNo, debitAccountId: payee.id, creditAccountId: accountId,
    amountFen, budgetId: null, state: 'posted', linkedId: payout.id, policy: { decisionKey: policy.decisionKey, capFen: policy.capFen },
    decisionIds: [decisionId], createdAt: now, settledAt: now,
  };
  books.insertTransfer(setAside);
  books.move({ ...setAside, pendingFen: 0n, postedFen: amountFen });
  const lots = books.moveLots(setAside, () => env.newId());
  books.append({
    type: 'operatingSetAside',
    actor: ledgerActor,
    applicationId,
    data: {
      transferId: setAside.id, linkedTransferId: payout.id, payoutNo, debitAccountId: payee.id, creditAccountId: accountId, amountFen,
      policy: { ...policy }, decisionIds: [decisionId],
      lots: lots.map(({ from, lot }) => ({ lotId: lot.id, fromLotId: from.lot.id, adviceId: lot.adviceId, amountFen: from.amountFen })),
    },
  });
  return setAside;
}

function requirePolicy({ decisionKey, ratioBasisPoints, capFen }: OperatingPolicy): void {
  if (decisionKey === '') throw new LedgerError('ledger.invalid', { field: 'policy.decisionKey' });
  if (!Number.isInteger(ratioBasisPoints) || ratioBasisPoints < 0 || ratioBasisPoints > wholeBasisPoints) throw new LedgerError('ledger.invalid', { field: 'policy.ratioBasisPoints' });
  if (capFen < 0n || capFen > BigInt(Number.MAX_SAFE_INTEGER)) throw new LedgerError('ledger.invalid', { field: 'policy.capFen' });
}

function requireSame(earlier: Transfer, { applicationId, payoutNo, accountId, policy }: SetAsideOperating, payout: Payout): SetAside {
  const isSame = earlier.kind === 'setAside' && earlier.linkedId === payout.id && earlier.creditAccountId === accountId && earlier.policy.decisionKey === policy.decisionKey;
  if (!isSame) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
  return earlier;
}
