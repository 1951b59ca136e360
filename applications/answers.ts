import { ApplicationError } from './application-error.ts';

/** What was entered into the fields that an admin added to a task's form, by their keys. */
export type Answers = Readonly<Record<string, string | number | boolean | readonly string[]>>;

interface FormComponent {
  readonly type?: string;
  readonly key?: string;
  readonly validate?: { readonly required?: boolean };
  readonly components?: readonly FormComponent[];
}

/** Keys that the tasks' own pages ask for; all others of a deployed form are an admin's additions. */
const ownKeys = new Set(['reason', 'field', 'received']);

/** The fields that a form has beyond those of the task's own page; none where there is no form. */
export function additionalFields(schema: Readonly<Record<string, unknown>> | null): readonly { readonly key: string; readonly isRequired: boolean }[] {
  const walk = (components: readonly FormComponent[]): { key: string; isRequired: boolean }[] =>
    components.flatMap(({ key, validate, components: inner }) => [
      ...(key && !ownKeys.has(key) ? [{ key, isRequired: validate?.required === true }] : []),
      ...walk(inner ?? []),
    ]);
  return walk((schema?.['components'] as readonly FormComponent[] | undefined) ?? []);
}

const isEmpty = (value: Answers[string] | undefined) => value === undefined || value === '' || value === false;

/**
 * Holds answers against the form they were given on: nothing that it doesn't ask, and nothing missing that it requires.
 * @returns them, or null where there are none
 * Throws `task.incomplete` with one entry a field.
 */
export function checkAnswers(schema: Readonly<Record<string, unknown>> | null, answers: Answers | undefined): Answers | null {
  const fields = additionalFields(schema);
  const unknown = Object.keys(answers ?? {}).filter((key) => !fields.some((field) => field.key === key));
  const missing = fields.filter(({ key, isRequired }) => isRequired && isEmpty(answers?.[key]));
  if (unknown.length > 0 || missing.length > 0) {
    throw new ApplicationError('task.incomplete', {}, [
      ...missing.map(({ key }) => ({ field: `answers.${key}`, code: 'form.required' })),
      ...unknown.map((key) => ({ field: `answers.${key}`, code: 'form.unknown' })),
    ]);
  }
  return answers && Object.keys(answers).length > 0 ? answers : null;
}
