import type { Environment } from '@gbc/events';
import { removePerson } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { closedStates } from '../flow.ts';
import type { Erasure } from './erase-application.ts';

/**
 * Destroys a person's name and takes login and memberships away; decisions stay under the person's id. What the person filled in belongs
 * to its applications, each of which is erased for itself. Twice is fine, and told once.
 * Throws `person.notFound`, `erasure.self`, `erasure.matterOpen` {applicationId} while an application that the person began is under way.
 */
export async function erasePerson(tx: Tx, env: Environment, personId: string, { actor, ground }: Erasure): Promise<void> {
  if (personId === actor.personId) throw new ApplicationError('erasure.self');
  const { rows } = await tx.query<{ applicationId: string }>(
    'select id as "applicationId" from application where created_by = $1 and state <> all ($2) limit 1',
    [personId, ['draft', ...closedStates]],
  );
  if (rows[0]) throw new ApplicationError('erasure.matterOpen', rows[0]);
  if (!(await removePerson(tx, env, { personId, actor, ground }))) throw new ApplicationError('person.notFound', { personId });
}
