export { ApplicationError } from './application-error.ts';
export {
  lockApplication,
  readApplication,
  readMakers,
  readRevisions,
  type ApplicationRow,
  type AttachedDocument,
  type DocumentKind,
  type Draft,
  type RevisionRow,
  type StoredFinding,
} from './application.ts';
export type { ApplicationAsOf } from './as-of/application.ts';
export type { AccountAsOf } from './as-of/balances.ts';
export { readAsOf, type AsOf } from './as-of/read-as-of.ts';
export { authorityFor, type NoAuthority } from './authority.ts';
export type { Answers } from './answers.ts';
export { closeCorrected, correctableBy, findCorrection, proposeCorrection, type CorrectionStanding, type NewCorrection } from './correction.ts';
export { decide, type DecisionInput } from './decide.ts';
export { deployModels, deployRepositoryModels, findNewestModel, readModelVersion, type ModelVersion } from './deploy-model.ts';
export { createDispatcher, type Dispatcher } from './dispatcher.ts';
export { createAllocator, type Allocator } from './allocation/allocator.ts';
export {
  allocationColumns, listAllocationFiles, readAllocationFile, readAllocationLines, type AllocationColumn, type AllocationFile, type AllocationLine, type FileRow, type LineFinding,
} from './allocation/allocation-file.ts';
export { allocatingRole, allocatingRoles, submitAllocations, uploadAllocations } from './allocation/upload.ts';
export { createDraft, saveDraft, submitDraft, type NewApplication } from './draft.ts';
export { branchedOutcomes, closedStates, correctionProcessId, decisionKindOf, explainedOutcomes, flowOf, flows, outcomesOf, payeeRoleOf, redemptionProcessId, startFormIdOf, type ApplicationState, type DecisionOutcome, type Flow } from './flow.ts';
export { eraseApplication, type Erasure } from './erasure/erase-application.ts';
export { eraseDocument } from './erasure/erase-document.ts';
export { erasePerson } from './erasure/erase-person.ts';
export { isStreetForm, parseForm, type AllocationForm, type ApplicationForm, type StreetForm } from './form.ts';
export { readMaterialRequests, type FieldConsent, type MaterialRequest } from './material-request.ts';
export { hashOfFiles, readModelFiles, type ModelFiles } from './model-files.ts';
export { decideProposal, listProposals, proposeModel, proposePolicy, readProposal, resumeProposals, type ProposalRow } from './model-proposal.ts';
export { policyChanges, policyIds, readPolicy, type Policy } from './policy.ts';
export { enqueue, type EngineCommand } from './outbox.ts';
export { appropriationId, contractBudgetId, findProject, grantBudgetId, holdingAccountId, invoiceBudgetId, listProjects, operatingAccountId, registerProject, type Project } from './project.ts';
export { createRecorder } from './recorder.ts';
export { orderRedemption, readRedemptionForm, type NewRedemption, type RedemptionForm } from './redemption.ts';
export { startFunding } from './start-funding.ts';
export { listOrphans, type Orphan } from './restart/orphan.ts';
export { cancelAbandoned, previewRestart, restartOrphan } from './restart/restart.ts';
export { moveToken, readOutcome, setProcessVariables } from './supervise.ts';
export { claimTask, membershipFor, readTask, releaseTask, type TaskRow } from './task.ts';
export type { Page, PageRequest } from './page.ts';
export { listApplications, readDecisions, readDecisionState, type ApplicationListing, type DecisionRow } from './read-applications.ts';
export {
  findIncident,
  findInstance,
  listInstances,
  listProcesses,
  listVersions,
  readModelFrames,
  type InstanceDetail,
  type InstanceListing,
  type ProcessListing,
} from './read-processes.ts';
export { readModelNames } from './read-model-names.ts';
export { findTaskListing, listTasks, readOpenTasks, type TaskListing } from './read-tasks.ts';
export { namesOutcome, readNextSteps, readProcessName, type NextStep } from './next-steps.ts';
