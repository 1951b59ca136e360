import { appendEvent, erasePersonalValues, type Actor, type Environment, type ErasureGround } from '@gbc/events';
import type { Tx } from '@gbc/prisma';

/**
 * Destroys a person's name and takes login and memberships away; what the person did stays, under an id that leads to nobody.
 * A second time changes nothing. @returns whether there is such a person
 */
export async function removePerson(tx: Tx, env: Environment, it: { readonly personId: string; readonly actor: Actor; readonly ground: ErasureGround }): Promise<boolean> {
  const { personId, actor, ground } = it;
  const { rows } = await tx.query<{ nameCommitment: string }>('select name_commitment as "nameCommitment" from person where id = $1 for update', [personId]);
  const [person] = rows;
  if (!person) return false;
  const erased = await erasePersonalValues(tx, [person.nameCommitment]);
  await tx.query('delete from user_account where person_id = $1', [personId]);
  await tx.query('delete from membership where person_id = $1', [personId]);
  if (erased.length > 0) await appendEvent(tx, env, { type: 'personErased', actor, data: { personId, nameCommitment: person.nameCommitment, ground } });
  return true;
}
