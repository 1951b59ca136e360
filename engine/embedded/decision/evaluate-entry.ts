import { describeFeelFailure } from '../feel/expression.ts';
import { evaluateFeel, type FeelScope } from '../feel/evaluate.ts';

/** The decision has no answer for these variables. */
export class DecisionError extends Error {
  override readonly name = 'DecisionError';
}

/** Runs a piece of FEEL in a decision. What it throws becomes a DecisionError that names the text. */
export function attempt<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof DecisionError ? error : new DecisionError(describeFeelFailure(source, error));
  }
}

/** The value of an expression in a decision. */
export function evaluateEntry(source: string, scope: FeelScope): unknown {
  return attempt(source, () => evaluateFeel(source, scope).value);
}
