import type { FundsStanding } from '@gbc/ledger';
import { present } from '../present.ts';

/** An organisation's account with what became of its money. */
export function accountView({ id, kind, ...standing }: FundsStanding) {
  return present({ accountId: id, kind: kind === 'operating' ? ('operating' as const) : ('holding' as const), ...standing });
}
