import type { Key } from '@gbc/engine';
import type { Element, ProcessModel } from '../model/process-model.ts';
import type { Step } from './step.ts';

/** True for gateways at which tokens wait for one another. */
export const isJoin = ({ type }: Element) => type === 'parallelGateway' || type === 'inclusiveGateway';

/** Where a token in an element can go on to. A flow that already brought its token to the join is no way to it. */
function next(model: ProcessModel, element: Element, taken: ReadonlySet<string>): Element[] {
  const targets = element.outgoing.filter(({ id }) => !taken.has(id)).map(({ targetId }) => targetId);
  if (element.type === 'intermediateThrowEvent' && element.result.kind === 'link') targets.push(element.result.targetId);
  return [...targets.map((id) => model.elements.get(id) as Element), ...element.boundaryEvents];
}

function leadsTo(model: ProcessModel, from: Element, gateway: Element, taken: ReadonlySet<string>): boolean {
  const seen = new Set([from]);
  for (const element of seen) { // a set grows while it is walked
    if (element === gateway) return true;
    for (const following of next(model, element, taken)) seen.add(following);
  }
  return false;
}

/** Elements of a scope in which tokens are: active ones, and those at the end of a flow that was taken. */
function elementsWithTokens(step: Step, model: ProcessModel, scopeKey: Key): Set<string> {
  const gateways = step.state.joins.by('scope', scopeKey).map(({ gatewayId }) => gatewayId);
  const active = step.state.elementInstances.by('scope', scopeKey).map(({ elementId }) => elementId);
  const underWay = [...step.flowsUnderWay].filter((flow) => flow.scopeKey === scopeKey).map(({ flowId }) => flowId);
  const targets = [...model.elements.values()].filter(({ incoming }) => incoming.some(({ id }) => underWay.includes(id))).map(({ id }) => id);
  return new Set([...active, ...gateways, ...targets]);
}

/** True while some token elsewhere in the scope could still come to an inclusive gateway along a flow that brought none yet. */
function expectsMore(step: Step, scopeKey: Key, gateway: Element, taken: ReadonlySet<string>): boolean {
  const model = step.model(step.instance(scopeKey).processDefinitionKey);
  const elementIds = elementsWithTokens(step, model, scopeKey);
  elementIds.delete(gateway.id);
  return [...elementIds].some((id) => leadsTo(model, model.elements.get(id) as Element, gateway, taken));
}

/**
 * The flows whose waiting tokens a joining gateway takes in now; none where it has to wait. A parallel gateway waits for
 * every incoming flow, an inclusive one for those along which a token can still come.
 */
export function joinedFlows(step: Step, scopeKey: Key, gateway: Element): readonly string[] {
  const flows = gateway.incoming.map(({ id }) => id);
  const taken = flows.filter((flowId) => step.state.join(scopeKey, flowId));
  if (taken.length === flows.length) return taken;
  if (gateway.type !== 'inclusiveGateway' || taken.length === 0) return [];
  return expectsMore(step, scopeKey, gateway, new Set(taken)) ? [] : taken;
}
