import type { SignedIn } from '@gbc/identity';
import { closePeriod, confirmPeriod } from '@gbc/ledger';
import { actorOf, type Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { keeperOf, pendingViews, periodDetail, periodLineViews, periodViews } from '../views/period.ts';

type Ids = 'listPeriods' | 'getPeriod' | 'listPeriodPending' | 'listPeriodLines' | 'closePeriod' | 'confirmPeriod';

function asKeeper(by: SignedIn) {
  const membership = keeperOf(by);
  if (!membership) throw new ApiError('access.denied');
  return actorOf(by, membership.organisationId, membership.role);
}

/** Everybody sees the periods; a district's finance supervisors close and confirm them. */
export function periodHandlers({ database, env }: ApiParts): Handlers<Ids> {
  const { read } = database;

  return {
    listPeriods: { answer: async ({ by }) => ({ items: await periodViews(read, env, by) }) },
    getPeriod: { answer: ({ by, params }) => periodDetail(read, env, by, params['periodId'] ?? '') },
    listPeriodPending: { answer: async ({ params }) => ({ items: await pendingViews(read, params['periodId'] ?? '') }) },
    listPeriodLines: { answer: ({ params, query }) => periodLineViews(read, params['periodId'] ?? '', query) },
    closePeriod: {
      async run(tx, { by, params: { periodId = '' } }) {
        await closePeriod(tx, env, { periodId, by: asKeeper(by) });
        return {};
      },
      answer: ({ by, params }) => periodDetail(read, env, by, params['periodId'] ?? ''),
    },
    confirmPeriod: {
      async run(tx, { by, params: { periodId = '' }, body: { balancesHash } }) {
        await confirmPeriod(tx, env, { periodId, by: asKeeper(by), balancesHash });
        return {};
      },
      answer: ({ by, params }) => periodDetail(read, env, by, params['periodId'] ?? ''),
    },
  };
}
