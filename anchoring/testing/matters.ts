import { appendEvents, systemEnvironment, type EventInput } from '@gbc/events';
import type { Database } from '@gbc/prisma';

const system = { kind: 'system', name: 'test' } as const;
const hash = 'ab'.repeat(32);

/** A decision with what became of it. */
function decided(applicationId: string, decisionId: string, kind: 'review' | 'payout'): EventInput[] {
  const role = kind === 'review' ? 'specialist' : 'finance-supervisor';
  const actor = { kind: 'person', personId: `person-${kind}`, organisationId: 'office', role } as const;
  const data = {
    decisionId, decision: kind, outcome: 'approved', revision: 1, payoutNo: 1, taskKey: '1', elementId: kind, organisationId: 'office', role,
    processDefinitionKey: '1', processVersion: 3, formHash: hash, field: null, reasonCommitment: null, adviceId: null,
  } as const;
  return [
    { type: 'decisionRecorded', actor, applicationId, data },
    { type: 'decisionAccepted', actor: system, applicationId, data: { decisionId } },
  ];
}

/** The events of an application from its submission to the payment of ¥123.45. */
export function paidApplication(applicationId: string): EventInput[] {
  const movement = { transferId: `payout:${applicationId}:1`, payoutNo: 1, debitAccountId: 'a', creditAccountId: 'b', amountFen: 12_345n };
  const decisionIds = [`${applicationId}-review`, `${applicationId}-payout`];
  return [
    {
      type: 'applicationSubmitted', actor: system, applicationId,
      data: {
        processId: 'street-approval', revision: 1, payerOrganisationId: 'office', payeeOrganisationId: 'firm', payerAccountId: 'a', payeeAccountId: 'b',
        projectId: 'p', amountFen: 12_345n, budgetId: 'budget', formHash: hash, documentIds: [], changedFields: [],
      },
    },
    ...decided(applicationId, `${applicationId}-review`, 'review'),
    { type: 'holdTaken', actor: system, applicationId, data: { ...movement, revision: 1, budgetIds: ['budget'], approvalsRequired: 1, policy: { decisionKey: '1', limitFen: 1n }, decisionIds: decisionIds.slice(0, 1) } },
    ...decided(applicationId, `${applicationId}-payout`, 'payout'),
    { type: 'transferPosted', actor: system, applicationId, data: { ...movement, decisionIds } },
    { type: 'applicationClosed', actor: system, applicationId, data: { outcome: 'completed' } },
  ];
}

/** A redrawn flow from its proposal to its deployment as version 4. */
export function redrawnModel(processId: string): EventInput[] {
  const proposal = { proposalId: `${processId}-proposal`, contentHash: hash };
  return [
    { type: 'modelProposed', actor: system, data: { ...proposal, processId, baseVersion: 3 } },
    { type: 'modelDecided', actor: system, data: { ...proposal, outcome: 'accepted' } },
    { type: 'modelDeployed', actor: system, data: { processId, version: 4, processDefinitionKey: '9', proposalId: proposal.proposalId, adminHash: hash, deployedHash: hash } },
  ];
}

export async function commit(database: Database, events: readonly EventInput[]): Promise<void> {
  await database.transaction((tx) => appendEvents(tx, systemEnvironment, events));
}
