import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../durable-file.ts';
import { organisations, people } from './alliance.ts';

const fileName = 'demo-password';
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The one password of all demonstration accounts: made on the first start, kept in the data folder. */
export function demoPassword(dataDir: string): string {
  const path = join(dataDir, fileName);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const password = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('');
  writeFileDurably(path, `${password}\n`, 0o600);
  return password;
}

const roleNames: Readonly<Record<string, string>> = {
  'project-manager': '项目主管',
  specialist: '项目专员',
  'finance-supervisor': '财务监理',
  supplier: '供应商',
  individual: '个人',
  'bank-operator': '银行柜员',
  regulator: '监管审计',
  'process-admin': '流程管理员',
  supervisor: '流程督办',
  'platform-admin': '平台管理员',
};

/** The accounts as the terminal and the sign-in page list them. */
export function demoAccounts() {
  const nameOf = new Map(organisations.map(({ organisationId, nameZh }) => [organisationId, nameZh]));
  return people.map(({ login, name, organisationId, role }) => ({
    login,
    name,
    role,
    organisation: nameOf.get(organisationId) ?? organisationId,
    title: `${nameOf.get(organisationId) ?? organisationId} ${roleNames[role] ?? role} ${name}`,
  }));
}
