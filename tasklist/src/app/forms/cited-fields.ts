import type { Form } from '@bpmn-io/form-js-viewer';
import { fieldOf } from './yuan-fields.ts';

interface FormField {
  id: string;
  key?: string;
}

/** Marks the fields that a rejection cites, so that the eye finds them before the words are read. */
export function markCitedFields(form: Form, host: HTMLElement, cited: string[]): void {
  for (const marked of host.querySelectorAll('.is-cited')) marked.classList.remove('is-cited');
  const fields = form.get<{ getAll(): FormField[] }>('formFieldRegistry').getAll();
  for (const field of fields) {
    if (!field.key || !cited.includes(fieldOf(field.key))) continue;
    host.querySelector(`[id$="-${CSS.escape(field.id)}"]`)?.closest('.fjs-form-field')?.classList.add('is-cited');
  }
}
