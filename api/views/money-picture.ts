import { readDeposits } from '@gbc/bank';
import { depositApplicationId, readBalances, readFlows, readLots, type FlowScope, type LotStanding } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { present } from '../present.ts';

type Read = Tx['query'];

/** The deposits that flows begin with, each with its lot, which leads on to where it went. */
async function depositsOf(read: Read, adviceIds: readonly string[]) {
  const [lots, advices] = await Promise.all([readLots(read, { applicationIds: adviceIds.map(depositApplicationId) }), readDeposits(read, { adviceIds })]);
  const adviceOf = new Map(advices.map((advice) => [advice.adviceId, advice]));
  return lots.map(({ adviceId, lotId, amountFen }) => {
    const advice = adviceOf.get(adviceId);
    return present({ adviceId, lotId, amountFen, reference: advice?.reference ?? null, valueDate: advice?.valueDate ?? null });
  });
}

/** The money of a scope from place to place, with whose accounts they are. */
export async function moneyPicture(read: Read, scope: FlowScope, at?: Date) {
  const flows = await readFlows(read, scope, at);
  const accountIds = [...new Set(flows.flatMap(({ fromAccountId, toAccountId }) => (fromAccountId === null ? [toAccountId] : [fromAccountId, toAccountId])))];
  const adviceIds = flows.flatMap(({ adviceId }) => (adviceId === null ? [] : [adviceId]));
  const [accounts, deposits] = await Promise.all([readBalances(read, { accountIds }), depositsOf(read, adviceIds)]);
  return {
    accounts: accounts.map(({ id, kind, organisationId, projectId }) => ({ accountId: id, kind, organisationId, projectId })),
    deposits,
    flows: present([...flows]),
  };
}

/** Lots with whose they are. */
export async function lotViews(read: Read, lots: readonly LotStanding[]) {
  const owners = await readBalances(read, { accountIds: lots.map(({ accountId }) => accountId) });
  const ownerOf = new Map(owners.map(({ id, organisationId }) => [id, organisationId]));
  return lots.map(({ lotId, adviceId, accountId, projectId, amountFen, leftFen, parentLotId, applicationId, receivedAt }) =>
    present({ lotId, adviceId, accountId, organisationId: ownerOf.get(accountId) ?? null, projectId, amountFen, leftFen, parentLotId, applicationId, receivedAt }),
  );
}
