import { priorityHeader, type UserTask } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import type { ElementFacts } from '../model/model-index.ts';
import { copyHeaders, externalFormVariable, priorityVariable } from '../model/native-tasks.ts';

const reserved = 'io.camunda.zeebe:';
/** Zeebe's own for a task that says nothing. */
const defaultPriority = 50;

const list = (text: string | undefined): string[] => (text === undefined ? [] : (JSON.parse(text) as string[]));
const date = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text.replace(/\[.*\]$/, '')));

/** The task that a job stands for: what its headers and its model say. */
export function readTask(job: ActivatedJob, facts: ElementFacts): UserTask {
  const said = (name: string) => job.headers[reserved + name];
  const { formId, hasExternalForm } = facts;
  const formKey = said('formKey');
  return {
    taskKey: job.jobKey,
    name: facts.name,
    assignee: said('assignee') ?? null,
    candidateGroups: list(said('candidateGroups')),
    candidateUsers: list(said('candidateUsers')),
    dueDate: date(said('dueDate')),
    followUpDate: date(said('followUpDate')),
    priority: Number(job.variables[priorityVariable] ?? job.headers[priorityHeader] ?? defaultPriority),
    form: formId !== null && formKey !== undefined ? { formId, formKey } : null,
    ...(hasExternalForm && formKey !== undefined ? { externalFormReference: String(job.variables[externalFormVariable] ?? formKey) } : {}),
    headers: Object.fromEntries(Object.entries(job.headers).filter(([name]) => !name.startsWith(reserved) && !copyHeaders.includes(name))),
  };
}
