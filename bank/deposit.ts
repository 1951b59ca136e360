import type { Tx } from '@gbc/prisma';
import { BankError } from './bank-error.ts';
import type { DepositAdvice } from './custodian-bank.ts';

/** `parked` waits for a person: nothing is guessed. */
export type DepositState = 'received' | 'matched' | 'minted' | 'parked';

/**
 * - `adviceConflict`: the bank sent the same advice with other content
 * - `referenceUnknown`: no appropriation has this reference
 * - `overAppropriation`: with it more would be paid in than is appropriated
 */
export type ParkedCode = 'bank.adviceConflict' | 'bank.referenceUnknown' | 'bank.overAppropriation';

/** A recorded advice, and how far it has come. */
export interface Deposit extends DepositAdvice {
  readonly state: DepositState;
  readonly parkedCode: ParkedCode | null;
  /** The account and appropriation it was matched to. */
  readonly accountId: string | null;
  readonly budgetId: string | null;
  readonly receivedAt: Date;
  readonly matchedAt: Date | null;
  readonly mintedAt: Date | null;
}

export const depositColumns = `advice_id "adviceId", reference, amount_fen "amountFen", value_date "valueDate", debtor_name "debtorName",
  state, parked_code "parkedCode", account_id "accountId", budget_id "budgetId", received_at "receivedAt", matched_at "matchedAt",
  minted_at "mintedAt"`;

/**
 * Locks a deposit until the transaction ends.
 * @throws BankError `bank.adviceUnknown`
 */
export async function lockDeposit(tx: Tx, adviceId: string): Promise<Deposit> {
  const { rows } = await tx.query<Deposit>(`select ${depositColumns} from deposit_advice where advice_id = $1 for update`, [adviceId]);
  if (!rows[0]) throw new BankError('bank.adviceUnknown', { adviceId });
  return rows[0];
}
