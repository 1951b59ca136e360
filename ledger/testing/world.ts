import type { CommandStep, Step } from './steps.ts';

const holding = (id: string, organisationId: string, projectId = 'promenade'): CommandStep => ({ kind: 'openAccount', id, accountKind: 'holding', organisationId, projectId });

/** The small world of the reference model: an office that pays a supplier and allocates to another office, which keeps a share and pays on. */
export const opening: readonly CommandStep[] = [
  { kind: 'openAccount', id: 'custody', accountKind: 'custody', organisationId: null, projectId: null },
  holding('street', 'beiwaitan'),
  holding('supplier', 'pujian'),
  holding('stranger', 'pujian'),
  holding('elsewhere', 'pujian', 'bridge'),
  holding('next', 'jiaxing'),
  { kind: 'openAccount', id: 'next-operating', accountKind: 'operating', organisationId: 'jiaxing', projectId: 'promenade' },
  { kind: 'openBudget', id: 'appropriation', level: 'appropriation', under: 'street', payeeAccountId: null, limitFen: 1_000_000n },
  { kind: 'openBudget', id: 'next-appropriation', level: 'appropriation', under: 'next', payeeAccountId: null, limitFen: 100_000n },
];

/** The contracts of a sheet. */
export const openingOfSheet: readonly CommandStep[] = [
  { kind: 'openBudget', id: 'contract', level: 'contract', under: 'appropriation', payeeAccountId: 'supplier', limitFen: 150n },
  { kind: 'openBudget', id: 'invoice', level: 'invoice', under: 'contract', payeeAccountId: null, limitFen: 120n },
  { kind: 'openBudget', id: 'next-contract', level: 'contract', under: 'next-appropriation', payeeAccountId: 'supplier', limitFen: 100n },
];

const namesOfSheet = /^(deposit:)?(app|redeem|advice|freeze|link)-\d$|^(contract|invoice|next-contract|spare-invoice|spare-contract)$/;

/** The same steps with the names of another sheet, so that a long history doesn't wear its applications out. */
export function sheetOf(steps: readonly Step[], no: number): Step[] {
  return no === 0 ? [...steps] : (renamed(steps, no) as Step[]);
}

function renamed(value: unknown, no: number): unknown {
  if (typeof value === 'string') return namesOfSheet.test(value) ? `${value}.${no}` : value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, no));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'kind' || name === 'level' ? each : renamed(each, no)]));
}
