/**
 * Every kind of event, and what it tells. Names are past tense. No personal data: persons are ids, and a personal
 * value is a commitment (personal-value.ts). Amounts are fen. A field once published is never renamed or dropped.
 */
export interface EventData {
  // people and offices
  organisationRegistered: { organisationId: string; kind: string; creditCode: string; parentId: string | null };
  personRegistered: { personId: string; nameCommitment: string };
  /** The name is destroyed, and with it login and memberships: the person can't act here any more. What they did stays theirs, by id. */
  personErased: { personId: string; nameCommitment: string; ground: ErasureGround };
  /** A person may sign in. Neither the login nor anything of the password is told. */
  accountCreated: { personId: string; mustChangePassword: boolean };
  passwordChanged: { personId: string };
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
    /** From then on it can't be posted any more; missing where it waits without end. */
    expiresAt?: string;
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
  /** A hold's time was over before it was posted: the payer can spend the amount again. */
  holdExpired: { transferId: string; payoutNo: number; debitAccountId: string; creditAccountId: string; amountFen: bigint };
  /** The very tokens that a payment moved go back: its payee is debited, its payer credited. */
  transferCorrected: {
    transferId: string;
    /** The transfer that was wrong. */
    correctsTransferId: string;
    payoutNo: number;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    decisionIds: string[];
    lots: { lotId: string; fromLotId: string; adviceId: string; amountFen: bigint }[];
  };
  /** The regulator's order that nothing moves on an account or for an application. */
  freezeOrdered: { freezeId: string; subject: 'account' | 'application'; subjectId: string; reasonCommitment: string; expiresAt: string | null };
  freezeAppealed: { freezeId: string; reasonCommitment: string };
  freezeAppealAnswered: { freezeId: string; outcome: 'lifted' | 'upheld'; reasonCommitment: string };
  freezeEnded: { freezeId: string; ending: 'lifted' | 'expired'; reasonCommitment?: string };

  /** Money commands that were done together or not at all; what each moved is told by its own event. */
  commandsLinked: { linkId: string; members: { command: string; applicationId: string; transferId: string | null }[] };

  /** What a receiving office keeps of a payout for its operating costs. */
  operatingSetAside: {
    transferId: string;
    /** The payout that it is a share of. */
    linkedTransferId: string;
    payoutNo: number;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    policy: { decisionKey: string; ratioBasisPoints: number; capFen: bigint };
    decisionIds: string[];
    lots: { lotId: string; fromLotId: string; adviceId: string; amountFen: bigint }[];
  };

  /** Tokens that a redemption was ordered for are promised to custody. */
  redemptionHeld: { transferId: string; payoutNo: number; revision: number; debitAccountId: string; creditAccountId: string; amountFen: bigint };
  redemptionVoided: { transferId: string; payoutNo: number; debitAccountId: string; creditAccountId: string; amountFen: bigint; reason: string };
  /** From here on the bank may pay: the tokens stay held until it says that it has paid or that it won't. */
  paymentInstructed: { paymentId: string; transferId: string; payoutNo: number; amountFen: bigint; decisionIds: string[] };
  tokensBurned: {
    transferId: string;
    payoutNo: number;
    debitAccountId: string;
    creditAccountId: string;
    amountFen: bigint;
    paymentId: string;
    decisionIds: string[];
    /** Which tokens ended: the lot that they end as, out of which lot, and the deposit that they lead back to. */
    lots: { lotId: string; fromLotId: string; adviceId: string; amountFen: bigint }[];
  };

  /** Custody held against the ledger, line by line; `differed`: nothing is minted until they agree again. */
  reserveProved: {
    proofId: string;
    custodyFen: bigint;
    supplyFen: bigint;
    balancesFen: bigint;
    outcome: 'agreed' | 'differed';
    lineCount: number;
    differences: { kind: string; id: string; bankFen: bigint | null; ledgerFen: bigint | null; state: string }[];
  };

  /** The books of a month or a year are closed; the hash is of every account's and budget's opening, movements and closing. */
  periodClosed: {
    periodId: string;
    startsAt: string;
    /** The first moment that is no longer of it. */
    endsAt: string;
    supplyFen: bigint;
    lineCount: number;
    balancesHash: string;
    /** Of the period that it opens with; null for the first. */
    previousHash: string | null;
    proofId: string;
  };
  /** A second person has looked at exactly these balances. */
  periodCloseConfirmed: { periodId: string; balancesHash: string };

  // bank
  /** The bank paid an order, in full; `reference` is the bank's own. */
  paymentConfirmed: { paymentId: string; payoutNo: number; amountFen: bigint; reference: string; valueDate: string };
  /** The bank will not pay an order. */
  paymentRefused: { paymentId: string; payoutNo: number; code: string };
  /** What the bank said of a payment doesn't fit it: a person must look. */
  paymentParked: { paymentId: string; adviceId: string; code: string };
  /** Somebody has asked the bank about a parked advice; it is off the list, and nothing was moved. */
  parkedAdviceClosed: { adviceId: string; paymentId: string; code: string; reasonCommitment: string };
  /** A paper of the bank's as one person read it. */
  bankRecordEntered: { recordId: string; kind: string; contentCommitment: string };
  /** The same paper as another read it: the same, or other in these fields. */
  bankRecordChecked: { recordId: string; kind: string; outcome: 'confirmed' | 'differed'; contentCommitment: string; fields: string[] };
  /** A message of the bank's that isn't believed, by the hash of what came. */
  bankMessageUnread: { contentHash: string; fault: string };
  depositAdvised: { adviceId: string; reference: string; amountFen: bigint; valueDate: string };
  depositMatched: { adviceId: string; accountId: string; budgetId: string };
  depositParked: { adviceId: string; code: string };

  // documents
  documentStored: { documentId: string; cid: string; mediaType: string; sizeBytes: number };
  /** Key and name are destroyed: nobody can read it any more, wherever its ciphertext was copied to. */
  documentErased: { documentId: string; ground: ErasureGround };
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
  /** A payer has a file of allocations made into applications; each tells of itself. */
  allocationsSubmitted: { fileId: string; fileHash: string; payerOrganisationId: string; lineCount: number; amountFen: bigint; isAllOrNone: boolean };
  /** Somebody asks for money in place of their tokens. Where it is to be paid stands in the form alone, whose hash this is. */
  redemptionOrdered: {
    processId: string;
    revision: number;
    organisationId: string;
    accountId: string;
    /** The office whose finance supervisors receive the order: the district. */
    receiverOrganisationId: string;
    projectId: string | null;
    amountFen: bigint;
    formHash: string;
    changedFields: string[];
  };
  /** A finance supervisor of the payer asks for a payment to be taken back; under the business id of the correction. */
  correctionProposed: { correctedApplicationId: string; payoutNo: number; amountFen: bigint; decisionId: string; reasonCommitment: string };
  decisionRecorded: {
    decisionId: string;
    decision: DecisionKind;
    outcome: 'approved' | 'rejected' | 'moreNeeded' | 'forwarded' | 'supplied' | 'confirmed' | 'disputed' | 'answered' | 'conceded';
    revision: number;
    payoutNo: number;
    /** Empty where it was made at no task: the proposal of a correction. */
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
    /** The office whose opinion is asked, for `forwarded` alone. */
    forwardedTo?: string;
    /** What was entered into fields that an admin added to the form, as one commitment. */
    answersCommitment?: string;
  };
  decisionAccepted: { decisionId: string };
  decisionRefused: { decisionId: string; code: string };
  /** An approver asks for these fields; `decisionId` is that of the asking. */
  materialRequested: { decisionId: string; revision: number; fields: string[] };
  /** To which of the asked fields the applicant consented. */
  materialConsented: { requestDecisionId: string; revision: number; fields: { field: string; isGiven: boolean }[] };
  /** The engine did not answer; the decision is sent again until it does. */
  decisionUnknown: { decisionId: string; code: string };
  /** A fingerprint of all that was decided and moved, made as the process ends. */
  applicationSealed: { revision: number; stateHash: string };
  /** What stood behind these commitments is destroyed: forms, reasons, answers. Its documents tell of themselves. */
  applicationErased: { commitments: string[]; ground: ErasureGround };
  applicationClosed: { outcome: 'completed' | 'withdrawn' | 'terminated'; reasonCommitment?: string };
  /** Its process was lost with the engine's data, and began again before these elements; what was decided there is carried over. */
  applicationRestarted: { restartId: string; lostEngineId: string; lostProcessInstanceKey: string | null; elementIds: string[]; decisionIds: string[] };
  /** A task that a restart opened anew was completed by what had been decided at it before. */
  decisionCarriedOver: { decisionId: string; restartId: string; taskKey: string; elementId: string };
  taskClaimed: { taskKey: string; personId: string };
  taskReleased: { taskKey: string; personId: string };
  reminderSent: { taskKey: string; elementId: string };
  /** Late beyond the days that the table allows: told to those who watch over it. */
  taskEscalated: { taskKey: string; elementId: string; recipientGroup: string };
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
  /** A supervisor takes a token off elements and puts one before another; told before the engine is. */
  tokenMoved: ProcessReference & { elementIds: string[]; toElementId: string; reasonCommitment: string };
  /** A supervisor sets variables of a process: their names, as values may be personal. Told before the engine is. */
  variablesSet: ProcessReference & { names: string[] };
  modelProposed: { proposalId: string; processId: string; baseVersion: number; contentHash: string };
  modelDecided: { proposalId: string; outcome: 'accepted' | 'rejected'; contentHash: string };
  modelDeployed: { processId: string; version: number; processDefinitionKey: string; proposalId: string | null; adminHash: string; deployedHash: string };

  // configuration
  /** A setting is another than at the last start; `value` is null where it is a secret or says something of the machine alone. */
  settingChanged: { setting: string; value: string | null; commitment: string; previousCommitment: string | null };

  // the log itself
  heartbeat: { sinceLeafIndex: number };
  contractDeployed: { chainId: number; address: string; previousAddress: string | null };
  /** The configured EVM node is of another chain than before. */
  chainChanged: { chainId: number; previousChainId: number };
  chainForgot: { chainId: number; address: string; anchoredSize: number; foundSize: number };
}

/**
 * What a person decides at a user task. The ledger counts `review`, `payout`, `secondPayout`, `matchDeposit`, `redemption` and `correction`;
 * a `paymentCheck` says that somebody has asked the bank; an `opinion` is what a task that an admin has added to a flow asks for, and moves nothing by itself.
 */
export type DecisionKind =
  | 'review' | 'payout' | 'secondPayout' | 'matchDeposit' | 'redemption' | 'correction' | 'paymentCheck' | 'resubmission' | 'supplement' | 'receipt' | 'disputeAnswer' | 'opinion';

/**
 * Why personal data was destroyed, by article 47 of the Personal Information Protection Law (个人信息保护法): its purpose is
 * achieved, the time that it must be kept is over, consent was withdrawn, or it was held against the law or an agreement.
 */
export type ErasureGround = 'purposeAchieved' | 'retentionOver' | 'consentWithdrawn' | 'unlawful';

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
