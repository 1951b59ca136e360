import { extension, idOf, is, text } from '../../moddle/element.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';

const CALLS = [
  { type: 'zeebe:FormDefinition', reference: 'formId', what: { 'zh-CN': '表单', en: 'form' } },
  { type: 'zeebe:CalledDecision', reference: 'decisionId', what: { 'zh-CN': '决策', en: 'decision' } },
  { type: 'zeebe:CalledElement', reference: 'processId', what: { 'zh-CN': '流程', en: 'process' } },
] as const;

/** Whatever a model calls is bound to its own deployment, so that a later change of it can't alter a running instance. */
export const bindingDeployment: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:FlowNode')) return;
    for (const call of CALLS) {
      const found = extension(node, call.type);
      if (!found || text(found, call.reference) === undefined || found.get('bindingType') === 'deployment') continue;
      const name = text(found, call.reference);
      report(reporter, idOf(node), {
        'zh-CN': `${call.what['zh-CN']}“${name}”须绑定到本次部署（deployment）`,
        en: `The ${call.what.en} "${name}" must be bound to this deployment (deployment)`,
      });
    }
  },
});
