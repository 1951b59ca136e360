import type { JsonValue, Variables } from '@gbc/engine';
import { BadRequest } from './bad-request.ts';

const kindOf = (value: JsonValue) => (Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase());

/** Reads a document of variables: JSON text of an object; empty text and `null` mean none. BadRequest: anything else. */
export function parseVariables(text: string): Variables {
  if (text.trim() === '') return {};
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new BadRequest(`Property 'variables' is invalid: Expected a JSON document, but ${(error as Error).message}`);
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new BadRequest(`Property 'variables' is invalid: Expected document to be a root level object, but was '${kindOf(value)}'`);
  }
  return value as Variables;
}
