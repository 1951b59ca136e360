import type { BusinessEvent, DecisionKind, EventData, Json } from '@gbc/events';

/** A decision that a person took in a role and that the process accepted. */
export interface Decision {
  readonly decisionId: string;
  readonly kind: DecisionKind;
  readonly outcome: EventData['decisionRecorded']['outcome'];
  readonly revision: number;
  readonly payoutNo: number;
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
  readonly adviceId: string | null;
}

/** Something that the log says of the payment for a redemption of this number. */
export type PaymentFact = { readonly payoutNo: number } & (
  | { readonly kind: 'instructed'; readonly decisionIds: readonly string[] }
  | { readonly kind: 'confirmed'; readonly paymentId: string; readonly amountFen: number }
  | { readonly kind: 'refused' }
);

/** What the event log says of an application: the only thing the ledger believes. */
export interface Evidence {
  /** The newest submission. */
  readonly submission: Json<EventData['applicationSubmitted']> | undefined;
  /** The newest order of a redemption. */
  readonly order: Json<EventData['redemptionOrdered']> | undefined;
  /** What was said to the bank and by the bank about the payments of a redemption. */
  readonly payments: readonly PaymentFact[];
  /** Everybody who submitted a revision, ordered a redemption or answered a request for more. */
  readonly applicantIds: ReadonlySet<string>;
  /** Accepted and not refused, in the order they were recorded. */
  readonly decisions: readonly Decision[];
}

export const evidenceTypes = [
  'applicationSubmitted', 'redemptionOrdered', 'decisionRecorded', 'decisionAccepted', 'decisionRefused', 'paymentInstructed', 'paymentConfirmed', 'paymentRefused',
] as const;

/** The evidence in an application's events, oldest first; other events say nothing here. */
export function evidenceOf(events: readonly BusinessEvent[]): Evidence {
  const accepted = new Set<string>();
  const refused = new Set<string>();
  const applicantIds = new Set<string>();
  const recorded: Decision[] = [];
  let submission: Evidence['submission'];
  let order: Evidence['order'];
  for (const event of events) {
    if (event.type === 'decisionAccepted') accepted.add(event.data.decisionId);
    else if (event.type === 'decisionRefused') refused.add(event.data.decisionId);
    else if (event.type === 'applicationSubmitted') {
      if (!submission || event.data.revision >= submission.revision) submission = event.data;
      if (event.actor.kind === 'person') applicantIds.add(event.actor.personId);
    } else if (event.type === 'redemptionOrdered') {
      if (!order || event.data.revision >= order.revision) order = event.data;
      if (event.actor.kind === 'person') applicantIds.add(event.actor.personId);
    } else if (event.type === 'decisionRecorded') {
      if (isApplicants(event.data.decision) && event.actor.kind === 'person') applicantIds.add(event.actor.personId);
      recorded.push(...toDecision(event));
    }
  }
  const decisions = recorded.filter(({ decisionId }) => accepted.has(decisionId) && !refused.has(decisionId));
  return { submission, order, payments: events.flatMap(toPaymentFact), applicantIds, decisions };
}

function toPaymentFact({ type, data }: BusinessEvent): PaymentFact[] {
  switch (type) {
    case 'paymentInstructed': return [{ kind: 'instructed', payoutNo: data.payoutNo, decisionIds: data.decisionIds }];
    case 'paymentConfirmed': return [{ kind: 'confirmed', payoutNo: data.payoutNo, paymentId: data.paymentId, amountFen: data.amountFen }];
    case 'paymentRefused': return [{ kind: 'refused', payoutNo: data.payoutNo }];
    default: return [];
  }
}

function isApplicants(kind: DecisionKind): boolean {
  return kind === 'resubmission' || kind === 'supplement';
}

/** Nothing where the actor isn't a person, or acted for another office or role than the decision says. */
function toDecision(event: BusinessEvent<'decisionRecorded'>): Decision[] {
  const { actor, data } = event;
  if (actor.kind !== 'person' || actor.organisationId !== data.organisationId || actor.role !== data.role) return [];
  const { decisionId, decision, outcome, revision, payoutNo, organisationId, role, adviceId } = data;
  return [{ decisionId, kind: decision, outcome, revision, payoutNo, personId: actor.personId, organisationId, role, adviceId }];
}
