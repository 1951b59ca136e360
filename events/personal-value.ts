import { createHash } from 'node:crypto';
import { prepared, type Tx } from '@gbc/prisma';
import type { Environment } from './environment.ts';

/**
 * Keeps a personal value (a name, a reason in somebody's words, what was entered into a form) apart from the log and answers its
 * commitment, SHA-256(salt || UTF-8 value) in lower-case hex, which alone goes into events. {@link erasePersonalValues} undoes the keeping.
 */
export async function commitPersonalValue(tx: Tx, env: Environment, value: string): Promise<string> {
  const salt = env.randomBytes(32);
  const commitment = createHash('sha256').update(salt).update(value, 'utf8').digest('hex');
  await tx.query(prepared('insert into personal_value (commitment, salt, value, at) values ($1, $2, $3, $4)'), [
    commitment,
    salt,
    value,
    env.now(),
  ]);
  return commitment;
}

/**
 * Destroys what stands behind commitments, each value with its salt: without the salt nobody can try values against the commitment,
 * which stays in the log as it was. The caller tells of it by an event. @returns those that there was something behind
 */
export async function erasePersonalValues(tx: Tx, commitments: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ commitment: string }>('delete from personal_value where commitment = any($1) returning commitment', [commitments]);
  return rows.map(({ commitment }) => commitment).sort();
}
