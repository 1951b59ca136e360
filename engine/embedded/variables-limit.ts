import { EngineError, type Variables } from '@gbc/engine';

export const variablesSizeBytesMax = 4 * 1024 * 1024;

/** A copy of the variables as JSON keeps them. INVALID_ARGUMENT: no object, not JSON, over 4 MiB, or a name with a NUL character. */
export function checkVariables(variables: Variables): Variables {
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) throw new EngineError('INVALID_ARGUMENT', 'variables must be an object');
  let text: string;
  let copy: Variables;
  try {
    text = JSON.stringify(variables);
    copy = JSON.parse(text) as Variables;
  } catch (error) {
    throw new EngineError('INVALID_ARGUMENT', `variables are not JSON: ${(error as Error).message}`);
  }
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > variablesSizeBytesMax) throw new EngineError('INVALID_ARGUMENT', `variables are larger than ${variablesSizeBytesMax} bytes (${sizeBytes})`);
  const unstorable = Object.keys(copy).find((name) => name.includes('\0') || !name.isWellFormed());
  if (unstorable !== undefined) throw new EngineError('INVALID_ARGUMENT', `variable name ${JSON.stringify(unstorable)} is not well-formed text`);
  return copy;
}
