import type { Environment } from '@gbc/events';
import { listOrganisations } from '@gbc/identity';
import { depositApplicationId } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { enqueue } from './outbox.ts';

/** Starts the funding flow of a deposit, in the transaction that took it in or found out what it is for. */
export async function startFunding(tx: Tx, env: Environment, { adviceId, amountFen }: { readonly adviceId: string; readonly amountFen: bigint }): Promise<void> {
  const district = (await listOrganisations(tx.query.bind(tx))).find(({ kind }) => kind === 'district');
  const applicationId = depositApplicationId(adviceId);
  const variables = { applicationId, officeId: district?.organisationId ?? '', amountFen: Number(amountFen), revision: 0 };
  await enqueue(tx, env, { applicationId, command: { kind: 'startProcess', processId: 'funding', variables } });
}
