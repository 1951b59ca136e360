import type { NewApplication } from '../../api/models/new-application';
import type { Organisation } from '../../api/models/organisation';
import type { Role } from '../session/session-store.ts';

export type FlowId = NewApplication['processId'];

export interface FlowChoice {
  processId: FlowId;
  applicantOrganisationId: string;
  payers: Organisation[];
}

interface FlowRule {
  processId: FlowId;
  role: Role;
  applicantKinds: Organisation['kind'][];
  payerKind: Organisation['kind'];
}

/** Money flows down one tier at a time; each tier applies to the one above. */
const rules: FlowRule[] = [
  { processId: 'street-approval', role: 'supplier', applicantKinds: ['firm'], payerKind: 'street' },
  { processId: 'street-approval', role: 'individual', applicantKinds: ['individual'], payerKind: 'street' },
  { processId: 'department-approval', role: 'project-manager', applicantKinds: ['street'], payerKind: 'department' },
  { processId: 'district-approval', role: 'project-manager', applicantKinds: ['department'], payerKind: 'district' },
];

/** Which flows a person may begin, for which of their organisations, and who may pay. The server decides again. */
export function flowChoices(
  memberships: readonly { organisationId: string; organisationKind: string; role: string }[],
  organisations: readonly Organisation[],
): FlowChoice[] {
  return memberships.flatMap((membership) =>
    rules
      .filter((rule) => rule.role === membership.role && rule.applicantKinds.some((kind) => kind === membership.organisationKind))
      .map(({ processId, payerKind }) => ({
        processId,
        applicantOrganisationId: membership.organisationId,
        payers: organisations.filter((it) => it.kind === payerKind),
      })),
  );
}
