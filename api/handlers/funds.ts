import { payIntoSimulatedBank, readDeposits } from '@gbc/bank';
import { depositApplicationId, readLots, readStandings, readSupply } from '@gbc/ledger';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { newestProofs } from '../proofs.ts';
import { isBankOperator } from './payments.ts';
import { accountViews } from '../views/account.ts';
import { trailView } from '../views/trail.ts';

type Ids = 'getFunds' | 'listDeposits' | 'makeDeposit' | 'getApplicationTrail';

export function fundsHandlers({ database, env, bank, logger }: ApiParts): Handlers<Ids> {
  const { read } = database;

  return {
    getApplicationTrail: { answer: async ({ params }) => ({ items: await trailView(read, params['applicationId'] ?? '') }) },
    getFunds: {
      async answer({ query }) {
        const at = query.at === undefined ? undefined : new Date(query.at);
        const [supplyFen, standings] = await Promise.all([readSupply(read, at), readStandings(read, {}, at)]);
        // The bank says what is in custody now; of the past, its statements tell.
        const custodyFen = at ? null : await bank.custodian.custodyFen().catch((error: unknown) => {
          logger.warn({ err: error }, 'the custodian bank could not be asked');
          return null;
        });
        return {
          supplyFen: Number(supplyFen),
          custodyFen: custodyFen === null ? null : Number(custodyFen),
          agrees: custodyFen === null ? null : custodyFen === supplyFen,
          accounts: await accountViews({ database, env }, standings),
        };
      },
    },
    listDeposits: {
      async answer() {
        const deposits = await readDeposits(read);
        const applicationIds = deposits.map(({ adviceId }) => depositApplicationId(adviceId));
        const [proofs, lots] = await Promise.all([newestProofs(read, applicationIds), readLots(read, { applicationIds })]);
        const lotOf = new Map(lots.map(({ adviceId, lotId }) => [adviceId, lotId]));
        return {
          items: deposits.map(({ adviceId, reference, amountFen, valueDate, state, parkedCode, receivedAt }) => ({
            ...present({ adviceId, reference, amountFen, valueDate, state, receivedAt }),
            code: parkedCode,
            applicationId: depositApplicationId(adviceId),
            lotId: lotOf.get(adviceId) ?? null,
            proof: proofs.get(depositApplicationId(adviceId)) ?? null,
          })),
        };
      },
    },
    makeDeposit: {
      // The simulated bank keeps its own books and its own idempotency, by depositId.
      run: async () => ({}),
      async answer({ by, body }) {
        if (!isBankOperator(by)) throw new ApiError('access.denied');
        if (!bank.address) throw new ApiError('bank.notSimulated');
        await payIntoSimulatedBank(bank.address, { ...body, amountFen: BigInt(body.amountFen) });
        await bank.pollFeed();
        return { depositId: body.depositId };
      },
    },
  };
}
