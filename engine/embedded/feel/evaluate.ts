import { type CompiledExpression, compile } from './compile.ts';
import { AssertionFailure } from './functions/conversion.ts';
import { setEvaluationTime } from './functions/temporal.ts';
import { FeelLimitError, withinLimits } from './limits.ts';
import { noteNames } from './reads.ts';

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

/** What feelin can't do (it throws for ranges of texts, months of a time and the like) has no value, as anything else wrong in FEEL. */
function run(compiled: CompiledExpression, args: readonly unknown[]): FeelResult {
  try {
    const value = withinLimits(() => compiled.run(...args)) ?? null;
    return { value, warnings: compiled.takeWarnings() };
  } catch (error) {
    const warnings = compiled.takeWarnings();
    if (error instanceof FeelLimitError || error instanceof AssertionFailure) throw error;
    return { value: null, warnings: [...warnings, `[INVALID_TYPE] ${(error as Error).message}`] };
  }
}

/**
 * Evaluates a FEEL expression. Throws FeelSyntaxError where it can't be parsed, AssertionFailure where an `assert` fails and
 * FeelLimitError where it costs too much; anything else wrong is null with a warning.
 */
export function evaluateFeel(expression: string, { variables, now }: FeelScope): FeelResult {
  setEvaluationTime(now);
  const compiled = compile(expression, 'expression', Object.keys(variables));
  noteNames(compiled.variables);
  return run(compiled, compiled.variables.map((name) => variables[name]));
}

/** Evaluates unary tests (`< 5, 7`, `-`, `not("a")`) on `input`. Null where the comparison has no answer. Throws as `evaluateFeel`. */
export function evaluateUnaryTests(tests: string, input: unknown, { variables, now }: FeelScope): boolean | null {
  setEvaluationTime(now);
  const compiled = compile(tests, 'unaryTests', Object.keys(variables));
  noteNames(compiled.variables);
  const { value } = run(compiled, [input, ...compiled.variables.map((name) => variables[name])]);
  return typeof value === 'boolean' ? value : null;
}
