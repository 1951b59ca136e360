import type { FeelScope } from '../feel/evaluate.ts';
import { watchReads } from '../feel/reads.ts';
import type { Decision } from './decision-model.ts';
import { type DecisionResult, evaluateDecisionModel } from './evaluate-decision.ts';

/** Results by the values of the variables that they depended on. */
interface Known {
  readonly names: readonly string[];
  readonly results: Map<string, DecisionResult>;
}

const resultsMax = 500;
const variantsMax = 20;
const valuesLengthMax = 2_000;

/** By decision, and by the names that were in scope: a text can mean other variables where there are others. It goes with the decision's model. */
const known = new WeakMap<Decision, Map<string, Known[]>>();

function variantsOf(decision: Decision, { variables }: FeelScope): Known[] {
  const inScope = Object.keys(variables).sort().join('\n');
  let byScope = known.get(decision);
  if (!byScope) known.set(decision, (byScope = new Map()));
  let variants = byScope.get(inScope);
  if (!variants) {
    if (byScope.size >= variantsMax) byScope.clear();
    byScope.set(inScope, (variants = []));
  }
  return variants;
}

const valuesOf = (names: readonly string[], { variables }: FeelScope) => JSON.stringify(names.map((name) => variables[name]));

/**
 * {@link evaluateDecisionModel}, once for the same values of what the decision looks at: a table of working days takes longer than all else
 * that a payment asks of the engine, and tells a thousand payments of one day the same. What failed, or asked for the clock or chance,
 * is evaluated anew.
 */
export function evaluateDecisionOnce(decision: Decision, scope: FeelScope): DecisionResult {
  const variants = variantsOf(decision, scope);
  for (const { names, results } of variants) {
    const result = results.get(valuesOf(names, scope));
    if (result) return result;
  }
  const { value: result, reads } = watchReads(() => evaluateDecisionModel(decision, scope));
  const names = [...reads.names].filter((name) => Object.hasOwn(scope.variables, name)).sort();
  const values = valuesOf(names, scope);
  if (result.failure || !reads.isRepeatable || values.length > valuesLengthMax) return result;
  let variant = variants.find((it) => it.names.join('\n') === names.join('\n'));
  if (!variant) {
    if (variants.length >= variantsMax) variants.length = 0;
    variants.push((variant = { names, results: new Map() }));
  }
  if (variant.results.size >= resultsMax) variant.results.clear();
  variant.results.set(values, result);
  return result;
}
