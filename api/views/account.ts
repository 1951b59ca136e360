import { isRedeemable, readFreezesInForce, type FundsStanding } from '@gbc/ledger';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';

/** Organisations' accounts with what became of their money, which of them are frozen now, and whose tokens can be redeemed. */
export async function accountViews({ database, env }: Pick<ApiParts, 'database' | 'env'>, standings: readonly FundsStanding[]) {
  const frozen = new Set((await readFreezesInForce(database.read, standings.map(({ id }) => id), env.now())).map(({ subjectId }) => subjectId));
  return standings.map(({ id, kind, ...standing }) => ({
    ...present({ accountId: id, kind: kind === 'operating' ? ('operating' as const) : ('holding' as const), ...standing }),
    isFrozen: frozen.has(id),
    isRedeemable: isRedeemable({ kind, hasAppropriation: standing.appropriatedFen !== null }),
  }));
}
