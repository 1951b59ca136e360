import type { DecisionKind } from '@gbc/events';
import type { OrganisationKind, Role } from '@gbc/identity';

/** What the platform knows of a flow beside its model: who may apply to whom, and with which form. */
export interface Flow {
  readonly processId: string;
  readonly payerKind: OrganisationKind;
  readonly applicantKind: OrganisationKind;
  /** Who fills in and corrects the application. */
  readonly applicantRole: Role;
  /** Who confirms that the money came. */
  readonly payeeRole: Role;
  readonly startFormId: string;
  /** Rows of the tables of `policies/`. */
  readonly tier: 'individual' | 'street' | 'department' | 'district';
}

export const flows: readonly Flow[] = [
  { processId: 'street-approval', payerKind: 'street', applicantKind: 'firm', applicantRole: 'supplier', payeeRole: 'supplier', startFormId: 'street-application', tier: 'street' },
  { processId: 'street-approval', payerKind: 'street', applicantKind: 'individual', applicantRole: 'individual', payeeRole: 'individual', startFormId: 'individual-application', tier: 'individual' },
  { processId: 'department-approval', payerKind: 'department', applicantKind: 'street', applicantRole: 'project-manager', payeeRole: 'finance-supervisor', startFormId: 'department-application', tier: 'department' },
  { processId: 'district-approval', payerKind: 'district', applicantKind: 'department', applicantRole: 'project-manager', payeeRole: 'finance-supervisor', startFormId: 'district-application', tier: 'district' },
];

/** The flow by its process and who applies in it. Throws for one that no application can have been begun in. */
export function flowOf({ processId, applicantRole }: { readonly processId: string; readonly applicantRole: string }): Flow {
  const flow = flows.find((it) => it.processId === processId && it.applicantRole === applicantRole);
  if (!flow) throw new Error(`nobody applies as ${applicantRole} in ${processId}`);
  return flow;
}

/** A redemption is no application to a tier: whoever holds tokens orders it, of the district. */
export const redemptionProcessId = 'redemption';

/** Nor is a correction: who paid takes a payment back. */
export const correctionProcessId = 'correction';

type FlowPlace = Parameters<typeof flowOf>[0];

/** The form that the applicant fills in and corrects; null for a correction, which has none. */
export function startFormIdOf(application: FlowPlace): string | null {
  if (application.processId === correctionProcessId) return null;
  return application.processId === redemptionProcessId ? 'redemption-order' : flowOf(application).startFormId;
}

/** Who confirms that the money came; of a redemption, whom the bank paid; of a correction, who paid. */
export function payeeRoleOf(application: FlowPlace): string {
  return [redemptionProcessId, correctionProcessId].includes(application.processId) ? application.applicantRole : flowOf(application).payeeRole;
}

const decisionOfElement: Readonly<Record<string, DecisionKind>> = {
  review: 'review',
  approvePayout: 'payout',
  approvePayoutSecond: 'secondPayout',
  confirmMatch: 'matchDeposit',
  receiveOrder: 'redemption',
  checkPayment: 'paymentCheck',
  correct: 'resubmission',
  supply: 'supplement',
  confirmReceipt: 'receipt',
  answerDispute: 'disputeAnswer',
  confirmCorrection: 'correction',
};

/**
 * What a decision at this task means. An admin may rename and add tasks: a task header `decision` says it, else the
 * element ids of the flows as delivered; anything else is an opinion, which moves nothing.
 */
export function decisionKindOf(elementId: string, headers: Readonly<Record<string, string>>): DecisionKind {
  const named = headers['decision'];
  const known = Object.values(decisionOfElement);
  if (named && known.includes(named as DecisionKind)) return named as DecisionKind;
  return decisionOfElement[elementId] ?? 'opinion';
}

export type DecisionOutcome = 'approved' | 'rejected' | 'moreNeeded' | 'forwarded' | 'supplied' | 'confirmed' | 'disputed' | 'answered' | 'conceded';

/** The outcomes a task of a kind can have, the expected one first. */
export function outcomesOf(kind: DecisionKind): readonly DecisionOutcome[] {
  switch (kind) {
    case 'review':
      return ['approved', 'forwarded', 'moreNeeded', 'rejected'];
    case 'resubmission':
    case 'supplement':
      return ['supplied'];
    case 'receipt':
      return ['confirmed', 'disputed'];
    case 'paymentCheck':
      return ['confirmed'];
    case 'disputeAnswer':
      return ['answered', 'conceded'];
    default:
      return ['approved', 'rejected'];
  }
}

/** Outcomes that came after the first models: a flow whose model has no branch for one does not offer it. */
export const branchedOutcomes: readonly DecisionOutcome[] = ['forwarded', 'disputed'];

/** Outcomes that say why, for somebody else to act on. */
export const explainedOutcomes: readonly DecisionOutcome[] = ['rejected', 'moreNeeded', 'forwarded', 'disputed', 'answered', 'conceded'];

/** The role that may decide; null where the task's groups alone say it. */
export function roleOf(kind: DecisionKind): Role | null {
  if (kind === 'review') return 'specialist';
  const ofFinance: readonly DecisionKind[] = ['payout', 'secondPayout', 'matchDeposit', 'redemption', 'correction', 'paymentCheck', 'disputeAnswer'];
  if (ofFinance.includes(kind)) return 'finance-supervisor';
  return null;
}

const stateOfElement: Readonly<Record<string, ApplicationState>> = {
  validateDocuments: 'validating',
  holdRedemption: 'validating',
  correct: 'correcting',
  review: 'reviewing',
  consult: 'consulting',
  supply: 'supplementing',
  approvePayout: 'approvingPayout',
  approvePayoutSecond: 'approvingPayout',
  transferTokens: 'transferring',
  confirmReceipt: 'confirming',
  answerDispute: 'disputed',
  receiveOrder: 'receivingOrder',
  instructBank: 'paying',
  checkPayment: 'checkingPayment',
  confirmCorrection: 'approvingCorrection',
  correctionRejected: 'rejected',
};

/** Nothing is under way any more. */
export const closedStates: readonly ApplicationState[] = ['corrected', 'rejected', 'completed', 'terminated'];

/** What an application stays in when its process ends: a payment that was taken back, a correction that was not agreed to. */
export const finalStates: readonly ApplicationState[] = ['corrected', 'rejected'];

export type ApplicationState =
  | 'draft'
  | 'validating'
  | 'correcting'
  | 'reviewing'
  | 'consulting'
  | 'supplementing'
  | 'approvingPayout'
  | 'transferring'
  | 'confirming'
  | 'disputed'
  | 'receivingOrder'
  | 'paying'
  | 'checkingPayment'
  | 'approvingCorrection'
  | 'corrected'
  | 'rejected'
  | 'completed'
  | 'terminated';

/** The state an application is in once its token has entered this element; undefined: it stays in the one it has. */
export function stateAt(elementId: string): ApplicationState | undefined {
  return stateOfElement[elementId];
}
