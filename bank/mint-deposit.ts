import type { Environment } from '@gbc/events';
import { mintTokens, type Mint } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { lockDeposit } from './deposit.ts';

/**
 * Mints a matched deposit and marks it so; again it answers the same mint.
 * @throws BankError `bank.adviceUnknown`; LedgerError of `mintTokens`, which checks everything from the event log
 */
export async function mintDeposit(tx: Tx, env: Environment, adviceId: string): Promise<Mint> {
  await lockDeposit(tx, adviceId);
  const mint = await mintTokens(tx, env, { adviceId });
  await tx.query(`update deposit_advice set state = 'minted', minted_at = $2 where advice_id = $1 and state = 'matched'`, [adviceId, mint.settledAt]);
  return mint;
}
