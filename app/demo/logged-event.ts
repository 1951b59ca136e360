/** As much of an event as the checker reads; each field is checked where it is used. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly applicationId?: string;
  readonly actor: { readonly kind: string; readonly personId?: string; readonly organisationId?: string; readonly role?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Decision {
  readonly id: string;
  readonly applicationId: string;
  readonly kind: unknown;
  readonly outcome: unknown;
  readonly revision: unknown;
  readonly payoutNo: unknown;
  readonly adviceId: unknown;
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
  isAccepted: boolean;
}

/** An account as far as the events read so far have brought it. */
export interface Account {
  readonly kind: unknown;
  readonly organisationId: unknown;
  balanceFen: bigint;
  heldFen: bigint;
}

/** RFC 8785 for what events consist of: text, whole numbers, booleans, null, lists and objects. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** Text, or nothing where an event says something else. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function amountOf(data: LoggedEvent['data']): bigint {
  const { amountFen } = data;
  if (typeof amountFen !== 'number' || !Number.isSafeInteger(amountFen) || amountFen <= 0) throw new Error('the amount is no whole number of fen above nothing');
  return BigInt(amountFen);
}
