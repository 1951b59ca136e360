import { createHash } from 'node:crypto';
import type { JobWorker } from '@gbc/engine';
import { appendEvent, canonicalJson } from '@gbc/events';
import { readTransfers } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/** Everything that was submitted, decided and moved for one matter, in a fixed order. */
async function readState(tx: Tx, applicationId: string): Promise<object> {
  const revisions = await tx.query('select revision, form_hash from application_revision where application_id = $1 order by revision', [applicationId]);
  const decisions = await tx.query('select id, kind, outcome, state, revision, payout_no, person_id from decision where application_id = $1 order by id', [applicationId]);
  const transfers = (await readTransfers(tx.query.bind(tx), applicationId)).map(({ id, payoutNo, state, debitAccountId, creditAccountId, amountFen }) => ({
    id, payoutNo, state, debitAccountId, creditAccountId, amountFen,
  }));
  return { applicationId, revisions: revisions.rows, decisions: decisions.rows, transfers };
}

/**
 * `anchor-state`: seals the matter with a hash of its whole state, as an event. The log takes it to the chain like every
 * other event; the process doesn't wait for that, since the ledger works with the chain down.
 */
export function anchorState(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'anchor-state',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      await database.transaction(async (tx) => {
        const { rows } = await tx.query<{ revision: number }>('select revision from application where id = $1', [applicationId]);
        const sealed = await tx.query(`select 1 from event where application_id = $1 and type = 'applicationSealed'`, [applicationId]);
        if (sealed.rows.length > 0) return;
        const stateHash = createHash('sha256').update(canonicalJson(await readState(tx, applicationId))).digest('hex');
        const actor = { kind: 'system', name: 'anchor-state' } as const;
        await appendEvent(tx, env, { type: 'applicationSealed', actor, applicationId, data: { revision: rows[0]?.revision ?? 0, stateHash } });
      });
      parts.onChange(applicationId);
      return { kind: 'completed' };
    },
  };
}
