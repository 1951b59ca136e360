import { EngineError, type Variables } from '@gbc/engine';

/** Of a message: a gateway answers a larger one with an error that says nothing. */
export const sizeBytesMax = 4 * 1024 * 1024;

/** Variables as the SDK takes them, whose type of JSON is narrower than JSON. INVALID_ARGUMENT: over 4 MiB, or no JSON object. */
export function asDocument(variables: Variables): Record<string, never> {
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) throw new EngineError('INVALID_ARGUMENT', 'variables must be a JSON object');
  let text: string;
  try {
    text = JSON.stringify(variables);
  } catch (error) {
    throw new EngineError('INVALID_ARGUMENT', `variables are no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (Buffer.byteLength(text) > sizeBytesMax) throw new EngineError('INVALID_ARGUMENT', `variables are larger than ${sizeBytesMax} bytes`);
  return { ...variables } as Record<string, never>;
}
