import { randomInt } from 'node:crypto';
import type { Environment } from '@gbc/events';
import { createAccount, grantMembership, hashPassword, listOrganisations, registerOrganisation, registerPerson } from '@gbc/identity';
import type { Database } from '@gbc/prisma';
import { StartError } from './start-error.ts';

export interface FirstAccount {
  readonly login: string;
  /** The person's name, kept apart from the log. */
  readonly name: string;
  /** Who operates the platform; needed where no operator is registered yet. */
  readonly operator?: { readonly name: string; readonly creditCode: string };
}

const actor = { kind: 'system', name: 'account' } as const;
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const passwordGroups = 4;
const groupLength = 5;

/** 20 letters and digits that are told apart in any font, in groups: about 99 bits. */
function oneTimePassword(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: passwordGroups }, group).join('-');
}

/**
 * Makes the first platform admin of an installation, with a password that serves to sign in once; all of it is told by events.
 * @returns the password, which is kept nowhere
 * @throws StartError `account.exists` where somebody is platform admin already: they, not a command, say who else is; `account.loginTaken`;
 *   `account.operatorMissing` where no operator is registered and none is given
 */
export async function createFirstAccount(database: Database, env: Environment, { login, name, operator }: FirstAccount): Promise<string> {
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  await database.transaction(async (tx) => {
    // Two at once must not both find nobody.
    await tx.query('lock table membership in share row exclusive mode');
    const { rowCount } = await tx.query(`select from membership where role = 'platform-admin' limit 1`);
    if (rowCount !== 0) throw new StartError('account.exists', { zh: '已有平台管理员', en: 'there is a platform admin already' });
    const known = (await listOrganisations(tx.query.bind(tx))).find(({ kind }) => kind === 'operator');
    if (!known && !operator) {
      throw new StartError('account.operatorMissing', {
        zh: '尚未登记平台运营单位，请用 --operator 名称 --credit-code 统一社会信用代码 指明',
        en: 'no operator is registered yet: name it with --operator NAME --credit-code CODE',
      });
    }
    const organisationId = known?.organisationId ?? 'platform';
    if (!known && operator) {
      await registerOrganisation(tx, env, actor, { organisationId, kind: 'operator', nameZh: operator.name, nameEn: operator.name, creditCode: operator.creditCode, parentId: null });
    }
    const personId = await registerPerson(tx, env, actor, name);
    if (!(await createAccount(tx, env, actor, { login, personId, passwordHash, mustChangePassword: true }))) {
      throw new StartError('account.loginTaken', { zh: `账号 ${login} 已被使用`, en: `the login ${login} is taken` });
    }
    await grantMembership(tx, env, actor, { personId, organisationId, role: 'platform-admin' });
  });
  return password;
}
