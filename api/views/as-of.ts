import { findLogPoint } from '@gbc/anchoring';
import { readAsOf } from '@gbc/applications';
import type { Call } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';

/** The newest applications that a look at the past shows. */
const applicationsMax = 100;

/** Ledger and processes as they were at a time or a size of the log, with the root and block that vouch for it. Throws `log.outOfRange`. */
export async function asOfView({ database, log }: ApiParts, { at, treeSize, applicationId }: Call<'getAsOf'>['query']) {
  const { anchor, ...point } = await findLogPoint({ database, log }, { treeSize, at: at === undefined ? undefined : new Date(at) });
  const { accounts, ...standing } = await readAsOf(database.read, point.treeSize, { applicationId, applicationsMax });
  return {
    ...present({ ...point, ...standing }),
    anchoredAt: anchor?.blockTime ?? null,
    blockNumber: anchor?.blockNumber ?? null,
    accounts: accounts.map(({ kind: _, ...account }) => account),
  };
}
