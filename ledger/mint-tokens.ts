import { appendEvent, readApplicationEvents, type BusinessEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { lockAccounts, moveBetweenAccounts } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import { readBudgetChain } from './budget.ts';
import { readEvidence, type Decision } from './evidence.ts';
import { LedgerError } from './ledger-error.ts';
import { lockApplication, readTransfers, type Mint } from './transfer.ts';

export interface MintTokens {
  readonly adviceId: string;
}

const depositPrefix = 'deposit:';

/** The business id that a deposit's events, decisions and mint share. */
export function depositApplicationId(adviceId: string): string {
  return `${depositPrefix}${adviceId}`;
}

/** The advice behind a business id; null where it is an application's. */
export function adviceIdOf(applicationId: string): string | null {
  return applicationId.startsWith(depositPrefix) ? applicationId.slice(depositPrefix.length) : null;
}

/**
 * Makes as many tokens as the bank advised, once per advice, ever. The event log must hold the advice, its match to an
 * account and an appropriation, and a finance supervisor's accepted approval of that match; the amount is the advice's.
 * Minting again answers the same mint.
 * @throws LedgerError `ledger.approvalMissing` (param `missing` names what), `ledger.approvalRejected`; `ledger.budget`
 *   if more would be minted than is appropriated; `ledger.accountMissing`, `ledger.budgetMissing`, `ledger.invalid`
 */
export async function mintTokens(tx: Tx, env: Environment, { adviceId }: MintTokens): Promise<Mint> {
  const applicationId = depositApplicationId(adviceId);
  await lockApplication(tx, applicationId);
  const [minted] = await readTransfers(tx.query.bind(tx), applicationId);
  if (minted?.kind === 'mint') return minted;

  const { amountFen, accountId, budgetId } = await readMatch(tx, adviceId);
  const custodyId = await findCustody(tx);
  const account = await lockAccounts(tx, [custodyId, accountId]);
  const { kind, organisationId } = account(accountId);
  if (kind !== 'holding') throw new LedgerError('ledger.invalid', { field: 'accountId' });
  const { decisions } = await readEvidence(tx, applicationId);
  const approval = requireMatchApproval(decisions, adviceId, organisationId);
  await fundAppropriation(tx, { budgetId, accountId, amountFen });

  const now = env.now();
  const mint: Mint = {
    id: env.newId(),
    kind: 'mint',
    applicationId,
    payoutNo: 1,
    debitAccountId: custodyId,
    creditAccountId: accountId,
    amountFen,
    budgetId,
    state: 'posted',
    decisionIds: [approval.decisionId],
    createdAt: now,
    settledAt: now,
  };
  await insertMint(tx, mint);
  await moveBetweenAccounts(tx, { debitAccountId: custodyId, creditAccountId: accountId, pendingFen: 0n, postedFen: amountFen });
  await appendEvent(tx, env, {
    type: 'tokensMinted',
    actor: ledgerActor,
    applicationId,
    data: { transferId: mint.id, adviceId, debitAccountId: custodyId, creditAccountId: accountId, amountFen, decisionIds: [approval.decisionId], budgetId },
  });
  return mint;
}

/** The advised amount and where the deposit was matched to; a deposit that was parked after its match isn't matched. */
async function readMatch(tx: Tx, adviceId: string): Promise<{ amountFen: bigint; accountId: string; budgetId: string }> {
  const events = await readApplicationEvents(tx.query.bind(tx), depositApplicationId(adviceId), ['depositAdvised', 'depositMatched', 'depositParked']);
  const about = events.filter((event) => event.data.adviceId === adviceId);
  const advised = about.find((event) => event.type === 'depositAdvised');
  if (!advised) throw new LedgerError('ledger.approvalMissing', { missing: 'depositAdvised', required: 1, found: 0 });
  const matched = about.findLast((event): event is BusinessEvent<'depositMatched' | 'depositParked'> => event.type !== 'depositAdvised');
  if (matched?.type !== 'depositMatched') throw new LedgerError('ledger.approvalMissing', { missing: 'depositMatched', required: 1, found: 0 });
  const { accountId, budgetId } = matched.data;
  return { amountFen: requireAmount('amountFen', advised.data.amountFen), accountId, budgetId };
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

async function findCustody(tx: Tx): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(`select id from account where kind = 'custody'`);
  if (!rows[0]) throw new LedgerError('ledger.accountMissing', { accountId: 'custody' });
  return rows[0].id;
}

async function fundAppropriation(tx: Tx, fund: { budgetId: string; accountId: string; amountFen: bigint }): Promise<void> {
  const { budgetId, accountId, amountFen } = fund;
  const [appropriation, ...below] = await readBudgetChain(tx, budgetId);
  if (!appropriation || below.length > 0 || appropriation.payerAccountId !== accountId) {
    throw new LedgerError('ledger.invalid', { field: 'budgetId' });
  }
  const { level, limitFen, fundedFen } = appropriation;
  const leftFen = limitFen - fundedFen;
  if (amountFen > leftFen) throw new LedgerError('ledger.budget', { budgetId, level, limitFen, availableFen: leftFen, amountFen });
  await tx.query('update budget set funded_fen = funded_fen + $2 where id = $1', [budgetId, amountFen]);
}

async function insertMint(tx: Tx, mint: Mint): Promise<void> {
  await tx.query(
    `insert into transfer (id, kind, application_id, payout_no, debit_account_id, credit_account_id, amount_fen, budget_id, state,
       decision_ids, post_decision_ids, created_at, settled_at)
     values ($1, 'mint', $2, 1, $3, $4, $5, $6, 'posted', $7, '{}', $8, $8)`,
    [mint.id, mint.applicationId, mint.debitAccountId, mint.creditAccountId, mint.amountFen, mint.budgetId, mint.decisionIds, mint.createdAt],
  );
}
