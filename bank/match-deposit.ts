import { appendEvent, type Environment } from '@gbc/events';
import { depositApplicationId, readBudgets } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { bankActor } from './actor.ts';
import { depositColumns, lockDeposit, type Deposit, type ParkedCode } from './deposit.ts';
import { parkDeposit } from './park-deposit.ts';

export interface Appropriation {
  readonly budgetId: string;
  readonly accountId: string;
}

/**
 * Finds the appropriation that a deposit is for, by its reference alone, or parks it: look at `state` and `parkedCode`. A
 * matched deposit stays as it is. One that was parked for want of an appropriation is tried again; one whose advice was
 * contradicted never is.
 * @throws BankError `bank.adviceUnknown`
 */
export async function matchDeposit(tx: Tx, env: Environment, adviceId: string): Promise<Deposit> {
  const deposit = await lockDeposit(tx, adviceId);
  const isSettled = deposit.state === 'matched' || deposit.state === 'minted' || deposit.parkedCode === 'bank.adviceConflict';
  if (isSettled) return deposit;
  const fit = await findFit(tx, deposit.reference, deposit.amountFen);
  if ('misfit' in fit) return park(tx, env, deposit, fit.misfit);
  const { budgetId, accountId } = fit;
  await appendEvent(tx, env, {
    type: 'depositMatched',
    actor: bankActor,
    applicationId: depositApplicationId(adviceId),
    data: { adviceId, accountId, budgetId },
  });
  return (await markMatched(tx, env, adviceId, fit)) ?? deposit;
}

/** The appropriation of a reference, if so much still fits into it. It is locked until the transaction ends. */
export async function findFit(tx: Tx, reference: string, amountFen: bigint): Promise<Appropriation | { readonly misfit: 'bank.referenceUnknown' | 'bank.overAppropriation' }> {
  const appropriation = await lockAppropriation(tx, reference);
  if (!appropriation) return { misfit: 'bank.referenceUnknown' };
  return (await hasRoom(tx, appropriation.budgetId, amountFen)) ? appropriation : { misfit: 'bank.overAppropriation' };
}

export async function markMatched(tx: Tx, env: Environment, adviceId: string, { accountId, budgetId }: Appropriation): Promise<Deposit | undefined> {
  const { rows } = await tx.query<Deposit>(
    `update deposit_advice set state = 'matched', parked_code = null, account_id = $2, budget_id = $3, matched_at = $4
     where advice_id = $1 returning ${depositColumns}`,
    [adviceId, accountId, budgetId, env.now()],
  );
  return rows[0];
}

/** Tried again with the same end, it isn't news. */
async function park(tx: Tx, env: Environment, deposit: Deposit, code: ParkedCode): Promise<Deposit> {
  return deposit.parkedCode === code ? deposit : parkDeposit(tx, env, deposit, code);
}

/** One deposit at a time is matched to an appropriation, so that two together can't exceed it. */
async function lockAppropriation(tx: Tx, reference: string): Promise<Appropriation | undefined> {
  const { rows } = await tx.query<Appropriation>(
    `select budget_id "budgetId", account_id "accountId" from appropriation_reference where reference = $1 for update`,
    [reference],
  );
  return rows[0];
}

async function hasRoom(tx: Tx, budgetId: string, amountFen: bigint): Promise<boolean> {
  const [budget] = await readBudgets(tx.query.bind(tx), { budgetIds: [budgetId] });
  const { rows } = await tx.query<{ matchedFen: bigint }>(
    `select coalesce(sum(amount_fen), 0)::bigint "matchedFen" from deposit_advice where budget_id = $1 and state in ('matched', 'minted')`,
    [budgetId],
  );
  return budget !== undefined && (rows[0]?.matchedFen ?? 0n) + amountFen <= budget.limitFen;
}
