import { EngineError } from '@gbc/engine';
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

/** Decisions outside any process. */
export const decisionCalls = {
  EvaluateDecision: unary('EVALUATE', async ({ engine }, request: EvaluateDecisionRequest) => {
    const variables = parseVariables(request.variables);
    const { decisionKey, output } = await engine.evaluateDecision(decisionOf(request), variables);
    return { decisionKey, decisionId: request.decisionId, decisionOutput: JSON.stringify(output), tenantId: defaultTenantId };
  }),
};
