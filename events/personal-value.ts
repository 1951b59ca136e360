import { createHash } from 'node:crypto';
import { prepared, type Tx } from '@gbc/prisma';
import type { Environment } from './environment.ts';

/**
 * Keeps a personal value (a name, a reason in somebody's words) apart from the log and answers its commitment,
 * SHA-256(salt || UTF-8 value) in lower-case hex, which alone goes into events. Deleting the row erases the value.
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
