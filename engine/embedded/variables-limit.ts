import { EngineError, type Variables } from '@gbc/engine';
import { feelLimits } from './feel/limits.ts';

export const variablesSizeBytesMax = 4 * 1024 * 1024;
/** Lists and objects inside one another, the variables themselves included. */
export const variablesDepthMax = feelLimits.valueDepthMax;

const stringOrBracket = /"(?:\\.|[^"\\])*"|[[{]|[\]}]/g;

/** A text that is short can't be deep, so that most are not looked at. */
function isTooDeep(json: string): boolean {
  if (json.length < 2 * variablesDepthMax) return false;
  let depth = 0;
  for (const [token] of json.matchAll(stringOrBracket)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > variablesDepthMax) return true;
  }
  return false;
}

/** A copy of the variables as JSON keeps them. INVALID_ARGUMENT: no object, not JSON, over 4 MiB, nested deeper than 1,000, or a name with a NUL character. */
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
  if (isTooDeep(text)) throw new EngineError('INVALID_ARGUMENT', `variables nest deeper than ${variablesDepthMax}`);
  const unstorable = Object.keys(copy).find((name) => name.includes('\0') || !name.isWellFormed());
  if (unstorable !== undefined) throw new EngineError('INVALID_ARGUMENT', `variable name ${JSON.stringify(unstorable)} is not well-formed text`);
  return copy;
}
