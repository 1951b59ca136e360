/**
 * Every kind of event, and what it tells. Names are past tense. No personal data: persons are ids, and a personal
 * value is a commitment (personal-value.ts). Amounts are fen. A field once published is never renamed or dropped.
 */
export interface EventData {
  // people and offices
  organisationRegistered: { organisationId: string; kind: string; creditCode: string; parentId: string | null };
  personRegistered: { personId: string; nameCommitment: string };
  membershipGranted: { personId: string; organisationId: string; role: string };
  privilegedSignedIn: { personId: string; roles: string[] };

  // ledger
  accountOpened: { accountId: string; kind: string; organisationId: string | null; projectId: string | null; budgetLine: string | null };
  budgetOpened: {
    budgetId: string;
    level: 'appropriation' | 'contract' | 'invoice';
    parentId: string | null;
    limitFen: bigint;
    payeeAccountId: string | null;
    /** The account that pays under it. */
    payerAccountId?: string;
  };
  tokensMinted: {
    transferId: string;
    adviceId: string;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    decisionIds: string[];
    /** The appropriation that it funds. */
    budgetId?: string;
    /** The lot that the tokens begin as. */
    lotId?: string;
  };
  holdTaken: {
    transferId: string;
    payoutNo: number;
    revision: number;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    budgetIds: string[];
    approvalsRequired: number;
    policy: { decisionKey: string; limitFen: bigint };
    decisionIds: string[];
  };
  holdVoided: { transferId: string; payoutNo: number; debitAccountId: string; creditAccountId: string; amountFen: bigint; reason: string };
  transferPosted: {
    transferId: string;
    payoutNo: number;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    decisionIds: string[];
    /** Which tokens moved: out of which lot, into which, and the deposit that both lead back to. */
    lots?: { lotId: string; fromLotId: string; adviceId: string; amountFen: bigint }[];
  };

  // bank
  depositAdvised: { adviceId: string; reference: string; amountFen: bigint; valueDate: string };
  depositMatched: { adviceId: string; accountId: string; budgetId: string };
  depositParked: { adviceId: string; code: string };

  // documents
  documentStored: { documentId: string; cid: string; mediaType: string; sizeBytes: number };
  documentErased: { documentId: string };
  documentsValidated: { revision: number; passed: boolean; findings: { rule: string; field: string | null; outcome: 'passed' | 'warned' | 'refused' }[] };
  invoiceUsed: { invoiceHash: string; revision: number };
  invoiceReleased: { invoiceHash: string };

  // applications
  applicationSubmitted: {
    processId: string;
    revision: number;
    payerOrganisationId: string;
    payeeOrganisationId: string;
    payerAccountId: string;
    payeeAccountId: string;
    projectId: string;
    amountFen: bigint;
    budgetId: string;
    formHash: string;
    documentIds: string[];
    changedFields: string[];
  };
  decisionRecorded: {
    decisionId: string;
    decision: DecisionKind;
    outcome: 'approved' | 'rejected' | 'moreNeeded' | 'forwarded' | 'supplied' | 'confirmed';
    revision: number;
    payoutNo: number;
    taskKey: string;
    elementId: string;
    organisationId: string;
    role: string;
    processDefinitionKey: string;
    processVersion: number;
    formHash: string;
    field: string | null;
    reasonCommitment: string | null;
    /** The deposit advice, for `matchDeposit` alone. */
    adviceId: string | null;
  };
  decisionAccepted: { decisionId: string };
  decisionRefused: { decisionId: string; code: string };
  /** The engine did not answer; the decision is sent again until it does. */
  decisionUnknown: { decisionId: string; code: string };
  /** A fingerprint of all that was decided and moved, made as the process ends. */
  applicationSealed: { revision: number; stateHash: string };
  applicationClosed: { outcome: 'completed' | 'withdrawn' | 'terminated' };
  taskClaimed: { taskKey: string; personId: string };
  taskReleased: { taskKey: string; personId: string };
  reminderSent: { taskKey: string; elementId: string };
  /** A worker's command that a rule of ledger or documents refused. */
  commandRefused: { command: string; code: string };
  /** What a person asked for and a rule refused; `times` within the hour so far, told of when it has doubled. */
  attemptRefused: { command: string; code: string; subjectId: string | null; times: number };

  // processes
  processStarted: ProcessReference;
  processEnded: ProcessReference & { outcome: 'completed' | 'terminated' };
  elementEntered: ElementReference;
  elementLeft: ElementReference & { outcome: 'completed' | 'terminated' };
  incidentRaised: ElementReference & { incidentKey: string; errorType: string };
  incidentResolved: ElementReference & { incidentKey: string };
  modelProposed: { proposalId: string; processId: string; baseVersion: number; contentHash: string };
  modelDecided: { proposalId: string; outcome: 'accepted' | 'rejected'; contentHash: string };
  modelDeployed: { processId: string; version: number; processDefinitionKey: string; proposalId: string | null; adminHash: string; deployedHash: string };

  // the log itself
  heartbeat: { sinceLeafIndex: number };
  contractDeployed: { chainId: number; address: string; previousAddress: string | null };
  /** The configured EVM node is of another chain than before. */
  chainChanged: { chainId: number; previousChainId: number };
  chainForgot: { chainId: number; address: string; anchoredSize: number; foundSize: number };
}

/**
 * What a person decides at a user task. The ledger counts `review`, `payout`, `secondPayout` and `matchDeposit`;
 * an `opinion` is what a task that an admin has added to a flow asks for, and moves nothing by itself.
 */
export type DecisionKind = 'review' | 'payout' | 'secondPayout' | 'matchDeposit' | 'resubmission' | 'supplement' | 'receipt' | 'opinion';

export interface ProcessReference {
  engineId: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  processId: string;
  processVersion: number;
}

export interface ElementReference extends ProcessReference {
  elementId: string;
  elementType: string;
  elementInstanceKey: string;
}

export type EventType = keyof EventData;
