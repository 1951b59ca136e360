import { appendEvent, readApplicationEvents, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { evidenceOf, evidenceTypes } from './evidence.ts';
import { isInForce, lockFreeze, type Freeze } from './freeze.ts';
import { LedgerError } from './ledger-error.ts';
import { aboutOf } from './order-freeze.ts';

export interface AppealFreeze {
  readonly freezeId: string;
  readonly by: Actor;
  /** The ground of the appeal, as a commitment. */
  readonly reasonCommitment: string;
}

/**
 * Appeals against a freeze, for the account's owner or one of the two sides of the application. The freeze stays until the regulator
 * answers; after a refusal one may appeal again. Appealing twice changes nothing.
 * @throws LedgerError `ledger.freezeMissing`, `ledger.freezeEnded`; `ledger.notAllowed` for anybody else
 */
export async function appealFreeze(tx: Tx, env: Environment, { freezeId, by, reasonCommitment }: AppealFreeze): Promise<Freeze> {
  const freeze = await lockFreeze(tx, freezeId);
  const now = env.now();
  const concerned = await organisationsConcerned(tx, freeze);
  if (by.kind !== 'person' || !concerned.includes(by.organisationId)) throw new LedgerError('ledger.notAllowed', { freezeId });
  if (!isInForce(freeze, now)) throw new LedgerError('ledger.freezeEnded', { freezeId });
  if (freeze.appealedAt) return freeze;
  await tx.query('update freeze_order set appealed_at = $2, appeal_commitment = $3, upheld_at = null where id = $1', [freezeId, now, reasonCommitment]);
  await appendEvent(tx, env, { type: 'freezeAppealed', actor: by, ...aboutOf(freeze), data: { freezeId, reasonCommitment } });
  return { ...freeze, appealedAt: now, appealCommitment: reasonCommitment, upheldAt: null };
}

async function organisationsConcerned(tx: Tx, { subject, subjectId }: Freeze): Promise<readonly (string | null)[]> {
  if (subject === 'account') {
    const { rows } = await tx.query<{ organisationId: string | null }>('select organisation_id "organisationId" from account where id = $1', [subjectId]);
    return rows.map(({ organisationId }) => organisationId);
  }
  const { submission, order } = evidenceOf(await readApplicationEvents(tx.query.bind(tx), subjectId, [...evidenceTypes]));
  return [submission?.payerOrganisationId, submission?.payeeOrganisationId, order?.organisationId].filter((id) => id !== undefined);
}
