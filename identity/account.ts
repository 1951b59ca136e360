import { appendEvent, type Actor, type Environment } from '@gbc/events';
import { hash, verify } from '@node-rs/argon2';
import type { Tx } from '@gbc/prisma';

/** Argon2id with the parameters OWASP names for a server that also does other work (19 MiB, 2 passes). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash to check against when nobody has that login, so that the answer takes as long as for a wrong password. */
const nobody = hash('nobody signs in with this', cost);

export async function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

export interface NewAccount {
  readonly login: string;
  readonly personId: string;
  /** {@link hashPassword}'s. */
  readonly passwordHash: string;
  /** The password serves to sign in once and choose another; false where it is left out. */
  readonly mustChangePassword?: boolean;
}

/** Gives a person a login; a login that somebody has stays theirs. @returns whether it is new */
export async function createAccount(tx: Tx, env: Environment, actor: Actor, it: NewAccount): Promise<boolean> {
  const { login, personId, passwordHash, mustChangePassword = false } = it;
  const { rowCount } = await tx.query(
    'insert into user_account (login, person_id, password_hash, must_change_password) values ($1, $2, $3, $4) on conflict (login) do nothing',
    [login, personId, passwordHash, mustChangePassword],
  );
  if (rowCount === 0) return false;
  await appendEvent(tx, env, { type: 'accountCreated', actor, data: { personId, mustChangePassword } });
  return true;
}

/** Puts another password in place of a person's own, also of one that was given for one sign-in. `passwordHash` is {@link hashPassword}'s. */
export async function replacePassword(tx: Tx, env: Environment, actor: Actor, it: { personId: string; passwordHash: string }): Promise<void> {
  await tx.query('update user_account set password_hash = $2, must_change_password = false where person_id = $1', [it.personId, it.passwordHash]);
  await appendEvent(tx, env, { type: 'passwordChanged', actor, data: { personId: it.personId } });
}

/** Whose login it is; null where nobody has it. */
export async function findPersonOfLogin(read: Tx['query'], login: string): Promise<{ personId: string } | null> {
  const { rows } = await read<{ person_id: string }>('select person_id from user_account where login = $1', [login]);
  return rows[0] ? { personId: rows[0].person_id } : null;
}

/** The person behind login and password, or null where either is wrong. */
export async function authenticate(read: Tx['query'], login: string, password: string): Promise<{ personId: string } | null> {
  const { rows } = await read<{ person_id: string; password_hash: string }>(
    'select person_id, password_hash from user_account where login = $1',
    [login],
  );
  const account = rows[0];
  const isRight = await verify(account?.password_hash ?? (await nobody), password);
  return account && isRight ? { personId: account.person_id } : null;
}
