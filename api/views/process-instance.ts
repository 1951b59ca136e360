import { findInstance, type InstanceDetail } from '@gbc/applications';
import type { Tx } from '@gbc/prisma';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

/** Throws `processInstance.notFound`. */
export async function readInstance(read: Tx['query'], processInstanceKey: string): Promise<InstanceDetail> {
  const found = await findInstance(read, processInstanceKey);
  if (!found) throw new ApiError('processInstance.notFound');
  return found;
}

/** Where an instance's tokens are and have been. Throws `processInstance.notFound`. */
export async function processInstanceView(read: Tx['query'], processInstanceKey: string) {
  const { engineId: _, ...row } = await readInstance(read, processInstanceKey);
  return present(row);
}
