import type { BusinessEvent, Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import type { Books, Matter } from './books.ts';
import type { Budget } from './budget.ts';
import { depositApplicationId } from './deposit-id.ts';
import type { Decision } from './evidence.ts';
import { LedgerError } from './ledger-error.ts';
import type { Mint } from './transfer.ts';

export interface MintTokens {
  readonly adviceId: string;
}

/** The rules of minting; see `mintTokens`. */
export function decideMint(books: Books, env: Environment, { adviceId }: MintTokens): Mint {
  const applicationId = depositApplicationId(adviceId);
  const { evidence, depositEvents, transfers: [minted] } = books.matter(applicationId);
  if (minted?.kind === 'mint') return minted;

  const { amountFen, accountId, budgetId, matchedBy } = readMatch(depositEvents, adviceId);
  books.requireUnfrozen(env.now(), applicationId, [accountId]);
  books.requireMinting();
  const custodyId = books.custodyId();
  const { kind, organisationId, projectId, budgetLine } = books.account(accountId);
  if (kind !== 'holding') throw new LedgerError('ledger.invalid', { field: 'accountId' });
  const { decisionId, personId } = requireMatchApproval(evidence.decisions, adviceId, organisationId);
  if (personId === matchedBy) throw new LedgerError('ledger.makerIsChecker', { decisionId });
  const appropriation = requireAppropriation(books, { budgetId, accountId, amountFen });

  const now = env.now();
  const mint: Mint = {
    id: env.newId(), kind: 'mint', applicationId, payoutNo: 1, debitAccountId: custodyId, creditAccountId: accountId, amountFen, budgetId, state: 'posted',
    decisionIds: [decisionId], createdAt: now, settledAt: now,
  };
  const lotId = env.newId();
  books.insertTransfer(mint);
  books.move({ debitAccountId: custodyId, creditAccountId: accountId, pendingFen: 0n, postedFen: amountFen });
  books.count([appropriation], { fundedFen: amountFen });
  books.insertLot({ id: lotId, accountId, adviceId, projectId, budgetLine, amountFen, remainingFen: amountFen, parentId: null, transferId: mint.id });
  books.append({
    type: 'tokensMinted',
    actor: ledgerActor,
    applicationId,
    data: { transferId: mint.id, adviceId, debitAccountId: custodyId, creditAccountId: accountId, amountFen, decisionIds: [decisionId], budgetId, lotId },
  });
  return mint;
}

/** What was advised, where it was matched to, and by whom. */
interface Match {
  readonly amountFen: bigint;
  readonly accountId: string;
  readonly budgetId: string;
  /** The person who said which appropriation it is for; null where its reference did. */
  readonly matchedBy: string | null;
}

/** A deposit that was parked after its match isn't matched. */
function readMatch(events: Matter['depositEvents'], adviceId: string): Match {
  const about = events.filter((event) => event.data.adviceId === adviceId);
  const advised = about.find((event) => event.type === 'depositAdvised');
  if (!advised) throw new LedgerError('ledger.approvalMissing', { missing: 'depositAdvised', required: 1, found: 0 });
  const matched = about.findLast((event): event is BusinessEvent<'depositMatched' | 'depositParked'> => event.type !== 'depositAdvised');
  if (matched?.type !== 'depositMatched') throw new LedgerError('ledger.approvalMissing', { missing: 'depositMatched', required: 1, found: 0 });
  const { accountId, budgetId } = matched.data;
  const matchedBy = matched.actor.kind === 'person' ? matched.actor.personId : null;
  return { amountFen: requireAmount('amountFen', advised.data.amountFen), accountId, budgetId, matchedBy };
}

/** The newest accepted word of the owner's finance supervisors on the match. */
function requireMatchApproval(decisions: readonly Decision[], adviceId: string, organisationId: string | null): Decision {
  const approval = decisions.findLast(
    (decision) =>
      decision.kind === 'matchDeposit' &&
      decision.adviceId === adviceId &&
      decision.role === 'finance-supervisor' &&
      decision.organisationId === organisationId,
  );
  if (!approval) throw new LedgerError('ledger.approvalMissing', { missing: 'matchDeposit', required: 1, found: 0 });
  const { outcome, decisionId } = approval;
  if (outcome !== 'approved') throw new LedgerError('ledger.approvalRejected', { decisionId, outcome });
  return approval;
}

/** The appropriation of the account, with so much left to fund. */
function requireAppropriation(books: Books, { budgetId, accountId, amountFen }: { budgetId: string; accountId: string; amountFen: bigint }): Budget {
  const [appropriation, ...below] = books.budgetChain(budgetId);
  if (!appropriation || below.length > 0 || appropriation.payerAccountId !== accountId) {
    throw new LedgerError('ledger.invalid', { field: 'budgetId' });
  }
  const { level, limitFen, fundedFen } = appropriation;
  const leftFen = limitFen - fundedFen;
  if (amountFen > leftFen) throw new LedgerError('ledger.budget', { budgetId, level, limitFen, availableFen: leftFen, amountFen });
  return appropriation;
}
