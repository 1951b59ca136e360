import { evaluate, type FeelFunction } from 'feelin';
import { arithmeticFunctions } from './functions/arithmetic.ts';
import { builtins } from './functions/builtins.ts';
import { countingFunctions } from './functions/counting.ts';
import { instrument, internalNames, normalizeName } from './instrument.ts';
import { dialect, FeelSyntaxError, type Grammar, parse } from './syntax-tree.ts';

/** An expression that can be run again and again. */
export interface CompiledExpression {
  /** Variables in the order that `run` takes them, behind the input of unary tests. */
  readonly variables: readonly string[];
  run(...args: unknown[]): unknown;
  /** What went wrong since the last time, as `[TYPE] message`. */
  takeWarnings(): string[];
}

const cache = new Map<string, CompiledExpression>();
const cacheSizeMax = 5000;
/** A loop can warn at every element. */
const warningsMax = 20;
const warningLengthMax = 200;

/** feelin reads the `or` in `get or else` as the operator, so the call gets another name. String literals stay as they are. */
const getOrElse = /"(?:\\.|[^"\\])*"|\bget\s+or\s+else(?=\s*\()/g;
const withoutOperators = (source: string) => source.replace(getOrElse, (match) => (match.startsWith('"') ? match : 'get_or_else'));

/** A variable that is named like a keyword can't be meant, and feelin would take the keyword for it. */
const keywords = new Set('if then else for in return some every satisfies function external or and between true false null not instance of'.split(' '));
const isMentionedIn = (source: string) => {
  const text = normalizeName(source);
  return (name: string) => !keywords.has(name) && text.includes(normalizeName(name));
};

const internalFunctions = Object.entries({ ...arithmeticFunctions, ...countingFunctions });

/** Only what the text calls: feelin copies the context of a function at every call. */
const internalFunctionsIn = (text: string) => Object.fromEntries(internalFunctions.filter(([name]) => text.includes(name)));

/**
 * feelin parses at every evaluation. Wrapped as `function(variables) expression` it hands back a closure that can be called again,
 * a hundred times as fast.
 */
function compileNew(source: string, grammar: Grammar, names: readonly string[]): CompiledExpression {
  const { text, functions, parameters } = instrument(source, parse(source, grammar, names), names);
  const inputs = grammar === 'unaryTests' ? [internalNames.input] : [];
  const context = { ...internalFunctionsIn(text), ...Object.fromEntries(Array.from(functions, ([called, name]) => [called, builtins.get(name)])) };
  const { value, warnings } = evaluate(`function(${[...inputs, ...parameters.values()].join(', ')}) ${text}`, context, dialect);
  return {
    variables: Array.from(parameters.keys()),
    run: (value as FeelFunction).fn,
    takeWarnings: () => warnings.splice(0).slice(0, warningsMax).map(({ type, message }) => `[${type}] ${message.slice(0, warningLengthMax)}`),
  };
}

/** Compiles an expression that may mention `variables`, or takes it from the cache. Throws FeelSyntaxError. */
export function compile(expression: string, grammar: Grammar, variables: readonly string[]): CompiledExpression {
  const source = withoutOperators(expression);
  const names = variables.filter(isMentionedIn(source)).sort();
  const key = JSON.stringify([grammar, source, names]);
  const known = cache.get(key);
  const compiled = known ?? compileNew(source, grammar, names);
  if (known) cache.delete(key); // put back below as the newest
  else if (cache.size >= cacheSizeMax) cache.delete(cache.keys().next().value as string);
  cache.set(key, compiled);
  return compiled;
}

const check = (grammar: Grammar) => (source: string, names: readonly string[] = []) => {
  try {
    compile(source, grammar, names);
  } catch (error) {
    throw error instanceof FeelSyntaxError ? error : new FeelSyntaxError((error as Error).message);
  }
};

/** Throws FeelSyntaxError where the text is not FEEL, or too long or deep. `names` are variables that it may mention. */
export const checkSyntax = check('expression');

/** Throws FeelSyntaxError where the text is no list of unary tests, or too long or deep. */
export const checkUnaryTests = check('unaryTests');
