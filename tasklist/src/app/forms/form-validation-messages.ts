import type { Form } from '@bpmn-io/form-js-viewer';

type Validate = (fieldInstance: unknown, value: unknown) => string[];
type Translate = (key: string, values: Record<string, string>) => string;

/** form-js states its errors in English only; each is told apart by its text. Messages of the form's own stay as they are. */
const messages: [RegExp, string][] = [
  [/^Field is required\.$/, 'form.error.required'],
  [/^Field must match pattern/, 'form.error.pattern'],
  [/^Field must have minimum value of (?<limit>.+)\.$/, 'form.error.min'],
  [/^Field must have maximum value of (?<limit>.+)\.$/, 'form.error.max'],
  [/^Field must have minimum length of (?<limit>.+)\.$/, 'form.error.minLength'],
  [/^Field must have maximum length of (?<limit>.+)\.$/, 'form.error.maxLength'],
  [/^Value is not a number\.$/, 'form.error.number'],
  [/^Value is expected to have at most (?<limit>\d+) decimal/, 'form.error.decimals'],
  [/^Value is expected to be an integer\.$/, 'form.error.integer'],
  [/^Please select a valid value/, 'form.error.decimals'],
];

/** Has a form state its errors in the reader's language. */
export function speakValidation(form: Form, translate: Translate): void {
  const validator = form.get<{ validateFieldInstance: Validate }>('validator');
  const validate = validator.validateFieldInstance.bind(validator);
  validator.validateFieldInstance = (fieldInstance, value) =>
    validate(fieldInstance, value).map((message) => translateMessage(message, translate));
}

function translateMessage(message: string, translate: Translate): string {
  for (const [pattern, key] of messages) {
    const match = pattern.exec(message);
    if (match) return translate(key, { limit: match.groups?.['limit'] ?? '2' });
  }
  return message;
}
