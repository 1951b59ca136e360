import { z } from 'zod';
import { operation, type Operation } from './operation.ts';
import * as allocations from './schemas/allocations.ts';
import * as applications from './schemas/applications.ts';
import * as bank from './schemas/bank.ts';
import * as erasure from './schemas/erasure.ts';
import * as evidence from './schemas/evidence.ts';
import * as exports from './schemas/exports.ts';
import * as flows from './schemas/flows.ts';
import * as freezes from './schemas/freezes.ts';
import * as funds from './schemas/funds.ts';
import * as periods from './schemas/periods.ts';
import * as processes from './schemas/processes.ts';
import * as reference from './schemas/reference.ts';
import * as session from './schemas/session.ts';
import * as tasks from './schemas/tasks.ts';
import { Time } from './schemas/values.ts';

const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Every call of the API by its operation id. */
export const contract = {
  // session
  signIn: operation({ method: 'post', path: '/session', tag: 'session', summary: 'Sign in', isPublic: true, isIdempotent: true, body: session.Credentials, response: session.Session }),
  getSession: operation({ method: 'get', path: '/session', tag: 'session', summary: 'Who is signed in; 401 if nobody', response: session.Session }),
  signOut: operation({ method: 'delete', path: '/session', tag: 'session', summary: 'Sign out', isIdempotent: true, status: 204 }),
  changePassword: operation({ method: 'put', path: '/session/password', tag: 'session', summary: 'Choose another password', isIdempotent: true, body: session.NewPassword, response: session.Session }),
  setLocale: operation({ method: 'put', path: '/session/locale', tag: 'session', summary: 'Choose the language', isIdempotent: true, body: z.object({ locale: session.Locale }), response: session.Session }),

  // reference
  listOrganisations: operation({ method: 'get', path: '/organisations', tag: 'reference', summary: 'All members of the alliance', response: z.object({ items: z.array(reference.Organisation) }) }),
  listPeople: operation({ method: 'get', path: '/people', tag: 'reference', summary: 'Who may act for which organisation, in which role (platform admin, regulator)', response: z.object({ items: z.array(reference.Person) }) }),
  erasePerson: operation({ method: 'post', path: '/people/{personId}/erasure', tag: 'reference', summary: 'Destroy a person’s name, login and memberships for good; what they did stays under their id (platform admin)', body: erasure.Erasure, response: z.object({ items: z.array(reference.Person) }) }),
  listProjects: operation({ method: 'get', path: '/projects', tag: 'reference', summary: 'Projects with the budgets of each office', response: z.object({ items: z.array(reference.Project) }) }),
  getStartForm: operation({ method: 'get', path: '/processes/{processId}/start-form', tag: 'reference', summary: 'The form an applicant fills in', response: z.object({ formId: z.string(), schema: reference.FormSchema }) }),

  // documents
  uploadDocument: operation({ method: 'post', path: '/documents', tag: 'documents', summary: 'Store one file, encrypted', status: 201, upload: true, body: z.object({ kind: applications.DocumentKind }), response: applications.DocumentView }),
  eraseDocument: operation({ method: 'post', path: '/documents/{documentId}/erasure', tag: 'documents', summary: 'Destroy a document’s key and name for good; its hash stays in the log (platform admin)', body: erasure.Erasure, response: applications.DocumentView }),
  getDocumentContent: operation({ method: 'get', path: '/documents/{documentId}/content', tag: 'documents', summary: 'The file, decrypted', mediaType: 'application/octet-stream' }),

  // applications
  listApplications: operation({
    method: 'get', path: '/applications', tag: 'applications', summary: 'Applications, newest first',
    query: z.object({ scope: z.enum(['mine', 'office', 'all']).default('all'), state: applications.ApplicationState.optional(), q: z.string().max(100).optional(), ...page }),
    response: listOf(applications.ApplicationSummary),
  }),
  createApplication: operation({ method: 'post', path: '/applications', tag: 'applications', summary: 'Begin a draft', status: 201, body: applications.NewApplication, response: applications.Application }),
  getApplication: operation({ method: 'get', path: '/applications/{applicationId}', tag: 'applications', summary: 'One application, whole', response: applications.Application }),
  saveDraft: operation({ method: 'put', path: '/applications/{applicationId}/draft', tag: 'applications', summary: 'Keep what was entered so far', body: applications.DraftInput, response: applications.Application }),
  submitApplication: operation({ method: 'post', path: '/applications/{applicationId}/submission', tag: 'applications', summary: 'Submit the draft; its process starts', status: 202, response: applications.Application }),
  getApplicationTrail: operation({ method: 'get', path: '/applications/{applicationId}/trail', tag: 'applications', summary: 'Its money, from the deposit to the payee', response: z.object({ items: z.array(applications.TrailStep) }) }),
  proposeCorrection: operation({ method: 'post', path: '/applications/{applicationId}/payouts/{payoutNo}/correction', tag: 'applications', summary: 'Propose that a payment be taken back (finance supervisor of who paid); a second one confirms', status: 202, body: applications.NewCorrection, response: applications.Application }),
  eraseApplication: operation({ method: 'post', path: '/applications/{applicationId}/erasure', tag: 'applications', summary: 'Destroy what was filled in, attached and said about an application that is over, for good; events, amounts and proofs stay (platform admin)', body: erasure.Erasure, response: applications.Application }),
  getApplicationHistory: operation({ method: 'get', path: '/applications/{applicationId}/history', tag: 'applications', summary: 'Every event, oldest first', response: z.object({ items: z.array(applications.HistoryEntry) }) }),

  // allocations from a file
  listAllocationFiles: operation({ method: 'get', path: '/allocation-files', tag: 'applications', summary: 'Files of allocations of my offices, newest first', response: z.object({ items: z.array(allocations.AllocationFile) }) }),
  uploadAllocationFile: operation({ method: 'post', path: '/allocation-files', tag: 'applications', summary: 'Check a file of allocations line by line; nothing is submitted yet (project manager or finance supervisor of the payer)', status: 201, upload: true, body: allocations.AllocationUpload, response: allocations.AllocationFile }),
  getAllocationFile: operation({ method: 'get', path: '/allocation-files/{fileId}', tag: 'applications', summary: 'How far a file is', response: allocations.AllocationFile }),
  listAllocationLines: operation({ method: 'get', path: '/allocation-files/{fileId}/lines', tag: 'applications', summary: 'Its lines, what rules say of each and the application that came of it', query: allocations.LineQuery, response: allocations.AllocationLines }),
  submitAllocationFile: operation({ method: 'post', path: '/allocation-files/{fileId}/submission', tag: 'applications', summary: 'Make an application of each good line, or of all or none', status: 202, body: allocations.AllocationSubmission, response: allocations.AllocationFile }),
  getRefusedLines: operation({ method: 'get', path: '/allocation-files/{fileId}/refused', tag: 'applications', summary: 'Refused lines as a file, to be mended and uploaded again', mediaType: 'text/csv' }),
  getAllocationTemplate: operation({ method: 'get', path: '/allocation-template', tag: 'applications', summary: 'An empty file of allocations, as a workbook or as CSV', query: allocations.TemplateQuery, mediaType: 'application/octet-stream' }),

  // tasks
  listTasks: operation({
    method: 'get', path: '/tasks', tag: 'tasks', summary: 'Open tasks of my groups (`candidate`), those I claimed (`mine`), or all I may see',
    query: z.object({ scope: z.enum(['mine', 'candidate', 'all']).default('candidate'), state: z.enum(['open', 'closed']).default('open'), q: z.string().max(100).optional(), ...page }),
    response: listOf(tasks.TaskSummary),
  }),
  getTask: operation({ method: 'get', path: '/tasks/{taskId}', tag: 'tasks', summary: 'One task with its form', response: tasks.Task }),
  claimTask: operation({ method: 'put', path: '/tasks/{taskId}/claim', tag: 'tasks', summary: 'Take it on', response: tasks.Task }),
  releaseTask: operation({ method: 'delete', path: '/tasks/{taskId}/claim', tag: 'tasks', summary: 'Give it back', response: tasks.Task }),
  completeTask: operation({ method: 'post', path: '/tasks/{taskId}/completion', tag: 'tasks', summary: 'Decide', body: tasks.TaskCompletion, response: tasks.TaskCompleted }),

  // processes
  listProcesses: operation({ method: 'get', path: '/processes', tag: 'processes', summary: 'Deployed flows', response: z.object({ items: z.array(processes.ProcessSummary) }) }),
  getProcess: operation({ method: 'get', path: '/processes/{processId}', tag: 'processes', summary: 'One flow and its versions', response: processes.ProcessDetail }),
  getProcessModel: operation({ method: 'get', path: '/processes/{processId}/versions/{version}/model', tag: 'processes', summary: 'The BPMN of a version (`latest` for the newest)', response: processes.ModelXml }),
  listProcessInstances: operation({
    method: 'get', path: '/process-instances', tag: 'processes', summary: 'Instances, newest first',
    query: z.object({ processId: z.string().max(80).optional(), state: z.enum(['running', 'completed', 'terminated']).optional(), applicationId: z.string().max(80).optional(), ...page }),
    response: listOf(processes.ProcessInstanceSummary),
  }),
  getProcessInstance: operation({ method: 'get', path: '/process-instances/{processInstanceKey}', tag: 'processes', summary: 'Where its tokens are', response: processes.ProcessInstance }),
  resolveIncident: operation({ method: 'post', path: '/incidents/{incidentKey}/resolution', tag: 'processes', summary: 'Try the element again (supervisor)', response: processes.ProcessInstance }),
  cancelProcessInstance: operation({ method: 'post', path: '/process-instances/{processInstanceKey}/cancellation', tag: 'processes', summary: 'End an instance (supervisor); a hold is released', body: z.object({ reason: z.string().trim().min(1).max(2000) }), response: processes.ProcessInstance }),

  moveToken: operation({ method: 'post', path: '/process-instances/{processInstanceKey}/token', tag: 'processes', summary: 'Take a token off an element and put it before another (supervisor); money stays bound to its payout', body: processes.TokenMove, response: processes.ProcessInstance }),
  setProcessVariables: operation({ method: 'put', path: '/process-instances/{processInstanceKey}/variables', tag: 'processes', summary: 'Set variables of an instance (supervisor): they route, and prove nothing', body: processes.VariablesToSet, response: processes.ProcessInstance }),
  getEngineStatus: operation({ method: 'get', path: '/engine', tag: 'processes', summary: 'Whether the engine answers, and what waits for it', response: processes.EngineStatus }),
  listOrphanedApplications: operation({ method: 'get', path: '/orphaned-applications', tag: 'processes', summary: 'Applications whose process was lost with the engine’s data', response: z.object({ items: z.array(processes.OrphanedApplication) }) }),
  restartApplication: operation({ method: 'post', path: '/orphaned-applications/{applicationId}/restart', tag: 'processes', summary: 'Begin its process again at the right step (supervisor)', status: 202, response: z.object({ applicationId: z.string(), elementIds: z.array(z.string()) }) }),

  // models
  listPolicies: operation({ method: 'get', path: '/policies', tag: 'models', summary: 'The decision tables that flows call', response: z.object({ items: z.array(processes.Policy) }) }),
  proposePolicy: operation({ method: 'post', path: '/policies/{policyId}/proposals', tag: 'models', summary: 'Propose other cells (process admin)', status: 201, body: processes.NewPolicyProposal, response: processes.Proposal }),
  listProposals: operation({ method: 'get', path: '/model-proposals', tag: 'models', summary: 'Redrawn flows waiting for, or past, review', query: z.object({ processId: z.string().max(80).optional() }), response: z.object({ items: z.array(processes.ProposalSummary) }) }),
  proposeModel: operation({ method: 'post', path: '/model-proposals', tag: 'models', summary: 'Propose a redrawn flow (process admin)', status: 201, body: processes.NewProposal, response: processes.Proposal }),
  getProposal: operation({ method: 'get', path: '/model-proposals/{proposalId}', tag: 'models', summary: 'One proposal with both models', response: processes.Proposal }),
  decideProposal: operation({ method: 'post', path: '/model-proposals/{proposalId}/decision', tag: 'models', summary: 'Accept and deploy, or reject (a second process admin)', body: processes.ProposalDecision, response: processes.Proposal }),

  // funds
  getFunds: operation({ method: 'get', path: '/funds', tag: 'funds', summary: 'Supply, custody and every balance; with `at`, as they stood at the end of that moment', query: z.object({ at: Time.optional() }), response: funds.Funds }),
  listDeposits: operation({ method: 'get', path: '/deposits', tag: 'funds', summary: 'Deposit advices and where each stands', response: z.object({ items: z.array(funds.Deposit) }) }),
  makeDeposit: operation({ method: 'post', path: '/deposits', tag: 'funds', summary: 'Pay public money into custody (bank operator, simulated bank)', status: 202, body: funds.NewDeposit, response: z.object({ depositId: z.string() }) }),
  orderRedemption: operation({ method: 'post', path: '/redemptions', tag: 'funds', summary: 'Order money for tokens; its process starts', status: 202, body: funds.NewRedemption, response: z.object({ applicationId: z.string() }) }),
  getReserveProof: operation({ method: 'get', path: '/reserve-proofs/latest', tag: 'funds', summary: 'Custody against supply against balances, line by line, as last proved', response: z.object({ proof: funds.ReserveProof.nullable() }) }),
  proveReserve: operation({ method: 'post', path: '/reserve-proofs', tag: 'funds', summary: 'Prove the reserve now (finance supervisor, bank operator, regulator)', status: 201, response: funds.ReserveProof }),
  listPayments: operation({ method: 'get', path: '/payments', tag: 'funds', summary: 'What the bank was told to pay, newest first', response: z.object({ items: z.array(funds.Payment) }) }),
  settlePayment: operation({ method: 'post', path: '/payments/{paymentId}/outcome', tag: 'funds', summary: 'Pay an order or refuse it (bank operator, simulated bank)', status: 202, body: funds.PaymentOutcome, response: funds.Payment }),

  // bank
  getBankDesk: operation({ method: 'get', path: '/bank', tag: 'funds', summary: 'How the custodian bank is spoken to', response: bank.BankDesk }),
  pushBankAdvices: operation({
    method: 'post', path: '/bank/advices', tag: 'funds', summary: 'Advices that the bank pushes, signed with HMAC-SHA256 over `<timestamp>.<delivery>.<body>`', isPublic: true, isIdempotent: true,
    signed: { headers: bank.PushHeaders, body: bank.PushedAdvices }, response: z.object({ deliveryId: z.string(), isNew: z.boolean() }),
  }),
  listBankRecords: operation({ method: 'get', path: '/bank/records', tag: 'funds', summary: 'Papers of the bank’s that two persons read, newest first', response: z.object({ items: z.array(bank.BankRecord) }) }),
  enterBankRecord: operation({ method: 'post', path: '/bank/records', tag: 'funds', summary: 'Enter what a paper says (district finance, bank operator; bank off line)', status: 201, body: bank.NewBankRecord, response: bank.BankRecord }),
  checkBankRecord: operation({ method: 'post', path: '/bank/records/{recordId}/check', tag: 'funds', summary: 'Enter what the same paper says, as a second person', body: bank.NewBankRecord, response: bank.BankRecord }),
  listParked: operation({ method: 'get', path: '/bank/parked', tag: 'funds', summary: 'What the bank said and what waits for a person', response: bank.Parked }),
  assignDeposit: operation({ method: 'post', path: '/deposits/{adviceId}/assignment', tag: 'funds', summary: 'Say which appropriation a parked deposit is for (district finance)', status: 202, body: bank.DepositAssignment, response: z.object({ adviceId: z.string() }) }),
  closeParkedAdvice: operation({ method: 'post', path: '/bank/parked/{adviceId}/closing', tag: 'funds', summary: 'Take a parked payment advice off the list, with what the bank said when it was asked', body: bank.AdviceClosing, response: z.object({ adviceId: z.string() }) }),

  // periods
  listPeriods: operation({ method: 'get', path: '/periods', tag: 'funds', summary: 'Months and years of the books, newest first', response: z.object({ items: z.array(periods.PeriodView) }) }),
  getPeriod: operation({ method: 'get', path: '/periods/{periodId}', tag: 'funds', summary: 'One period and the sums of its accounts', response: periods.PeriodDetail }),
  listPeriodPending: operation({ method: 'get', path: '/periods/{periodId}/pending', tag: 'funds', summary: 'What was held at a closed period’s end, neither posted nor released, the oldest first, at most 200', response: z.object({ items: z.array(periods.PendingTransfer) }) }),
  listPeriodLines: operation({
    method: 'get', path: '/periods/{periodId}/lines', tag: 'funds', summary: 'What accounts and budgets opened and closed a period with',
    query: z.object({ subject: z.enum(['account', 'budget']).optional(), ...page }), response: listOf(periods.PeriodLineView),
  }),
  closePeriod: operation({ method: 'post', path: '/periods/{periodId}/closing', tag: 'funds', summary: 'Close the books of a period (finance supervisor of a district)', response: periods.PeriodDetail }),
  confirmPeriod: operation({ method: 'post', path: '/periods/{periodId}/confirmation', tag: 'funds', summary: 'Confirm a close (another finance supervisor of a district)', body: periods.PeriodConfirmation, response: periods.PeriodDetail }),

  // exports
  exportApplications: operation({ method: 'get', path: '/exports/applications', tag: 'funds', summary: 'The list of applications as a file', query: exports.ApplicationsQuery, mediaType: exports.tableTypes }),
  exportTransfers: operation({ method: 'get', path: '/exports/transfers', tag: 'funds', summary: 'Every movement of tokens as a file', query: exports.TransfersQuery, mediaType: exports.tableTypes }),
  exportBalances: operation({ method: 'get', path: '/exports/balances', tag: 'funds', summary: 'Every account’s balance as a file; with `at`, at the end of that moment', query: exports.BalancesQuery, mediaType: exports.tableTypes }),
  exportBudgets: operation({ method: 'get', path: '/exports/budgets', tag: 'funds', summary: 'Appropriations, contracts and invoices as a file', query: exports.BudgetsQuery, mediaType: exports.tableTypes }),
  exportDeposits: operation({ method: 'get', path: '/exports/deposits', tag: 'funds', summary: 'Deposits into custody as a file', query: exports.TableQuery, mediaType: exports.tableTypes }),
  exportPayments: operation({ method: 'get', path: '/exports/payments', tag: 'funds', summary: 'Redemption payments as a file', query: exports.TableQuery, mediaType: exports.tableTypes }),
  exportPeriod: operation({ method: 'get', path: '/exports/periods/{periodId}', tag: 'funds', summary: 'A closed period as a file; `ndjson` is the very text whose SHA-256 the log has', query: exports.PeriodQuery, mediaType: [...exports.tableTypes, 'application/x-ndjson'] }),
  exportOcds: operation({ method: 'get', path: '/exports/ocds', tag: 'funds', summary: 'Contracts and what was paid on them, as an OCDS 1.1 release package', query: exports.OcdsQuery, mediaType: 'application/json' }),

  // where the money went
  getProjectFunds: operation({ method: 'get', path: '/projects/{projectId}/funds', tag: 'funds', summary: 'A project’s accounts, budgets and money flows; with `at`, as they stood at the end of that moment', query: flows.AtMoment, response: flows.ProjectFunds }),
  getLotFlows: operation({ method: 'get', path: '/lots/{lotId}/flows', tag: 'funds', summary: 'One lot: back to its deposit and forward to where its money is', query: flows.AtMoment, response: flows.LotFlows }),
  getApplicationFlows: operation({ method: 'get', path: '/applications/{applicationId}/flows', tag: 'applications', summary: 'What an application was paid: back to its deposits and forward to where that money is', query: flows.AtMoment, response: flows.LotFlows }),
  listFlowTransfers: operation({ method: 'get', path: '/flow-transfers', tag: 'funds', summary: 'The transfers behind one flow of a project, application or lot, newest first', query: flows.FlowTransfersQuery, response: listOf(flows.FlowTransfer) }),

  // freezes
  listFreezes: operation({ method: 'get', path: '/freezes', tag: 'funds', summary: 'Freezes that concern the reader, newest first; the regulator sees all', response: z.object({ items: z.array(freezes.FreezeView) }) }),
  orderFreeze: operation({ method: 'post', path: '/freezes', tag: 'funds', summary: 'Freeze an account or an application (regulator)', status: 201, body: freezes.NewFreeze, response: freezes.FreezeView }),
  appealFreeze: operation({ method: 'post', path: '/freezes/{freezeId}/appeal', tag: 'funds', summary: 'Appeal against a freeze, for an organisation that it concerns', body: freezes.FreezeAppeal, response: freezes.FreezeView }),
  answerFreeze: operation({ method: 'post', path: '/freezes/{freezeId}/answer', tag: 'funds', summary: 'Lift a freeze, or uphold it against an appeal (regulator)', body: freezes.FreezeAnswer, response: freezes.FreezeView }),

  // evidence
  getLogStatus: operation({ method: 'get', path: '/log/status', tag: 'evidence', summary: 'Head of the log and age of its anchor', response: evidence.LogStatus }),
  getReceipt: operation({ method: 'get', path: '/receipts/{eventId}', tag: 'evidence', summary: 'Proof that an event is in the log', response: evidence.Receipt }),
  findEvidence: operation({
    method: 'get', path: '/evidence', tag: 'evidence', summary: 'Events that tell of a document, form, model or state by its hash, newest first',
    query: z.object({ hash: z.string().regex(/^(?:[0-9a-f]{64}|b[a-z2-7]{50,70})$/) }),
    response: z.object({ items: z.array(applications.HistoryEntry) }),
  }),
  getAsOf: operation({
    method: 'get', path: '/as-of', tag: 'evidence', summary: 'Ledger and processes together as they were at a time or a size of the log, computed from the log alone',
    query: evidence.AsOfQuery, response: evidence.AsOf,
  }),
  getApplicationPacket: operation({ method: 'get', path: '/packets/applications/{applicationId}', tag: 'evidence', summary: 'All evidence about an application in one file', response: evidence.Packet }),
  getApplicationCoseReceipt: operation({ method: 'get', path: '/packets/applications/{applicationId}/cose', tag: 'evidence', summary: 'All evidence about an application as a COSE Receipt (RFC 9942)', mediaType: 'application/cose' }),
  getPaymentPacket: operation({ method: 'get', path: '/packets/applications/{applicationId}/payouts/{payoutNo}', tag: 'evidence', summary: 'All evidence about a payment in one file', response: evidence.Packet }),
  getPaymentCoseReceipt: operation({ method: 'get', path: '/packets/applications/{applicationId}/payouts/{payoutNo}/cose', tag: 'evidence', summary: 'All evidence about a payment as a COSE Receipt (RFC 9942)', mediaType: 'application/cose' }),
  getModelPacket: operation({ method: 'get', path: '/packets/processes/{processId}/versions/{version}', tag: 'evidence', summary: 'All evidence about a version of a flow in one file', response: evidence.Packet }),
  getModelCoseReceipt: operation({ method: 'get', path: '/packets/processes/{processId}/versions/{version}/cose', tag: 'evidence', summary: 'All evidence about a version of a flow as a COSE Receipt (RFC 9942)', mediaType: 'application/cose' }),
  getDayPacket: operation({ method: 'get', path: '/packets/days/{date}', tag: 'evidence', summary: 'Every event of a day (in China’s time) in one file', response: evidence.Packet }),
  getDayCoseReceipt: operation({ method: 'get', path: '/packets/days/{date}/cose', tag: 'evidence', summary: 'Every event of a day (in China’s time) as a COSE Receipt (RFC 9942)', mediaType: 'application/cose' }),
  exportEvents: operation({
    method: 'get', path: '/events', tag: 'evidence', summary: 'Logged events with their salts, one JSON object a line, from a leaf on',
    query: z.object({ from: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(10_000).default(10_000) }),
    mediaType: 'application/x-ndjson',
  }),
} as const;

export type { Operation };
export type Contract = typeof contract;
export type OperationId = keyof Contract;
