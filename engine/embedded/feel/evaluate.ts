import { evaluate, type FeelFunction, unaryTest } from 'feelin';
import { clockFunctions, extraFunctions, renameUnparsable } from './functions.ts';

/** What an expression can see. */
export interface FeelScope {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

export interface FeelResult {
  readonly value: unknown;
  /** Why parts became null: unknown variables, wrong types. */
  readonly warnings: readonly string[];
}

interface Compiled {
  readonly parameters: readonly string[];
  run(...args: unknown[]): unknown;
  takeWarnings(): string[];
}

/** The clock of the evaluation under way; compiled expressions outlive a single evaluation. */
let evaluationTime = new Date(0);
const functions = { ...extraFunctions, ...clockFunctions(() => evaluationTime) };

const simpleName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const keywords = new Set('if then else for in return some every satisfies function external or and between true false null not instance of'.split(' '));
const cache = new Map<string, Compiled | null>();
const cacheSizeMax = 5000;

/**
 * feelin parses at every evaluation (0.2 ms). Wrapped as `function(variables) expression` it hands back a closure
 * that can be called again (0.004 ms). Only variables that the text can mean become parameters.
 */
function compile(source: string, parameters: readonly string[]): Compiled | null {
  if (!parameters.every((name) => simpleName.test(name))) return null;
  const { value, warnings } = evaluate(`function(${parameters.join(', ')}) ${source}`, functions);
  const { fn } = value as FeelFunction;
  return { parameters, run: fn, takeWarnings: () => warnings.splice(0).map((warning) => warning.message) };
}

/** A variable that is named like a keyword can't be meant, and feelin would take the keyword for it. */
const isMentioned = (source: string, name: string) => source.includes(name) && !keywords.has(name);

function compiled(source: string, parameters: readonly string[]): Compiled | null {
  const key = JSON.stringify([source, parameters]);
  let entry = cache.get(key);
  if (entry === undefined) {
    if (cache.size >= cacheSizeMax) cache.clear();
    entry = compile(source, parameters);
    cache.set(key, entry);
  }
  return entry;
}

/** Evaluates a FEEL expression. Throws where it can't be parsed or an `assert` fails; anything else wrong is null with a warning. */
export function evaluateFeel(expression: string, scope: FeelScope): FeelResult {
  evaluationTime = scope.now;
  const source = renameUnparsable(expression);
  const mentioned = Object.keys(scope.variables).filter((name) => isMentioned(source, name)).sort();
  const entry = compiled(source, mentioned);
  if (entry) {
    const value: unknown = entry.run(...entry.parameters.map((name) => scope.variables[name]));
    return { value, warnings: entry.takeWarnings() };
  }
  const variables = Object.fromEntries(mentioned.map((name) => [name, scope.variables[name]]));
  const { value, warnings } = evaluate(source, { ...functions, ...variables });
  return { value, warnings: warnings.map((warning) => warning.message) };
}

/** Evaluates unary tests (`< 5, 7`, `-`, `not("a")`) on `input`. Null where the comparison has no answer. */
export function evaluateUnaryTests(tests: string, input: unknown, scope: FeelScope): boolean | null {
  evaluationTime = scope.now;
  return unaryTest(renameUnparsable(tests), { ...functions, ...scope.variables, '?': input }).value;
}
