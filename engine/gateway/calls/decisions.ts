import { EngineError } from '@gbc/engine';
import type { DecisionEvaluation } from '@gbc/engine-embedded';
import { parseVariables } from '../json.ts';
import { defaultTenantId } from '../protocol.ts';
import { unary } from './call.ts';

interface EvaluateDecisionRequest {
  /** '0' where an id is given instead. */
  readonly decisionKey: string;
  readonly decisionId: string;
  readonly variables: string;
}

/** As Zeebe, a key goes before an id. */
function decisionOf({ decisionKey, decisionId }: EvaluateDecisionRequest) {
  if (decisionKey !== '0') return { decisionKey };
  if (decisionId === '') throw new EngineError('INVALID_ARGUMENT', 'Expected either a decision id or a valid decision key, but none provided');
  return { decisionId };
}

const toEvaluated = ({ decisionKey, decisionId, decisionName, version, decisionType, output, inputs, matchedRules }: DecisionEvaluation['evaluatedDecisions'][number]) => ({
  decisionKey: decisionKey ?? '0', decisionId, decisionName, decisionVersion: version ?? 0, decisionType, decisionOutput: JSON.stringify(output), tenantId: defaultTenantId,
  evaluatedInputs: inputs.map(({ inputId, inputName, inputValue }) => ({ inputId, inputName, inputValue: JSON.stringify(inputValue) })),
  matchedRules: matchedRules.map(({ ruleId, ruleIndex, outputs }) => ({
    ruleId, ruleIndex,
    evaluatedOutputs: outputs.map(({ outputId, outputName, outputValue }) => ({ outputId, outputName, outputValue: JSON.stringify(outputValue) })),
  })),
});

/** A decision that fails is no refusal: the answer says which one and why. */
function toResponse({ decisionKey, decisionId, decisionName, version, requirementsId, requirementsKey, output, failure, evaluatedDecisions }: DecisionEvaluation) {
  return {
    decisionKey, decisionId, decisionName, decisionVersion: version, decisionRequirementsId: requirementsId, decisionRequirementsKey: requirementsKey,
    decisionOutput: JSON.stringify(output), evaluatedDecisions: evaluatedDecisions.map(toEvaluated),
    failedDecisionId: failure?.decisionId ?? '', failureMessage: failure?.message ?? '', tenantId: defaultTenantId,
  };
}

/** Decisions outside any process. */
export const decisionCalls = {
  EvaluateDecision: unary('EVALUATE', async ({ engine }, request: EvaluateDecisionRequest) => {
    const variables = parseVariables(request.variables);
    return toResponse(await engine.explainDecision(decisionOf(request), variables));
  }),
};
