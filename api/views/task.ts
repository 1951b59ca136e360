import {
  authorityFor,
  branchedOutcomes,
  decisionKindOf,
  explainedOutcomes,
  findNewestModel,
  findTaskListing,
  payeeRoleOf, startFormIdOf,
  namesOutcome,
  outcomesOf,
  readApplication,
  readModelFrames,
  readNextSteps,
  type ApplicationRow,
  type ModelFiles,
  type TaskListing,
} from '@gbc/applications';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Read = Tx['query'];

const organisationOf = (groups: readonly string[]) => groups[0]?.split('/')[0] ?? null;

/** What the models build groups from. */
type GroupVariables = Readonly<Record<'officeId' | 'applicantId' | 'applicantRole' | 'payeeRole', string>>;

/** With these variables the groups of the models read as `{office}/{role}`; another expression stays unread. */
function resolveGroup(expression: string | null, variables: GroupVariables): string | null {
  const [, office, role, roleVariable] = /\[\s*(officeId|applicantId)\s*\+\s*"\/([a-z-]*)"(?:\s*\+\s*(applicantRole|payeeRole))?\s*\]/.exec(expression ?? '') ?? [];
  if (!office) return null;
  return `${variables[office as keyof GroupVariables]}/${roleVariable ? variables[roleVariable as keyof GroupVariables] : role}`;
}

/** The fields of a form with their labels, for a rejection to cite. */
function fieldsOf(models: readonly ModelFiles[], formId: string): { field: string; label: string }[] {
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
  const { taskId, elementId, name, applicationId, processId, amountFen, applicantOrganisationId, assigneeId, priority, dueAt, createdAt, remindedAt, escalatedAt } = row;
  return {
    ...present({ taskId, elementId, name, applicationId, processId, amountFen, applicantOrganisationId, assigneeId, priority, dueAt, createdAt, remindedAt, escalatedAt }),
    state: row.state === 'open' && row.isSending ? ('sending' as const) : row.state,
    applicationTitle: row.applicationTitle ?? row.applicationId,
    organisationId: organisationOf(row.candidateGroups),
    candidateGroups: [...row.candidateGroups],
    assigneeName: assigneeId ? (names.get(assigneeId) ?? null) : null,
  };
}

async function outcomesFor(read: Read, row: TaskListing, application: ApplicationRow | null) {
  const kind = decisionKindOf(row.elementId, row.headers);
  const [own, ...callers] = await readModelFrames(read, row.engineId, row.processInstanceKey);
  if (!own) return [];
  const variables = {
    officeId: application?.payerOrganisationId ?? organisationOf(row.candidateGroups) ?? '',
    applicantId: application?.applicantOrganisationId ?? '',
    applicantRole: application?.applicantRole ?? '',
    payeeRole: application ? payeeRoleOf(application) : '',
  };
  const offered = await Promise.all(outcomesOf(kind).map(async (outcome) => ({ outcome, isOffered: !branchedOutcomes.includes(outcome) || (await namesOutcome(own.bpmnXml, row.elementId, outcome)) })));
  return Promise.all(
    offered.filter(({ isOffered }) => isOffered).map(async ({ outcome }) => ({
      outcome,
      next: (await readNextSteps([own, ...callers], row.elementId, outcome, (processId) => findNewestModel(read, processId))).map(({ elementId, name, groupExpression }) => ({ elementId, name, group: resolveGroup(groupExpression, variables) })),
      reasonRequired: explainedOutcomes.includes(outcome),
      fieldRequired: kind === 'review' && (outcome === 'rejected' || outcome === 'moreNeeded'),
      officeRequired: outcome === 'forwarded',
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
  const schema = row.formId && row.formKey ? await readForm({ formId: row.formId, formKey: row.formKey }) : null;
  const application = row.applicationTitle === null ? null : await readApplication(read, row.applicationId);
  return {
    ...taskSummary(row, await readPersonNames(read, row.assigneeId ? [row.assigneeId] : [])),
    processInstanceKey: row.processInstanceKey,
    processVersion: row.processVersion,
    revision: application?.revision ?? 0,
    mayAct: mayNotBecause === null,
    mayNotBecause,
    outcomes: await outcomesFor(read, row, application),
    form: schema && row.formId ? { formId: row.formId, schema } : null,
    fields: application ? fieldsOf(models, startFormIdOf(application)) : [],
  };
}
