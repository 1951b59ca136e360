import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';

/** Whether the applicant lets an asked field be seen and used. */
export interface FieldConsent {
  readonly field: string;
  readonly isGiven: boolean;
}

export interface MaterialRequest {
  /** The decision that asked. */
  readonly decisionId: string;
  readonly fields: readonly string[];
  /** Null until it is answered. */
  readonly consents: readonly FieldConsent[] | null;
}

/** Every request for more material of an application, oldest first. */
export async function readMaterialRequests(read: Tx['query'], applicationId: string): Promise<MaterialRequest[]> {
  const { rows } = await read<MaterialRequest>(
    'select decision_id as "decisionId", fields, consents from material_request where application_id = $1 order by asked_at, decision_id',
    [applicationId],
  );
  return rows;
}

/** Keeps which fields an approver asks for. Throws `task.incomplete` where none is named. */
export async function askForMaterial(tx: Tx, env: Environment, actor: Actor, it: { applicationId: string; decisionId: string; revision: number; fields: readonly string[] }): Promise<void> {
  const { applicationId, decisionId, revision } = it;
  const fields = [...new Set(it.fields)];
  if (fields.length === 0) throw new ApplicationError('task.incomplete', {}, [{ field: 'fields', code: 'form.required' }]);
  await tx.query('insert into material_request (decision_id, application_id, fields, asked_at) values ($1, $2, $3, $4)', [decisionId, applicationId, fields, env.now()]);
  await appendEvent(tx, env, { type: 'materialRequested', actor, applicationId, data: { decisionId, revision, fields } });
}

/** Names of what a form's path or `documents` was asked for under; `files` asks for documents of any kind. */
const isCovered = (changed: string, field: string) => changed === field || changed.startsWith(`${field}.`) || (changed === 'documents' && (field === 'files' || field.startsWith('documents')));

/**
 * Keeps to which of the asked fields the applicant consented. Each must be answered, and only what was asked for and consented
 * to may differ from the revision before: a request for more is no way to change the rest.
 * Throws `task.incomplete` for a field without an answer, `supplement.notAsked` for a change beyond consent.
 */
export async function answerMaterialRequest(
  tx: Tx,
  env: Environment,
  actor: Actor,
  it: { applicationId: string; revision: number; changedFields: readonly string[]; consents: readonly FieldConsent[] },
): Promise<void> {
  const { applicationId, revision, changedFields } = it;
  const open = (await readMaterialRequests(tx.query.bind(tx), applicationId)).findLast(({ consents }) => consents === null);
  if (!open) return;
  const given = new Map(it.consents.map(({ field, isGiven }) => [field, isGiven]));
  const missing = open.fields.filter((field) => !given.has(field));
  if (missing.length > 0) throw new ApplicationError('task.incomplete', {}, missing.map((field) => ({ field: `consents.${field}`, code: 'form.required' })));
  const consents = open.fields.map((field) => ({ field, isGiven: given.get(field) === true }));
  const beyond = changedFields.filter((changed) => !consents.some(({ field, isGiven }) => isGiven && isCovered(changed, field)));
  if (beyond.length > 0) throw new ApplicationError('supplement.notAsked', {}, beyond.map((field) => ({ field, code: 'form.notAsked' })));
  await tx.query('update material_request set consents = $2, answered_at = $3 where decision_id = $1', [open.decisionId, JSON.stringify(consents), env.now()]);
  await appendEvent(tx, env, { type: 'materialConsented', actor, applicationId, data: { requestDecisionId: open.decisionId, revision, fields: consents } });
}
