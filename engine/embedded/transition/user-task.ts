import { EngineError, type Key, type UserTask, type Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { evaluateInteger, evaluateJson, evaluateString, evaluateStringList, type Expression } from '../feel/expression.ts';
import type { FeelScope } from '../feel/evaluate.ts';
import type { FormReference, UserTaskDefinition, UserTaskElement } from '../model/process-model.ts';
import { parseDateTime } from '../model/timer-definition.ts';
import type { UserTaskRow } from '../state/rows.ts';
import { describeBinding, findBound } from './binding.ts';
import { complete } from './complete.ts';
import { createJob } from './job.ts';
import type { Step } from './step.ts';
import { acceptResult } from './variables.ts';

export const priorityDefault = 50;
const priorityMax = 100;

/** Job-based user tasks are jobs of this type, their properties in headers. */
export const userTaskJobType = 'io.camunda.zeebe:userTask';
const userTaskJobRetries = 1;

export type EvaluatedUserTask = Omit<UserTask, 'taskKey'>;

function evaluateDate(expression: Expression | null, scope: FeelScope): Date | null {
  const value = expression && evaluateJson(expression, scope);
  if (value === null || value === '') return null;
  const date = typeof value === 'string' ? parseDateTime(value) : undefined;
  if (!date) throw new ProcessFailure('EXTRACT_VALUE_ERROR', `Expected a date and time with a zone, but was ${JSON.stringify(value)}`);
  return date;
}

const isPriority = (priority: number) => Number.isInteger(priority) && priority >= 0 && priority <= priorityMax;

function evaluatePriority(expression: Expression | null, scope: FeelScope): number {
  const priority = expression ? evaluateInteger(expression, scope) : priorityDefault;
  if (!isPriority(priority)) throw new ProcessFailure('EXTRACT_VALUE_ERROR', `Expected priority to be between 0 and ${priorityMax}, but was ${priority}`);
  return priority;
}

/** The version of a form that a task is bound to from now on. */
function bindForm(step: Step, processDefinitionKey: Key, { formId, binding }: FormReference, scope: FeelScope): UserTask['form'] {
  const id = evaluateString(formId, scope);
  const form = findBound(step, step.state.forms.by('formId', id), binding, processDefinitionKey);
  if (!form) throw new ProcessFailure('FORM_NOT_FOUND', `Expected to find a form with id '${id}'${describeBinding(binding)}, but no form with this id is found`);
  return { formId: id, formKey: form.formKey };
}

export function evaluateUserTask(step: Step, elementInstanceKey: Key, { name, task }: Pick<UserTaskElement, 'name' | 'task'>): EvaluatedUserTask {
  const scope = step.scope(elementInstanceKey);
  const list = (expression: Expression | null) => (expression ? evaluateStringList(expression, scope) : []);
  const { processDefinitionKey } = step.instance(elementInstanceKey);
  return {
    name,
    assignee: task.assignee && evaluateString(task.assignee, scope),
    candidateGroups: list(task.candidateGroups),
    candidateUsers: list(task.candidateUsers),
    dueDate: evaluateDate(task.dueDate, scope),
    followUpDate: evaluateDate(task.followUpDate, scope),
    priority: evaluatePriority(task.priority, scope),
    form: task.form && bindForm(step, processDefinitionKey, task.form, scope),
    ...(task.externalFormReference ? { externalFormReference: evaluateString(task.externalFormReference, scope) } : {}),
    headers: task.headers,
  };
}

export function openUserTask(step: Step, elementInstanceKey: Key, evaluated: EvaluatedUserTask): void {
  const { processInstanceKey, processDefinitionKey, elementId } = step.instance(elementInstanceKey);
  const taskKey = step.newKey();
  const value = { taskKey, elementInstanceKey, processInstanceKey, processDefinitionKey, elementId, task: { taskKey, ...evaluated } };
  step.emit({ valueType: 'USER_TASK', intent: 'CREATED', value });
}

/** A date and time as Zeebe writes it: in its own zone, without the seconds where there are none. */
const zonedText = (dateTime: string) => dateTime.replace(/(T\d\d:\d\d):00(?:\.0+)?(?=[Z+-])/, '$1');

/** The headers by which a job worker learns what the task is, as Zeebe names them. */
export function userTaskHeaders(task: UserTaskDefinition, evaluated: EvaluatedUserTask, scope: FeelScope): Record<string, string> {
  const header = (name: string, value: string | null | undefined) => (value ? { [`io.camunda.zeebe:${name}`]: value } : {});
  const list = (items: readonly string[]) => (items.length > 0 ? JSON.stringify(items) : null);
  return {
    ...evaluated.headers,
    ...header('assignee', evaluated.assignee),
    ...header('candidateGroups', list(evaluated.candidateGroups)),
    ...header('candidateUsers', list(evaluated.candidateUsers)),
    ...header('dueDate', task.dueDate && evaluated.dueDate && zonedText(evaluateString(task.dueDate, scope))),
    ...header('followUpDate', task.followUpDate && evaluated.followUpDate && zonedText(evaluateString(task.followUpDate, scope))),
    ...header('formKey', evaluated.form?.formKey ?? (task.formKey && evaluateString(task.formKey, scope))),
  };
}

export function openJobBasedUserTask(step: Step, elementInstanceKey: Key, headers: Record<string, string>): void {
  createJob(step, elementInstanceKey, { type: userTaskJobType, retries: userTaskJobRetries, headers });
}

function findTask(step: Step, taskKey: Key, purpose: string): UserTaskRow {
  const task = step.state.userTasks.get(taskKey);
  if (!task) throw new EngineError('NOT_FOUND', `Expected to ${purpose} user task with key '${taskKey}', but no such user task was found`);
  return task;
}

/**
 * Gives an open task to somebody, or with empty text to nobody. Without `allowOverride` it is a claim, refused while somebody
 * else has the task. NOT_FOUND: no such open task. FAILED_PRECONDITION: the claim is refused, or names nobody.
 */
export function assignUserTask(step: Step, taskKey: Key, assignee: string, { allowOverride = true }: { readonly allowOverride?: boolean } = {}): void {
  const row = findTask(step, taskKey, allowOverride ? 'assign' : 'claim');
  if (!allowOverride && assignee === '') throw new EngineError('FAILED_PRECONDITION', `Expected to claim user task with key '${taskKey}', but provided assignee is empty`);
  const { assignee: before } = row.task;
  if (!allowOverride && before && before !== assignee) throw new EngineError('FAILED_PRECONDITION', `Expected to claim user task with key '${taskKey}', but it has already been assigned`);
  step.emit({ valueType: 'USER_TASK', intent: 'ASSIGNED', value: { ...row, task: { ...row.task, assignee: assignee || null } } });
}

/** What can be changed of an open task; what is left out stays. */
export type UserTaskChanges = Partial<Pick<UserTask, 'candidateGroups' | 'candidateUsers' | 'dueDate' | 'followUpDate' | 'priority'>>;

/** NOT_FOUND: no such open task. INVALID_ARGUMENT: a priority that is not between 0 and 100. */
export function updateUserTask(step: Step, taskKey: Key, { candidateGroups, candidateUsers, dueDate, followUpDate, priority }: UserTaskChanges): void {
  const row = findTask(step, taskKey, 'update');
  if (priority !== undefined && !isPriority(priority)) throw new EngineError('INVALID_ARGUMENT', `Expected priority to be a whole number between 0 and ${priorityMax}, but was ${priority}`);
  const changes = Object.fromEntries(Object.entries({ candidateGroups, candidateUsers, dueDate, followUpDate, priority }).filter(([, value]) => value !== undefined));
  step.emit({ valueType: 'USER_TASK', intent: 'UPDATED', value: { ...row, task: { ...row.task, ...changes } } });
}

export function completeUserTask(step: Step, taskKey: Key, variables: Variables): void {
  const value = findTask(step, taskKey, 'complete');
  const { elementInstanceKey } = value;
  step.emit({ valueType: 'USER_TASK', intent: 'COMPLETED', value });
  acceptResult(step, elementInstanceKey, step.element(step.instance(elementInstanceKey)).outputs, variables);
  step.then(() => complete(step, elementInstanceKey));
}
