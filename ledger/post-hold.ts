import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { lockAccounts, moveBetweenAccounts } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requirePayoutApprovals } from './approval.ts';
import { countOnBudgets, readBudgetChain } from './budget.ts';
import { readEvidence } from './evidence.ts';
import { requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { lockApplication, type Payout } from './transfer.ts';

/**
 * Gives the payee what a hold promised. The event log must hold as many accepted finance approvals as the hold
 * requires, for its revision and number, by different persons who neither applied nor reviewed.
 *
 * Posting again answers the same payout: a loop, a retried job or another engine moves nothing twice.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyVoided`, `ledger.approvalMissing`, `ledger.approvalRejected`,
 *   `ledger.makerIsChecker`
 */
export async function postHold(tx: Tx, env: Environment, input: HoldIdentity): Promise<Payout> {
  await lockApplication(tx, input.applicationId);
  const hold = await requireHold(tx, input);
  if (hold.state === 'posted') return hold;
  const { id, applicationId, payoutNo, revision, debitAccountId, creditAccountId, amountFen } = hold;
  if (hold.state === 'voided') throw new LedgerError('ledger.alreadyVoided', { applicationId, payoutNo });

  const account = await lockAccounts(tx, [debitAccountId, creditAccountId]);
  const payer = account(debitAccountId);
  if (payer.organisationId === null) throw new LedgerError('ledger.invalid', { field: 'payerAccountId' });
  const scope = { revision, payoutNo, organisationId: payer.organisationId };
  const approvals = requirePayoutApprovals(await readEvidence(tx, applicationId), scope, hold.approvalsRequired);
  const budgets = await readBudgetChain(tx, hold.budgetId);

  const settledAt = env.now();
  const postDecisionIds = approvals.map(({ decisionId }) => decisionId);
  await tx.query(`update transfer set state = 'posted', post_decision_ids = $2, settled_at = $3 where id = $1`, [id, postDecisionIds, settledAt]);
  await moveBetweenAccounts(tx, { debitAccountId, creditAccountId, pendingFen: -amountFen, postedFen: amountFen });
  await countOnBudgets(tx, budgets, { heldFen: -amountFen, spentFen: amountFen });
  await appendEvent(tx, env, {
    type: 'transferPosted',
    actor: ledgerActor,
    applicationId,
    data: { transferId: id, payoutNo, debitAccountId, creditAccountId, amountFen, decisionIds: [...hold.decisionIds, ...postDecisionIds] },
  });
  return { ...hold, state: 'posted', postDecisionIds, settledAt };
}
