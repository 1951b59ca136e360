import { evaluate } from 'feelin';
import { FeelLimitError, feelLimits, spend } from '../limits.ts';
import { contextFunctions } from './context.ts';
import { conversionFunctions } from './conversion.ts';
import { listFunctions } from './list.ts';
import { numberFunctions } from './number.ts';
import { rangeFunctions } from './range.ts';
import type { Builtins, FeelBuiltin } from './signature.ts';
import { statisticsFunctions } from './statistics.ts';
import { temporalFunctions } from './temporal.ts';
import { textFunctions } from './text.ts';

/** Functions that are taken from feelin as they are. */
const fromFeelin = [
  'number', 'not', 'string length', 'upper case', 'lower case', 'substring before', 'substring after', 'contains', 'starts with', 'ends with',
  'count', 'sublist', 'append', 'concatenate', 'insert before', 'remove', 'reverse',
  'abs', 'sqrt', 'log', 'exp', 'odd', 'even', 'is', 'meets', 'met by', 'day of year', 'day of week', 'month of year', 'week of year', 'get entries',
] as const;

/** Counts a call, and what it is given, before the function runs; lists also where they come back longer. */
function counted(body: FeelBuiltin): FeelBuiltin {
  const run = (...args: never[]) => {
    let size = 1;
    for (const arg of args as unknown[]) {
      if (Array.isArray(arg)) size += arg.length;
      else if (typeof arg === 'string' && arg.length > feelLimits.stringLengthMax) throw new FeelLimitError(`a text is longer than ${feelLimits.stringLengthMax}`);
    }
    spend(size);
    return body(...args);
  };
  return Object.assign(run, { $args: body.$args ?? [] });
}

const own: Builtins = { ...contextFunctions, ...conversionFunctions, ...listFunctions, ...numberFunctions, ...rangeFunctions, ...statisticsFunctions, ...temporalFunctions, ...textFunctions };
const taken: Builtins = Object.fromEntries(fromFeelin.map((name) => [name, evaluate(name).value as FeelBuiltin]));

/** Every function of Camunda's FEEL but the constructors of temporals, by name. */
export const builtins: ReadonlyMap<string, FeelBuiltin> = new Map(Object.entries({ ...taken, ...own }).map(([name, body]) => [name, counted(body)]));
