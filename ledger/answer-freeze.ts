import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { isInForce, lockFreeze, requireRegulator, type Freeze } from './freeze.ts';
import { LedgerError } from './ledger-error.ts';
import { aboutOf } from './order-freeze.ts';

export interface AnswerFreeze {
  readonly freezeId: string;
  readonly by: Actor;
  readonly outcome: 'lifted' | 'upheld';
  readonly reasonCommitment: string;
}

/**
 * The regulator lifts a freeze, appealed against or not, or upholds it against an appeal. Who ordered it doesn't judge the appeal.
 * The same answer again changes nothing.
 * @throws LedgerError `ledger.notAllowed`, `ledger.freezeMissing`, `ledger.freezeEnded`; `ledger.appealMissing` where nothing is to be upheld;
 *   `ledger.makerIsChecker`
 */
export async function answerFreeze(tx: Tx, env: Environment, { freezeId, outcome, reasonCommitment, ...input }: AnswerFreeze): Promise<Freeze> {
  const by = requireRegulator(input.by);
  const freeze = await lockFreeze(tx, freezeId);
  const now = env.now();
  if (outcome === 'lifted' ? freeze.ending === 'lifted' : freeze.upheldAt !== null) return freeze;
  if (!isInForce(freeze, now)) throw new LedgerError('ledger.freezeEnded', { freezeId });
  if (outcome === 'upheld' && !freeze.appealedAt) throw new LedgerError('ledger.appealMissing', { freezeId });
  if (freeze.appealedAt && by.personId === freeze.orderedBy) throw new LedgerError('ledger.makerIsChecker', { freezeId });
  if (freeze.appealedAt) {
    await appendEvent(tx, env, { type: 'freezeAppealAnswered', actor: by, ...aboutOf(freeze), data: { freezeId, outcome, reasonCommitment } });
  }
  if (outcome === 'upheld') {
    await tx.query('update freeze_order set appealed_at = null, upheld_at = $2, answer_commitment = $3 where id = $1', [freezeId, now, reasonCommitment]);
    return { ...freeze, appealedAt: null, upheldAt: now, answerCommitment: reasonCommitment };
  }
  await tx.query(`update freeze_order set ended_at = $2, ending = 'lifted', answer_commitment = $3 where id = $1`, [freezeId, now, reasonCommitment]);
  await appendEvent(tx, env, { type: 'freezeEnded', actor: by, ...aboutOf(freeze), data: { freezeId, ending: 'lifted', reasonCommitment } });
  return { ...freeze, endedAt: now, ending: 'lifted', answerCommitment: reasonCommitment };
}
