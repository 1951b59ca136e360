import { readProofStates } from '@gbc/anchoring';
import { readDecisions } from '@gbc/applications';
import { readPersonNames } from '@gbc/identity';
import { applicationBehind, correctedPaymentOf, correctionApplicationId, readBalances, readTrail, readTransfers, type Transfer } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';

type Read = Tx['query'];

/** The events that tell of transfers, by transfer: the one that posted or minted it, else the hold. */
async function eventsOfTransfers(read: Read, transferIds: readonly string[]) {
  const { rows } = await read<{ id: string; transfer_id: string }>(
    `select distinct on (transfer_id) id, body::jsonb #>> '{data,transferId}' as transfer_id from event
     where type in ('tokensMinted', 'holdTaken', 'transferPosted', 'holdVoided', 'redemptionHeld', 'tokensBurned', 'redemptionVoided', 'holdExpired', 'transferCorrected',
                    'operatingSetAside')
       and application_id = any(
         select coalesce(origin.application_id, moved.application_id)
         from transfer moved left join transfer origin on origin.id = coalesce(moved.corrects_id, moved.linked_id) where moved.id = any($1::uuid[]))
       and body::jsonb #>> '{data,transferId}' = any($1::text[])
     order by transfer_id, at desc`,
    [transferIds],
  );
  return new Map(rows.map((row) => [row.transfer_id, row.id]));
}

/** Under which business id the decisions on a transfer stand: those on a correction under that of the payment. */
const decisionsBehind = (transfer: Transfer) => correctedPaymentOf(transfer.applicationId)?.applicationId ?? applicationBehind(transfer);

/** What took an application's payments back. */
async function readCorrections(read: Read, transfers: readonly Transfer[], applicationId: string): Promise<readonly Transfer[]> {
  const paid = transfers.filter((it) => it.applicationId === applicationId && it.kind === 'payout' && it.state === 'posted');
  return (await Promise.all(paid.map((it) => readTransfers(read, correctionApplicationId(it))))).flat();
}

/** The transfers of an application and those that fed it, oldest first, and what took it back. */
export async function trailView(read: Read, applicationId: string) {
  const trail = await readTrail(read, applicationId);
  return transferViews(read, [...trail, ...(await readCorrections(read, trail, applicationId))]);
}

/** Transfers in the order given, with who decided and how far each is proved. */
export async function transferViews(read: Read, transfers: readonly Transfer[]) {
  const [accounts, events, decisions] = await Promise.all([
    readBalances(read, { accountIds: transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]) }),
    eventsOfTransfers(read, transfers.map(({ id }) => id)),
    Promise.all([...new Set(transfers.map(decisionsBehind))].map((id) => readDecisions(read, id))),
  ]);
  const ownerOf = new Map(accounts.map(({ id, organisationId }) => [id, organisationId]));
  const decisionOf = new Map(decisions.flat().map((decision) => [decision.decisionId, decision]));
  const names = await readPersonNames(read, [...decisionOf.values()].map(({ personId }) => personId));
  const proofs = new Map((await readProofStates(read, [...events.values()])).map((proof) => [proof.eventId, proof.state]));
  return transfers.map((transfer) => {
    const eventId = events.get(transfer.id) ?? null;
    const decidedBy = [...transfer.decisionIds, ...('postDecisionIds' in transfer ? transfer.postDecisionIds : [])].flatMap((id) => {
      const decision = decisionOf.get(id);
      return decision ? [{ personName: names.get(decision.personId) ?? '', role: decision.role, at: decision.at.toISOString() }] : [];
    });
    return {
      transferId: transfer.id,
      kind: transfer.kind,
      payoutNo: transfer.kind === 'mint' || transfer.kind === 'correction' ? null : transfer.payoutNo,
      state: transfer.state,
      fromAccountId: transfer.debitAccountId,
      fromOrganisationId: ownerOf.get(transfer.debitAccountId) ?? null,
      toAccountId: transfer.creditAccountId,
      toOrganisationId: ownerOf.get(transfer.creditAccountId) ?? null,
      amountFen: Number(transfer.amountFen),
      at: (transfer.settledAt ?? transfer.createdAt).toISOString(),
      applicationId: applicationBehind(transfer),
      decidedBy,
      eventId,
      proof: (eventId && proofs.get(eventId)) || ('recorded' as const),
    };
  });
}
