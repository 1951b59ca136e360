import { payIntoSimulatedBank, readDeposits } from '@gbc/bank';
import { readPersonNames } from '@gbc/identity';
import { depositApplicationId, readBalances, readSupply, readTrail } from '@gbc/ledger';
import { readDecisions } from '@gbc/applications';
import { readProofStates } from '@gbc/anchoring';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { newestProofs } from '../proofs.ts';

type Ids = 'getFunds' | 'listDeposits' | 'makeDeposit' | 'getApplicationTrail';

export function fundsHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, bank, logger } = parts;
  const { read } = database;

  /** The events that tell of transfers, by transfer: the one that posted or minted it, else the hold. */
  async function eventsOfTransfers(transferIds: readonly string[]) {
    const { rows } = await read<{ id: string; transfer_id: string }>(
      `select distinct on (transfer_id) id, body::jsonb #>> '{data,transferId}' as transfer_id from event
       where type in ('tokensMinted', 'holdTaken', 'transferPosted', 'holdVoided')
         and application_id = any(select application_id from transfer where id = any($1::uuid[]))
         and body::jsonb #>> '{data,transferId}' = any($1::text[])
       order by transfer_id, at desc`,
      [transferIds],
    );
    return new Map(rows.map((row) => [row.transfer_id, row.id]));
  }

  async function trail(applicationId: string) {
    const transfers = await readTrail(read, applicationId);
    const [accounts, events, decisions] = await Promise.all([
      readBalances(read, { accountIds: transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]) }),
      eventsOfTransfers(transfers.map(({ id }) => id)),
      Promise.all([...new Set(transfers.map((transfer) => transfer.applicationId))].map((id) => readDecisions(read, id))),
    ]);
    const ownerOf = new Map(accounts.map(({ id, organisationId }) => [id, organisationId]));
    const decisionOf = new Map(decisions.flat().map((decision) => [decision.decisionId, decision]));
    const names = await readPersonNames(read, [...decisionOf.values()].map(({ personId }) => personId));
    const proofs = new Map((await readProofStates(read, [...events.values()])).map((proof) => [proof.eventId, proof.state]));
    return transfers.map((transfer) => {
      const eventId = events.get(transfer.id) ?? null;
      const decidedBy = [...transfer.decisionIds, ...(transfer.kind === 'payout' ? transfer.postDecisionIds : [])].flatMap((id) => {
        const decision = decisionOf.get(id);
        return decision ? [{ personName: names.get(decision.personId) ?? '', role: decision.role, at: decision.at.toISOString() }] : [];
      });
      return {
        transferId: transfer.id,
        kind: transfer.kind,
        state: transfer.state,
        fromAccountId: transfer.debitAccountId,
        fromOrganisationId: ownerOf.get(transfer.debitAccountId) ?? null,
        toAccountId: transfer.creditAccountId,
        toOrganisationId: ownerOf.get(transfer.creditAccountId) ?? null,
        amountFen: Number(transfer.amountFen),
        at: (transfer.settledAt ?? transfer.createdAt).toISOString(),
        applicationId: transfer.applicationId,
        decidedBy,
        eventId,
        proof: (eventId && proofs.get(eventId)) || ('recorded' as const),
      };
    });
  }

  return {
    getApplicationTrail: { answer: async ({ params }) => ({ items: await trail(params['applicationId'] ?? '') }) },
    getFunds: {
      async answer() {
        const [supplyFen, accounts] = await Promise.all([readSupply(read), readBalances(read)]);
        const custodyFen = await bank.custodian.custodyFen().catch((error: unknown) => {
          logger.warn({ err: error }, 'the custodian bank could not be asked');
          return null;
        });
        return {
          supplyFen: Number(supplyFen),
          custodyFen: custodyFen === null ? null : Number(custodyFen),
          agrees: custodyFen === null ? null : custodyFen === supplyFen,
          accounts: accounts
            .filter(({ kind }) => kind === 'holding')
            .map(({ id, organisationId, projectId, budgetLine, creditsPostedFen, debitsPostedFen, debitsPendingFen, availableFen }) => ({
              ...present({ accountId: id, organisationId, projectId, budgetLine, availableFen, receivedFen: creditsPostedFen, paidFen: debitsPostedFen, heldFen: debitsPendingFen }),
              balanceFen: Number(creditsPostedFen - debitsPostedFen),
            })),
        };
      },
    },
    listDeposits: {
      async answer() {
        const deposits = await readDeposits(read);
        const proofs = await newestProofs(parts, deposits.map(({ adviceId }) => depositApplicationId(adviceId)));
        return {
          items: deposits.map(({ adviceId, reference, amountFen, valueDate, state, parkedCode, receivedAt }) => ({
            ...present({ adviceId, reference, amountFen, valueDate, state, receivedAt }),
            code: parkedCode,
            applicationId: depositApplicationId(adviceId),
            proof: proofs.get(depositApplicationId(adviceId)) ?? null,
          })),
        };
      },
    },
    makeDeposit: {
      // The simulated bank keeps its own books and its own idempotency, by depositId.
      run: async () => ({}),
      async answer({ by, body }) {
        if (!by.memberships.some(({ role }) => role === 'bank-operator')) throw new ApiError('access.denied');
        await payIntoSimulatedBank(bank.address, { ...body, amountFen: BigInt(body.amountFen) });
        await bank.pollFeed();
        return { depositId: body.depositId };
      },
    },
  };
}
