import type { DocumentStore } from '@gbc/documents';
import { appendEvent, erasePersonalValues, type Actor, type Environment, type ErasureGround } from '@gbc/events';
import { correctedPaymentOf, readFreezesInForce } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { lockApplication, readRevisions } from '../application.ts';
import { findCorrection } from '../correction.ts';
import { closedStates } from '../flow.ts';

export interface Erasure {
  readonly actor: Actor & { readonly kind: 'person' };
  readonly ground: ErasureGround;
}

/** In place of what was destroyed where a column wants a text; the same in every language. */
const erasedTitle = '—';

/**
 * Destroys what was filled in, attached and said about an application that is over, and about the correction of its payment: every
 * personal value that their events commit to, and the documents' keys. Events, amounts, decisions and the money's trail stay, and prove
 * what they proved. Twice is fine, and told once. @returns the ids of what was erased, the application's first
 * Throws `application.notFound`, `erasure.matterOpen` {applicationId} while anything of it is under way, `erasure.frozen` {applicationId}.
 */
export async function eraseApplication(tx: Tx, env: Environment, documents: DocumentStore, id: string, { actor, ground }: Erasure): Promise<string[]> {
  const read = tx.query.bind(tx);
  const application = await lockApplication(tx, correctedPaymentOf(id)?.applicationId ?? id);
  const { applicationId } = application;
  const correction = await findCorrection(read, applicationId);
  const ids = [application, ...(correction ? [correction] : [])].map((it) => it.applicationId);
  if (application.erasedAt) return ids;
  if (![application, correction].every((it) => it === null || closedStates.includes(it.state))) throw new ApplicationError('erasure.matterOpen', { applicationId });
  if ((await readFreezesInForce(read, [applicationId], env.now())).length > 0) throw new ApplicationError('erasure.frozen', { applicationId });

  const revisions = await readRevisions(read, applicationId);
  const documentIds = new Set(revisions.flatMap((revision) => revision.documents.map(({ documentId }) => documentId)));
  for (const documentId of documentIds) await documents.erase(tx, documentId, actor, ground);
  const commitments = await erasePersonalValues(tx, await readCommitments(read, ids));
  await tx.query('update application set title = $2, draft = null, refusal = null, erased_at = $3 where id = any($1)', [ids, erasedTitle, env.now()]);
  await eraseTraces(tx, ids);
  await appendEvent(tx, env, { type: 'applicationErased', actor, applicationId, data: { commitments, ground } });
  return ids;
}

/** Findings may cite what stood in the form; a decision's hash is of what was said, without a salt; commands carry answers. */
async function eraseTraces(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('update application_revision set findings = null where application_id = any($1)', [ids]);
  await tx.query(`update decision set content_hash = '' where application_id = any($1)`, [ids]);
  await tx.query(`update outbox set payload = '{}' where application_id = any($1) and done_at is not null`, [ids]);
}

/** What the events of these matters commit to, by the names that commitments go by in the catalogue. */
async function readCommitments(read: Tx['query'], ids: readonly string[]): Promise<string[]> {
  const { rows } = await read<{ commitment: string }>(
    `select distinct value #>> '{}' as commitment from event, jsonb_each(body::jsonb -> 'data')
     where application_id = any($1) and (key = 'formHash' or key ilike '%commitment') and jsonb_typeof(value) = 'string'`,
    [ids],
  );
  return rows.map(({ commitment }) => commitment);
}
