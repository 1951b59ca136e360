import { createHash } from 'node:crypto';
import { appendEvent, canonicalJson, type Environment } from '@gbc/events';
import { depositApplicationId } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { bankActor } from './actor.ts';
import type { DepositAdvice } from './custodian-bank.ts';
import { depositColumns, lockDeposit, type Deposit } from './deposit.ts';
import { parkDeposit } from './park-deposit.ts';

/**
 * Takes in what the bank advised. The same advice again changes nothing; the same id with other content parks the deposit
 * (`bank.adviceConflict`), and the ledger won't mint it any more. `isNew` is true for the first time only: then the
 * caller starts the funding process, in the same transaction.
 */
export async function recordAdvice(tx: Tx, env: Environment, advice: DepositAdvice): Promise<{ readonly deposit: Deposit; readonly isNew: boolean }> {
  const { adviceId, reference, amountFen, valueDate, debtorName } = advice;
  const { rows } = await tx.query<Deposit>(
    `insert into deposit_advice (advice_id, reference, amount_fen, value_date, debtor_name, state, received_at)
     values ($1, $2, $3, $4, $5, 'received', $6) on conflict do nothing returning ${depositColumns}`,
    [adviceId, reference, amountFen, valueDate, debtorName, env.now()],
  );
  if (rows[0]) {
    await appendEvent(tx, env, {
      type: 'depositAdvised',
      actor: bankActor,
      applicationId: depositApplicationId(adviceId),
      data: { adviceId, reference, amountFen, valueDate },
    });
    return { deposit: rows[0], isNew: true };
  }
  const deposit = await lockDeposit(tx, adviceId);
  const isKnown = contentHash(deposit) === contentHash(advice) || !(await keepConflict(tx, env, advice));
  return { deposit: isKnown ? deposit : await parkDeposit(tx, env, deposit, 'bank.adviceConflict'), isNew: false };
}

/** Keeps the contradicting advice beside the first; false if this very content was kept before. */
async function keepConflict(tx: Tx, env: Environment, advice: DepositAdvice): Promise<boolean> {
  const { adviceId, reference, amountFen, valueDate, debtorName } = advice;
  const { rowCount } = await tx.query(
    `insert into deposit_conflict (advice_id, content_hash, reference, amount_fen, value_date, debtor_name, received_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [adviceId, contentHash(advice), reference, amountFen, valueDate, debtorName, env.now()],
  );
  return rowCount === 1;
}

function contentHash({ reference, amountFen, valueDate, debtorName }: DepositAdvice): string {
  return createHash('sha256').update(canonicalJson({ reference, amountFen, valueDate, debtorName })).digest('hex');
}
