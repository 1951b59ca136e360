import { authorityFor, decisionKindOf, findFlow, findTaskListing, outcomesOf, readApplication, readModelVersion, readNextSteps, type ModelFiles, type TaskListing } from '@gbc/applications';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Read = Tx['query'];

const organisationOf = (groups: readonly string[]) => groups[0]?.split('/')[0] ?? null;

/** Groups in the models are built from two variables; with these their expressions read as groups. */
function resolveGroup(expression: string | null, organisations: { officeId: string; applicantId: string }): string | null {
  const match = /\[\s*(officeId|applicantId)\s*\+\s*"(\/[a-z-]+)"\s*\]/.exec(expression ?? '');
  return match ? `${organisations[match[1] as 'officeId' | 'applicantId']}${match[2]}` : null;
}

/** The fields of a form with their labels, for a rejection to cite. */
function fieldsOf(models: readonly ModelFiles[], processId: string): { field: string; label: string }[] {
  const formId = findFlow(processId)?.startFormId;
  const file = models.flatMap(({ others }) => others).find(({ name }) => name === `${formId}.form`);
  if (!file) return [];
  const found: { field: string; label: string }[] = [];
  const walk = (components: readonly { key?: string; label?: string; components?: never[] }[]) => {
    for (const { key, label, components: inner } of components) {
      if (key && label) found.push({ field: key, label });
      walk(inner ?? []);
    }
  };
  walk((JSON.parse(Buffer.from(file.content).toString('utf8')) as { components: never[] }).components);
  return found;
}

export function taskSummary(row: TaskListing, names: ReadonlyMap<string, string>) {
  const { taskId, elementId, name, applicationId, processId, amountFen, applicantOrganisationId, assigneeId, priority, dueAt, createdAt, remindedAt } = row;
  return {
    ...present({ taskId, elementId, name, applicationId, processId, amountFen, applicantOrganisationId, assigneeId, priority, dueAt, createdAt, remindedAt }),
    state: row.state === 'open' && row.isSending ? ('sending' as const) : row.state,
    applicationTitle: row.applicationTitle ?? row.applicationId,
    organisationId: organisationOf(row.candidateGroups),
    candidateGroups: [...row.candidateGroups],
    assigneeName: assigneeId ? (names.get(assigneeId) ?? null) : null,
  };
}

async function outcomesFor(read: Read, row: TaskListing) {
  const kind = decisionKindOf(row.elementId, row.headers);
  const { bpmnXml } = await readModelVersion(read, row.processId, row.processVersion);
  const application = row.applicationTitle === null ? null : await readApplication(read, row.applicationId);
  const organisations = {
    officeId: application?.payerOrganisationId ?? organisationOf(row.candidateGroups) ?? '',
    applicantId: application?.applicantOrganisationId ?? '',
  };
  return Promise.all(
    outcomesOf(kind).map(async (outcome) => ({
      outcome,
      next: (await readNextSteps(bpmnXml, row.elementId, outcome)).map(({ elementId, name, groupExpression }) => ({ elementId, name, group: resolveGroup(groupExpression, organisations) })),
      reasonRequired: outcome === 'rejected' || outcome === 'moreNeeded',
      fieldRequired: kind === 'review' && (outcome === 'rejected' || outcome === 'moreNeeded'),
    })),
  );
}

/** One task with its form, what may be decided and why not. Throws `task.notFound`. */
export async function taskView({ database, models, readForm }: ApiParts, by: SignedIn, taskId: string) {
  const { read } = database;
  const row = await findTaskListing(read, taskId);
  if (!row) throw new ApiError('task.notFound');
  const authority = await authorityFor(read, by, row, decisionKindOf(row.elementId, row.headers));
  const mayNotBecause = 'refusal' in authority ? authority.refusal : null;
  const schema = row.formId && row.formKey ? readForm({ formId: row.formId, formKey: row.formKey }) : null;
  const { rows } = await read<{ revision: number }>('select revision from application where id = $1', [row.applicationId]);
  return {
    ...taskSummary(row, await readPersonNames(read, row.assigneeId ? [row.assigneeId] : [])),
    processInstanceKey: row.processInstanceKey,
    processVersion: row.processVersion,
    revision: rows[0]?.revision ?? 0,
    mayAct: mayNotBecause === null,
    mayNotBecause,
    outcomes: await outcomesFor(read, row),
    form: schema && row.formId ? { formId: row.formId, schema } : null,
    fields: fieldsOf(models, row.processId),
  };
}
