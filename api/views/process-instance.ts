import { findInstance, type InstanceDetail } from '@gbc/applications';
import type { SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

/** Throws `processInstance.notFound`. */
export async function readInstance(read: Tx['query'], processInstanceKey: string): Promise<InstanceDetail> {
  const found = await findInstance(read, processInstanceKey);
  if (!found) throw new ApiError('processInstance.notFound');
  return found;
}

/** A supervisor of the office that pays, or of the district, may clear incidents and end instances; nobody else. */
export async function supervisorOf(read: Tx['query'], by: SignedIn, applicationId: string | null) {
  const { rows } = await read<{ payer: string }>('select payer_organisation_id as payer from application where id = $1', [applicationId]);
  return by.memberships.find(({ role, organisationId, organisationKind }) => role === 'supervisor' && (organisationId === rows[0]?.payer || organisationKind === 'district'));
}

/** Where an instance's tokens are and have been, and whether this reader may end it. Throws `processInstance.notFound`. */
export async function processInstanceView(read: Tx['query'], by: SignedIn, processInstanceKey: string) {
  const { engineId: _, ...row } = await readInstance(read, processInstanceKey);
  const isEndable = row.state === 'running' && row.parentProcessInstanceKey === null;
  return { ...present(row), mayCancel: isEndable && (await supervisorOf(read, by, row.applicationId)) !== undefined };
}
