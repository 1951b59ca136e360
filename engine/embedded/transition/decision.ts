import { EngineError, type JsonValue, type Key, type Variables } from '@gbc/engine';
import { DecisionError, evaluateTable } from '../decision/evaluate-table.ts';
import { ProcessFailure } from '../failure.ts';
import { evaluateString } from '../feel/expression.ts';
import type { FeelScope } from '../feel/evaluate.ts';
import type { CalledDecision } from '../model/process-model.ts';
import type { DecisionRow } from '../state/rows.ts';
import { describeBinding, findBound } from './binding.ts';
import type { Step } from './step.ts';

function evaluate(step: Step, { decisionKey }: DecisionRow, scope: FeelScope): JsonValue {
  const { output, matchedRules } = evaluateTable(step.context.models.decisions.get(decisionKey), scope);
  step.emit({ valueType: 'DECISION_EVALUATION', intent: 'EVALUATED', value: { decisionKey, matchedRules, output } });
  return output;
}

/** The decision that a business rule task calls, on all that the task sees. */
export function evaluateCalledDecision(step: Step, elementInstanceKey: Key, { decisionId, binding }: CalledDecision): JsonValue {
  const scope = step.scope(elementInstanceKey);
  const id = evaluateString(decisionId, scope);
  const decision = findBound(step, step.state.decisions.by('decisionId', id), binding, step.instance(elementInstanceKey).processDefinitionKey);
  if (!decision) throw new ProcessFailure('CALLED_DECISION_ERROR', `Expected to evaluate decision '${id}', but no decision found for id '${id}'${describeBinding(binding)}`);
  try {
    return evaluate(step, decision, scope);
  } catch (error) {
    if (error instanceof DecisionError) throw new ProcessFailure('DECISION_EVALUATION_ERROR', `Expected to evaluate decision '${id}', but ${error.message}`);
    throw error;
  }
}

/** Evaluates a deployed decision outside any process. */
export function evaluateDecision(step: Step, decision: { decisionKey: Key } | { decisionId: string }, variables: Variables): { decisionKey: Key; output: JsonValue } {
  const row = 'decisionKey' in decision ? step.state.decisions.get(decision.decisionKey) : step.state.latestDecision(decision.decisionId);
  if (!row) {
    const [what, value] = 'decisionKey' in decision ? ['key', decision.decisionKey] : ['id', decision.decisionId];
    throw new EngineError('NOT_FOUND', `Expected to evaluate decision '${value}', but no decision found for ${what} '${value}'`);
  }
  try {
    return { decisionKey: row.decisionKey, output: evaluate(step, row, { variables, now: step.now }) };
  } catch (error) {
    if (error instanceof DecisionError) throw new EngineError('INVALID_ARGUMENT', error.message);
    throw error;
  }
}
