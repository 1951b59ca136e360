import { appendEvent, type Actor, type Environment } from '@gbc/events';
import { depositApplicationId } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { BankError } from './bank-error.ts';
import { lockDeposit, type Deposit } from './deposit.ts';
import { findFit, markMatched } from './match-deposit.ts';

export interface AssignDeposit {
  readonly by: Extract<Actor, { kind: 'person' }>;
  readonly adviceId: string;
  /** Of the appropriation that the deposit is for, as the payer should have written it. */
  readonly reference: string;
}

/**
 * A person says which appropriation a parked deposit is for: the bank's word stays as it is. The ledger mints it once another
 * finance supervisor of the district has approved the match.
 * @throws BankError `bank.adviceUnknown`; `bank.depositNotParked` where it isn't parked for want of an appropriation; `bank.referenceUnknown`
 *   or `bank.overAppropriation` where this one doesn't fit either
 */
export async function assignDeposit(tx: Tx, env: Environment, { by, adviceId, reference }: AssignDeposit): Promise<Deposit> {
  const deposit = await lockDeposit(tx, adviceId);
  if (deposit.state !== 'parked' || deposit.parkedCode === 'bank.adviceConflict') throw new BankError('bank.depositNotParked', { adviceId });
  const fit = await findFit(tx, reference, deposit.amountFen);
  if ('misfit' in fit) throw new BankError(fit.misfit, { reference });
  const { accountId, budgetId } = fit;
  await appendEvent(tx, env, { type: 'depositMatched', actor: by, applicationId: depositApplicationId(adviceId), data: { adviceId, accountId, budgetId } });
  return (await markMatched(tx, env, adviceId, fit)) ?? deposit;
}
