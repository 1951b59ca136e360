import { EngineError, type JsonValue, type Key, type Variables } from '@gbc/engine';
import type { DecisionResult, EvaluatedDecision } from '../decision/evaluate-decision.ts';
import { evaluateDecisionOnce } from '../decision/known-results.ts';
import { ProcessFailure } from '../failure.ts';
import { evaluateString } from '../feel/expression.ts';
import type { FeelScope } from '../feel/evaluate.ts';
import type { CalledDecision } from '../model/process-model.ts';
import type { DecisionRow } from '../state/rows.ts';
import { describeBinding, findBound } from './binding.ts';
import type { Step } from './step.ts';

/** A decision on the way, with its version; a business knowledge model has neither key nor version of its own. */
export interface VersionedEvaluation extends EvaluatedDecision {
  readonly decisionKey: Key | null;
  readonly version: number | null;
}

/** How a deployed decision was evaluated. A failure is told in it, as Zeebe answers it. */
export interface DecisionEvaluation extends DecisionResult {
  readonly decisionKey: Key;
  readonly decisionId: string;
  readonly decisionName: string;
  readonly version: number;
  readonly requirementsId: string;
  readonly requirementsKey: Key;
  readonly evaluatedDecisions: readonly VersionedEvaluation[];
}

function evaluate(step: Step, { decisionKey, decisionId, version, resourceKey }: DecisionRow, scope: FeelScope): DecisionEvaluation {
  const model = step.context.models.decisions.get(decisionKey);
  const result = evaluateDecisionOnce(model, scope);
  const rows = step.state.decisions.by('resource', resourceKey);
  const evaluatedDecisions = result.evaluatedDecisions.map((evaluated) => {
    const row = evaluated.isDecision ? rows.find((other) => other.decisionId === evaluated.decisionId) : undefined;
    return { ...evaluated, decisionKey: row?.decisionKey ?? null, version: row?.version ?? null };
  });
  const matchedRules = evaluatedDecisions.at(-1)?.matchedRules.map(({ ruleIndex }) => ruleIndex) ?? [];
  if (!result.failure) step.emit({ valueType: 'DECISION_EVALUATION', intent: 'EVALUATED', value: { decisionKey, matchedRules, output: result.output } });
  return { ...result, evaluatedDecisions, decisionKey, decisionId, version, decisionName: model.name, requirementsId: model.requirements.requirementsId, requirementsKey: resourceKey };
}

/** The decision that a business rule task calls, on all that the task sees. */
export function evaluateCalledDecision(step: Step, elementInstanceKey: Key, { decisionId, binding }: CalledDecision): JsonValue {
  const scope = step.scope(elementInstanceKey);
  const id = evaluateString(decisionId, scope);
  const decision = findBound(step, step.state.decisions.by('decisionId', id), binding, step.instance(elementInstanceKey).processDefinitionKey);
  if (!decision) throw new ProcessFailure('CALLED_DECISION_ERROR', `Expected to evaluate decision '${id}', but no decision found for id '${id}'${describeBinding(binding)}`);
  const { output, failure } = evaluate(step, decision, scope);
  if (failure) throw new ProcessFailure('DECISION_EVALUATION_ERROR', failure.message);
  return output;
}

/** Evaluates a deployed decision outside any process. */
export function evaluateDecision(step: Step, decision: { decisionKey: Key } | { decisionId: string }, variables: Variables): DecisionEvaluation {
  const row = 'decisionKey' in decision ? step.state.decisions.get(decision.decisionKey) : step.state.latestDecision(decision.decisionId);
  if (!row) {
    const [what, value] = 'decisionKey' in decision ? ['key', decision.decisionKey] : ['id', decision.decisionId];
    throw new EngineError('NOT_FOUND', `Expected to evaluate decision '${value}', but no decision found for ${what} '${value}'`);
  }
  return evaluate(step, row, { variables, now: step.now });
}
