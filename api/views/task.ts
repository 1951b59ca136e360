import {
  authorityFor,
  branchedOutcomes,
  decisionKindOf,
  explainedOutcomes,
  findCorrection,
  findNewestModel,
  findTaskListing,
  payeeRoleOf, startFormIdOf,
  namesOutcome,
  outcomesOf,
  readApplication,
  readModelFrames,
  readNextSteps,
  readTask,
  type ApplicationRow,
  type DecisionOutcome,
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

/** What an answer that finds a dispute right begins: the second supervisor's part of a correction. */
const confirmationBy = (officeId: string) => ({ elementId: 'confirmCorrection', name: '复核更正', group: `${officeId}/finance-supervisor` });

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
  const isCorrected = kind === 'disputeAnswer' && (await findCorrection(read, row.applicationId)) !== null;
  const isOffered = async (outcome: DecisionOutcome) => (outcome === 'conceded' ? !isCorrected : !branchedOutcomes.includes(outcome) || namesOutcome(own.bpmnXml, row.elementId, outcome));
  const offered = await Promise.all(outcomesOf(kind).map(async (outcome) => ({ outcome, isOffered: await isOffered(outcome) })));
  return Promise.all(
    offered.filter((it) => it.isOffered).map(async ({ outcome }) => ({
      outcome,
      next: outcome === 'conceded' ? [confirmationBy(variables.officeId)] : (await readNextSteps([own, ...callers], row.elementId, outcome, (processId) => findNewestModel(read, processId))).map(({ elementId, name, groupExpression }) => ({ elementId, name, group: resolveGroup(groupExpression, variables) })),
      reasonRequired: explainedOutcomes.includes(outcome) || kind === 'paymentCheck',
      fieldRequired: kind === 'review' && (outcome === 'rejected' || outcome === 'moreNeeded'),
      officeRequired: outcome === 'forwarded',
    })),
  );
}

/** The form of a task as it was deployed; null where it has none. Throws `task.notFound`. */
export async function formSchemaOf(read: Read, { readForm }: Pick<ApiParts, 'readForm'>, taskId: string) {
  const row = await readTask(read, taskId);
  return row.formId && row.formKey ? readForm({ formId: row.formId, formKey: row.formKey }) : null;
}

/** One task with its form, what may be decided and why not. Throws `task.notFound`. */
export async function taskView(parts: ApiParts, by: SignedIn, taskId: string) {
  const { database: { read }, models } = parts;
  const row = await findTaskListing(read, taskId);
  if (!row) throw new ApiError('task.notFound');
  const authority = await authorityFor(read, by, row, decisionKindOf(row.elementId, row.headers));
  const mayNotBecause = 'refusal' in authority ? authority.refusal : null;
  const schema = await formSchemaOf(read, parts, taskId);
  const application = row.applicationTitle === null ? null : await readApplication(read, row.applicationId);
  const startFormId = application && startFormIdOf(application);
  return {
    ...taskSummary(row, await readPersonNames(read, row.assigneeId ? [row.assigneeId] : [])),
    decision: decisionKindOf(row.elementId, row.headers),
    processInstanceKey: row.processInstanceKey,
    processVersion: row.processVersion,
    revision: application?.revision ?? 0,
    mayAct: mayNotBecause === null,
    mayNotBecause,
    outcomes: await outcomesFor(read, row, application),
    form: schema && row.formId ? { formId: row.formId, schema } : null,
    fields: startFormId ? fieldsOf(models, startFormId) : [],
  };
}
