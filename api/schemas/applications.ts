import { z } from 'zod';
import { Fen, Id, Key, Role, Time, Uuid } from './values.ts';

export const ProcessId = z.enum(['street-approval', 'department-approval', 'district-approval']);

export const DocumentKind = z.enum(['proposal', 'contract', 'invoice', 'eInvoice', 'supplement', 'statement']);

export const AttachedDocument = z.object({ documentId: Uuid, kind: DocumentKind }).meta({ id: 'AttachedDocument' });

export const DocumentView = z
  .object({
    documentId: Uuid,
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    cid: z.string(),
    kind: DocumentKind.nullable(),
    storedAt: Time,
    erasedAt: Time.nullable().meta({ description: 'When key and name were destroyed; the name is empty then' }),
  })
  .meta({ id: 'Document' });

/** A draft may be incomplete: it is checked when it is submitted. */
export const DraftInput = z
  .object({ form: z.record(z.string(), z.unknown()), documents: z.array(AttachedDocument).max(50) })
  .meta({ id: 'DraftInput' });

export const NewApplication = z
  .object({
    processId: ProcessId,
    payerOrganisationId: Id,
    applicantOrganisationId: Id,
    form: z.record(z.string(), z.unknown()).default({}),
    documents: z.array(AttachedDocument).max(50).default([]),
  })
  .meta({ id: 'NewApplication' });

/** The word on the status chip: 草稿, 待校验, 待补正, 待审核, 会办中, 待补充, 待付款审批, 已划拨, 待确认, 争议中, 待复核更正, 已更正, 未同意, 已完成, 已终止. */
export const ApplicationState = z.enum([
  'draft',
  'validating',
  'correcting',
  'reviewing',
  'consulting',
  'supplementing',
  'approvingPayout',
  'transferring',
  'confirming',
  'disputed',
  'receivingOrder',
  'paying',
  'checkingPayment',
  'approvingCorrection',
  'corrected',
  'rejected',
  'completed',
  'terminated',
]);

export const ProofState = z.enum(['recorded', 'logged', 'witnessed', 'anchored']);

export const Finding = z
  .object({
    rule: z.string(),
    article: z.string().nullable(),
    field: z.string().nullable(),
    outcome: z.enum(['passed', 'warned', 'refused']),
    message: z.string().meta({ description: 'In the reader’s language' }),
  })
  .meta({ id: 'Finding' });

export const DecisionKind = z.enum(['review', 'payout', 'secondPayout', 'matchDeposit', 'redemption', 'correction', 'paymentCheck', 'resubmission', 'supplement', 'receipt', 'disputeAnswer', 'opinion']);

export const DecisionView = z
  .object({
    decisionId: Uuid,
    decision: DecisionKind,
    outcome: z.string(),
    state: z.enum(['recorded', 'accepted', 'refused']),
    revision: z.int(),
    payoutNo: z.int(),
    personId: z.string(),
    personName: z.string(),
    role: Role,
    organisationId: z.string(),
    field: z.string().nullable(),
    forwardedTo: z.string().nullable().meta({ description: 'The office whose opinion was asked' }),
    reason: z.string().nullable(),
    answers: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What was entered into fields that an admin added to the form' }),
    at: Time,
  })
  .meta({ id: 'Decision' });

/** A freeze that keeps an application’s money where it is, as everybody may know of it. */
export const FreezeOfApplication = z
  .object({
    freezeId: Uuid,
    concerns: z.enum(['application', 'payerAccount', 'payeeAccount']),
    accountId: z.string().nullable(),
    organisationId: z.string().nullable().meta({ description: 'Whose account it is' }),
    reason: z.string().nullable().meta({ description: 'For those concerned and the regulator alone' }),
    orderedAt: Time,
    expiresAt: Time.nullable(),
    appealedAt: Time.nullable(),
    upheldAt: Time.nullable(),
    mayAnswer: z.boolean(),
    mayAppealFor: z.array(z.string()),
  })
  .meta({ id: 'FreezeOfApplication' });

/** The correction of a payment: proposed, corrected, or not agreed to. */
export const CorrectionOfApplication = z
  .object({ applicationId: z.string().meta({ description: 'Of the correction’s own page' }), payoutNo: z.int(), state: ApplicationState })
  .meta({ id: 'CorrectionOfApplication' });

export const NewCorrection = z.object({ reason: z.string().trim().min(1).max(2000) }).meta({ id: 'NewCorrection' });

export const RevisionView = z
  .object({
    revision: z.int(),
    form: z.record(z.string(), z.unknown()).meta({ description: 'Empty once it is erased' }),
    formHash: z.string().meta({ description: 'The commitment that the log has: SHA-256 of salt and RFC 8785 JSON of `{documents: [{documentId, kind}], form}`, in hex' }),
    salt: z.string().nullable().meta({ description: 'In hex; null where the form is erased, or a part of it is masked for this reader' }),
    documents: z.array(DocumentView),
    submittedAt: Time,
    submittedBy: z.string(),
    changedFields: z.array(z.string()),
    findings: z.array(Finding),
  })
  .meta({ id: 'Revision' });

export const ApplicationSummary = z
  .object({
    applicationId: z.string(),
    processId: z.string(),
    state: ApplicationState,
    title: z.string(),
    projectId: z.string().nullable(),
    payerOrganisationId: z.string(),
    applicantOrganisationId: z.string(),
    applicantRole: Role,
    amountFen: Fen.nullable(),
    revision: z.int(),
    isFrozen: z.boolean().meta({ description: 'The regulator has frozen the application itself' }),
    waitingFor: z.array(z.string()).meta({ description: 'Groups `{organisationId}/{role}` that hold an open task' }),
    proof: ProofState.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'ApplicationSummary' });

export const Application = ApplicationSummary.extend({
  draft: DraftInput.nullable().meta({ description: 'Only while it is a draft or being corrected, and only to its applicant' }),
  draftDocuments: z.array(DocumentView),
  revisions: z.array(RevisionView),
  decisions: z.array(DecisionView),
  processInstanceKey: Key.nullable(),
  processVersion: z.int().nullable(),
  contract: z
    .object({ number: z.string(), amountFen: Fen, paidFen: Fen, heldFen: Fen })
    .nullable()
    .meta({ description: 'The contract and what was paid on it before' }),
  materialRequests: z
    .array(z.object({ decisionId: Uuid, fields: z.array(z.string()), consents: z.array(z.object({ field: z.string(), isGiven: z.boolean() })).nullable() }))
    .meta({ description: 'What approvers asked for, oldest first, and to which fields the applicant consented' }),
  budget: z.object({ limitFen: Fen, heldFen: Fen, spentFen: Fen }).nullable(),
  mayEdit: z.boolean(),
  mayErase: z.boolean().meta({ description: 'A platform admin may destroy what is personal in it: it is over, and not frozen' }),
  erasedAt: Time.nullable().meta({ description: 'When what was filled in and said was destroyed' }),
  refusal: z
    .object({ code: z.string(), message: z.string(), reasonCode: z.string().nullable().meta({ description: 'The bank’s, an ISO 20022 code' }) })
    .nullable()
    .meta({ description: 'Why the ledger refused the last hold or transfer' }),
  openTaskIds: z.array(z.string()),
  freezes: z.array(FreezeOfApplication).meta({ description: 'In force now, on the application or an account that its money moves between' }),
  correction: CorrectionOfApplication.nullable(),
  corrects: z.object({ applicationId: z.string(), payoutNo: z.int() }).nullable().meta({ description: 'Of a correction, the payment that it takes back' }),
  mayCorrectPayoutNo: z.int().nullable().meta({ description: 'The payment whose correction the reader may propose now' }),
}).meta({ id: 'Application' });

export const HistoryEntry = z
  .object({
    eventId: Uuid,
    applicationId: z.string().nullable(),
    type: z.string(),
    at: Time,
    personName: z.string().nullable(),
    organisationId: z.string().nullable(),
    role: z.string().nullable(),
    summary: z.string().meta({ description: 'One sentence in the reader’s language; a step and a flow are named as their model names them' }),
    elementId: z.string().nullable(),
    elementName: z.string().nullable().meta({ description: 'As the model names the element, and the summary with it' }),
    processId: z.string().nullable(),
    processName: z.string().nullable().meta({ description: 'As the model names the flow, and the summary with it' }),
    proof: ProofState,
    leafIndex: z.int().nullable(),
  })
  .meta({ id: 'HistoryEntry' });

export const TrailStep = z
  .object({
    transferId: z.string(),
    kind: z.enum(['mint', 'payout', 'burn', 'correction', 'setAside']),
    state: z.enum(['pending', 'posted', 'voided', 'expired']),
    payoutNo: z.int().nullable().meta({ description: 'Of a payout or redemption; null for a mint or correction' }),
    fromAccountId: z.string(),
    fromOrganisationId: z.string().nullable(),
    toAccountId: z.string(),
    toOrganisationId: z.string().nullable(),
    amountFen: Fen,
    at: Time,
    applicationId: z.string(),
    decidedBy: z.array(z.object({ personName: z.string(), role: Role, at: Time })),
    eventId: Uuid.nullable(),
    proof: ProofState,
  })
  .meta({ id: 'TrailStep' });
