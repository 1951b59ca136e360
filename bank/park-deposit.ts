import { appendEvent, type Environment } from '@gbc/events';
import { depositApplicationId } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { bankActor } from './actor.ts';
import { depositColumns, type Deposit, type ParkedCode } from './deposit.ts';

/** Sets a locked deposit aside for a person to look at; a deposit that is minted stays so, and only the event tells. */
export async function parkDeposit(tx: Tx, env: Environment, deposit: Deposit, code: ParkedCode): Promise<Deposit> {
  await appendEvent(tx, env, {
    type: 'depositParked',
    actor: bankActor,
    applicationId: depositApplicationId(deposit.adviceId),
    data: { adviceId: deposit.adviceId, code },
  });
  const { rows } = await tx.query<Deposit>(
    `update deposit_advice set state = 'parked', parked_code = $2 where advice_id = $1 and state <> 'minted' returning ${depositColumns}`,
    [deposit.adviceId, code],
  );
  return rows[0] ?? deposit;
}
