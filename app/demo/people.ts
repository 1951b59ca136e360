import { Client, fetchPatiently, type Address } from './client.ts';

/** Who walks the slice; each signs in as themselves. */
const logins = {
  bankOperator: 'custodian.bank-operator',
  districtSpecialist: 'hongkou.specialist',
  districtFinance: 'hongkou.finance-supervisor',
  departmentManager: 'jianwei.project-manager',
  departmentSpecialist: 'jianwei.specialist',
  departmentFinance: 'jianwei.finance-supervisor',
  streetManager: 'beiwaitan.project-manager',
  resident: 'resident-0001.individual',
  supplier: 'pujiang.supplier',
  specialist: 'beiwaitan.specialist',
  finance: 'beiwaitan.finance-supervisor',
  auditor: 'jiwei.regulator',
} as const;

export type Person = keyof typeof logins;
export type People = Readonly<Record<Person, Client>>;

/** The password of all demonstration accounts, as the sign-in page reads it. */
export async function readDemoPassword(address: Address): Promise<string> {
  const response = await fetchPatiently(address, '/demo-sign-ins', { method: 'GET' });
  if (!response.ok) throw new Error('this product has no demonstration accounts');
  return ((await response.json()) as { password: string }).password;
}

/** A session for each of them. */
export async function signInAll(address: Address): Promise<People> {
  const password = await readDemoPassword(address);
  const signedIn = await Promise.all(Object.entries(logins).map(async ([person, login]) => [person, await Client.signIn(address, { login, password })] as const));
  return Object.fromEntries(signedIn) as People;
}
