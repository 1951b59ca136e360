import type { TaskCompletion } from '../../api/models/task-completion';

type Schema = Record<string, unknown>;
interface Component {
  key?: string;
  type?: string;
}

/** What the tasks' own pages ask for: the reason and field in the footer, the statement of a receipt. */
const ownKeys = new Set(['reason', 'field', 'received']);

/** The form that is left once a page has asked for its own fields: what an admin added to it; `undefined` where that is nothing. */
export function addedFieldsOf(schema: Schema | undefined): Schema | undefined {
  const components = (schema?.['components'] as Component[] | undefined) ?? [];
  const added = components.filter(({ key }) => !key || !ownKeys.has(key));
  return schema && added.length > 0 ? { ...schema, components: added } : undefined;
}

/** What was entered, as the API takes it; `undefined` where nothing was. */
export function answersOf(form: Record<string, unknown>): TaskCompletion['answers'] {
  const entered = Object.entries(form).filter(([key]) => !ownKeys.has(key));
  return entered.length > 0 ? (Object.fromEntries(entered) as TaskCompletion['answers']) : undefined;
}

/** The statement that a receipt's page asks for by itself; `undefined` where the form has none. */
export function ownFieldsOf(schema: Schema | undefined): Schema | undefined {
  const own = ((schema?.['components'] as Component[] | undefined) ?? []).filter(({ key }) => key === 'received');
  return schema && own.length > 0 ? { ...schema, components: own } : undefined;
}
