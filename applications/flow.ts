import type { DecisionKind } from '@gbc/events';
import type { OrganisationKind, Role } from '@gbc/identity';

/** What the platform knows of a flow beside its model: who may apply to whom, and with which form. */
export interface Flow {
  readonly processId: string;
  readonly payerKind: OrganisationKind;
  readonly applicantKind: OrganisationKind;
  /** Who fills in and corrects the application. */
  readonly applicantRole: Role;
  readonly startFormId: string;
  /** Row of the table `payout-limit`. */
  readonly tier: 'street' | 'department' | 'district';
}

export const flows: readonly Flow[] = [
  { processId: 'street-approval', payerKind: 'street', applicantKind: 'firm', applicantRole: 'supplier', startFormId: 'street-application', tier: 'street' },
  { processId: 'department-approval', payerKind: 'department', applicantKind: 'street', applicantRole: 'project-manager', startFormId: 'department-application', tier: 'department' },
  { processId: 'district-approval', payerKind: 'district', applicantKind: 'department', applicantRole: 'project-manager', startFormId: 'district-application', tier: 'district' },
];

export function findFlow(processId: string): Flow | undefined {
  return flows.find((flow) => flow.processId === processId);
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

export type DecisionOutcome = 'approved' | 'rejected' | 'moreNeeded' | 'supplied' | 'confirmed';

/** The outcomes a task of a kind can have, the expected one first. */
export function outcomesOf(kind: DecisionKind): readonly DecisionOutcome[] {
  switch (kind) {
    case 'review':
      return ['approved', 'moreNeeded', 'rejected'];
    case 'resubmission':
    case 'supplement':
      return ['supplied'];
    case 'receipt':
    case 'paymentCheck':
      return ['confirmed'];
    default:
      return ['approved', 'rejected'];
  }
}

/** The role that may decide; null where the task's groups alone say it. */
export function roleOf(kind: DecisionKind): Role | null {
  if (kind === 'review') return 'specialist';
  if (kind === 'payout' || kind === 'secondPayout' || kind === 'matchDeposit' || kind === 'redemption' || kind === 'paymentCheck') return 'finance-supervisor';
  return null;
}

const stateOfElement: Readonly<Record<string, ApplicationState>> = {
  validateDocuments: 'validating',
  correct: 'correcting',
  review: 'reviewing',
  supply: 'supplementing',
  approvePayout: 'approvingPayout',
  approvePayoutSecond: 'approvingPayout',
  transferTokens: 'transferring',
  confirmReceipt: 'confirming',
};

export type ApplicationState =
  | 'draft'
  | 'validating'
  | 'correcting'
  | 'reviewing'
  | 'supplementing'
  | 'approvingPayout'
  | 'transferring'
  | 'confirming'
  | 'completed'
  | 'terminated';

/** The state an application is in once its token has entered this element; undefined: it stays in the one it has. */
export function stateAt(elementId: string): ApplicationState | undefined {
  return stateOfElement[elementId];
}
