import { fenToYuan, yuanToFen } from '../format/fen.ts';

/** What a form holds: nested records of text, numbers, booleans and lists. */
export type FormData = Record<string, unknown>;

const isRecord = (value: unknown): value is FormData => typeof value === 'object' && value !== null && !Array.isArray(value);

function mapKeys(data: FormData, convert: (key: string, value: unknown) => [string, unknown] | undefined): FormData {
  const result: FormData = {};
  for (const [key, value] of Object.entries(data)) {
    const [newKey, newValue] = convert(key, value) ?? [key, isRecord(value) ? mapKeys(value, convert) : value];
    result[newKey] = newValue;
  }
  return result;
}

/**
 * What the API keeps (`amountFen: 10900000`) as what a form shows (`amountYuan: "109000.00"`), at every depth.
 * Other values stay.
 */
export function fenToYuanFields(data: FormData): FormData {
  return mapKeys(data, (key, value) =>
    key.endsWith('Fen') && typeof value === 'number' ? [`${key.slice(0, -3)}Yuan`, fenToYuan(value)] : undefined,
  );
}

/**
 * What was entered (`amountYuan: "109000.00"`) as what the API takes (`amountFen: 10900000`), at every depth. An
 * amount that can't be read exactly is left out: the API then names it as missing.
 */
export function yuanToFenFields(data: FormData): FormData {
  const entered = mapKeys(data, (key, value) => {
    if (!key.endsWith('Yuan')) return undefined;
    const text = typeof value === 'number' ? String(value) : value;
    return [`${key.slice(0, -4)}Fen`, typeof text === 'string' ? yuanToFen(text) : undefined];
  });
  return withoutEmpty(entered);
}

function withoutEmpty(data: FormData): FormData {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([key, value]) => [key, isRecord(value) ? withoutEmpty(value) : value]),
  );
}

/** A field of the API (`contract.amountFen`) as the form's key (`contract.amountYuan`). */
export function formKeyOf(field: string): string {
  return field.endsWith('Fen') ? `${field.slice(0, -3)}Yuan` : field;
}

/** The form's key (`contract.amountYuan`) as the field of the API (`contract.amountFen`). */
export function fieldOf(formKey: string): string {
  return formKey.endsWith('Yuan') ? `${formKey.slice(0, -4)}Fen` : formKey;
}
