import { z } from 'zod';
import { Fen, Id, Key, Time, Uuid } from './values.ts';

export const ProcessSummary = z
  .object({
    processId: z.string(),
    nameZh: z.string(),
    version: z.int(),
    deployedAt: Time,
    running: z.int(),
    incidents: z.int(),
    completed: z.int(),
  })
  .meta({ id: 'ProcessSummary' });

export const ProcessDetail = ProcessSummary.extend({
  versions: z.array(
    z.object({ version: z.int(), processDefinitionKey: Key, deployedAt: Time, proposalId: Uuid.nullable(), running: z.int() }),
  ),
}).meta({ id: 'ProcessDetail' });

export const ModelXml = z.object({ processId: z.string(), version: z.int(), bpmnXml: z.string() }).meta({ id: 'ModelXml' });

export const ProcessInstanceSummary = z
  .object({
    processInstanceKey: Key,
    processId: z.string(),
    version: z.int(),
    state: z.enum(['running', 'completed', 'terminated']),
    applicationId: z.string().nullable(),
    applicationTitle: z.string().nullable(),
    activeElements: z.array(z.object({ elementId: z.string(), count: z.int() })),
    incidents: z.int(),
    startedAt: Time,
    endedAt: Time.nullable(),
  })
  .meta({ id: 'ProcessInstanceSummary' });

export const ProcessInstance = ProcessInstanceSummary.extend({
  parentProcessInstanceKey: Key.nullable(),
  mayCancel: z.boolean().meta({ description: 'The reader is a supervisor who may end it: it runs, and nothing called it' }),
  calledInstances: z
    .array(z.object({ processInstanceKey: Key, processId: z.string(), state: z.enum(['running', 'completed', 'terminated']) }))
    .meta({ description: 'The instances that its call activities started, oldest first' }),
  visitedElements: z.array(z.string()),
  takenFlows: z.array(z.string()),
  incidentList: z.array(
    z.object({ incidentKey: Key, elementId: z.string(), errorType: z.string(), message: z.string(), jobKey: Key.nullable(), raisedAt: Time }),
  ),
}).meta({ id: 'ProcessInstance' });

export const OrphanedApplication = z
  .object({
    applicationId: z.string().meta({ description: 'Of a deposit `deposit:` and its advice' }),
    processId: z.string(),
    title: z.string().nullable(),
    state: z.string().nullable(),
    amountFen: Fen.nullable(),
    payerOrganisationId: z.string().nullable(),
    processInstanceKey: Key.nullable(),
    startedAt: Time.nullable(),
    stoodAt: z.array(z.string()).meta({ description: 'The steps that it stood at' }),
    elementIds: z.array(z.string()).meta({ description: 'Where it would begin again; none: at its start' }),
    mayRestart: z.boolean(),
  })
  .meta({ id: 'OrphanedApplication' });

export const EngineStatus = z
  .object({
    kind: z.enum(['embedded', 'zeebe']),
    engineId: z.string(),
    isAnswering: z.boolean(),
    since: Time,
    commandsWaiting: z.int().meta({ description: 'Commands that were not answered yet' }),
    orphans: z.int().meta({ description: 'Applications whose process was lost with another data set' }),
    sweep: z
      .object({ looked: z.int(), gone: z.int(), tookMs: z.int(), perSecondMax: z.int(), jitterMs: z.number(), worstMs: z.int() })
      .nullable()
      .meta({ description: 'How what others ended on the engine is found, where it does not tell it' }),
  })
  .meta({ id: 'EngineStatus' });

export const TokenMove = z
  .object({ fromElementId: Id, toElementId: Id, reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'TokenMove' });

export const VariablesToSet = z
  .object({ variables: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,79}$/), z.unknown()) })
  .meta({ id: 'VariablesToSet' });

export const NewProposal = z
  .object({
    processId: Id,
    baseVersion: z.int().min(1),
    bpmnXml: z.string().min(1).max(4_000_000),
    note: z.string().trim().min(1).max(2000),
  })
  .meta({ id: 'NewProposal' });

const PolicyCell = z.object({ entryId: z.string().min(1).max(120), text: z.string().max(500) });

export const Policy = z
  .object({
    policyId: z.string(),
    name: z.string(),
    version: z.int(),
    tables: z.array(
      z.object({
        decisionId: z.string(),
        description: z.string(),
        inputs: z.array(z.string()),
        outputs: z.array(z.object({ label: z.string(), type: z.string() })),
        rules: z.array(z.object({ ruleId: z.string(), description: z.string(), inputs: z.array(PolicyCell), outputs: z.array(PolicyCell) })),
      }),
    ),
  })
  .meta({ id: 'Policy' });

export const NewPolicyProposal = z
  .object({
    baseVersion: z.int().min(1),
    changes: z.array(PolicyCell).min(1).max(500),
    note: z.string().trim().min(1).max(2000),
  })
  .meta({ id: 'NewPolicyProposal' });

export const LintIssue = z
  .object({ rule: z.string(), elementId: z.string().nullable(), severity: z.enum(['error', 'warning', 'info']), message: z.string() })
  .meta({ id: 'LintIssue' });

export const ProposalSummary = z
  .object({
    proposalId: Uuid,
    processId: z.string(),
    baseVersion: z.int(),
    state: z.enum(['open', 'accepted', 'rejected', 'stale']),
    note: z.string(),
    proposedBy: z.string(),
    proposedAt: Time,
    decidedBy: z.string().nullable(),
    decidedAt: Time.nullable(),
    deployedVersion: z.int().nullable(),
    mayDecide: z.boolean(),
  })
  .meta({ id: 'ProposalSummary' });

export const Proposal = ProposalSummary.extend({
  bpmnXml: z.string(),
  baseXml: z.string(),
  lint: z.array(LintIssue),
  contentHash: z.string(),
  reason: z.string().nullable(),
  policyChanges: z
    .array(z.object({ decisionId: z.string(), rule: z.string(), column: z.string(), before: z.string(), after: z.string() }))
    .nullable()
    .meta({ description: 'Of a policy, the cells that change; null for a flow' }),
}).meta({ id: 'Proposal' });

export const ProposalDecision = z
  .object({ outcome: z.enum(['accepted', 'rejected']), reason: z.string().trim().max(2000).optional() })
  .meta({ id: 'ProposalDecision' });
