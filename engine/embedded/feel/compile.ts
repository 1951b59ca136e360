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

/** A loop can warn at every element. */
const warningsMax = 20;
const warningLengthMax = 200;

/** feelin reads the `or` in `get or else` as the operator, so the call gets another name. String literals stay as they are. */
const getOrElse = /"(?:\\.|[^"\\])*"|\bget\s+or\s+else(?=\s*\()/g;
const withoutOperators = (source: string) => source.replace(getOrElse, (match) => (match.startsWith('"') ? match : 'get_or_else'));

/** A variable that is named like a keyword can't be meant, and feelin would take the keyword for it. */
const keywords = new Set('if then else for in return some every satisfies function external or and between true false null not instance of'.split(' '));
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

/** One text with what it was compiled to: the same text means other things where other variables are there. */
class CompiledText {
  readonly #source: string;
  readonly #grammar: Grammar;
  readonly #normalized: string;
  readonly #mentioned = new Map<string, boolean>();
  readonly #byNames = new Map<string, CompiledExpression>();

  constructor(expression: string, grammar: Grammar) {
    this.#source = withoutOperators(expression);
    this.#grammar = grammar;
    this.#normalized = normalizeName(this.#source);
  }

  for(variables: readonly string[]): CompiledExpression {
    const names = variables.filter((name) => this.#mentions(name)).sort();
    const key = names.length === 1 ? names[0] as string : JSON.stringify(names);
    const known = this.#byNames.get(key);
    if (known) return known;
    const compiled = compileNew(this.#source, this.#grammar, names);
    if (this.#byNames.size >= variantsMax) this.#byNames.clear();
    this.#byNames.set(key, compiled);
    return compiled;
  }

  #mentions(name: string): boolean {
    const known = this.#mentioned.get(name);
    if (known !== undefined) return known;
    const mentions = !keywords.has(name) && this.#normalized.includes(normalizeName(name));
    if (this.#mentioned.size >= namesMax) this.#mentioned.clear();
    this.#mentioned.set(name, mentions);
    return mentions;
  }
}

/** The texts used last, by grammar. */
const cache: Readonly<Record<Grammar, Map<string, CompiledText>>> = { expression: new Map(), unaryTests: new Map() };
const textsMax = 5000;
const variantsMax = 50;
const namesMax = 1000;

/** Compiles an expression that may mention `variables`, or takes it from the cache. Throws FeelSyntaxError. */
export function compile(expression: string, grammar: Grammar, variables: readonly string[]): CompiledExpression {
  const texts = cache[grammar];
  const text = texts.get(expression) ?? new CompiledText(expression, grammar);
  const compiled = text.for(variables);
  texts.delete(expression); // put back as the newest
  if (texts.size >= textsMax) texts.delete(texts.keys().next().value as string);
  texts.set(expression, text);
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
