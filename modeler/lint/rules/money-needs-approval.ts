import { extension, flowElements, idOf, is, text } from '../../moddle/element.ts';
import type { ModdleElement } from '../../moddle/element.ts';
import { candidateRoles } from '../candidate-roles.ts';
import { reachable } from '../reachability.ts';
import { report } from '../rule.ts';
import type { RuleFactory, Texts } from '../rule.ts';

interface Guard {
  readonly jobType: string;
  /** The role whose user task every path must pass. */
  readonly role: string;
  readonly texts: Texts;
}

const GUARDS: readonly Guard[] = [
  {
    jobType: 'hold-payout',
    role: 'specialist',
    texts: { 'zh-CN': '存在未经专员审核即占用资金的路径；账本会拒绝', en: 'A path reaches this hold without a review by a specialist; the ledger will refuse it' },
  },
  {
    jobType: 'transfer-tokens',
    role: 'finance-supervisor',
    texts: { 'zh-CN': '存在未经财务监理审批即划拨的路径；账本会拒绝', en: 'A path reaches this transfer without an approval by a finance supervisor; the ledger will refuse it' },
  },
  {
    jobType: 'mint-tokens',
    role: 'finance-supervisor',
    texts: { 'zh-CN': '存在未经财务监理核对即生成凭证的路径；账本会拒绝', en: 'A path reaches this mint without a check by a finance supervisor; the ledger will refuse it' },
  },
];

function jobTypeOf(element: ModdleElement): string | undefined {
  const definition = extension(element, 'zeebe:TaskDefinition');
  return definition && text(definition, 'type');
}

/** Money is held only after a review, and moved or minted only after a finance supervisor has decided. The ledger holds to that whatever a model says; this rule tells it before. */
export const moneyNeedsApproval: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Process')) return;
    const elements = flowElements(node);
    for (const guard of GUARDS) {
      const reached = reachable(elements, (element) => is(element, 'bpmn:UserTask') && candidateRoles(element).includes(guard.role));
      for (const task of elements.filter((element) => jobTypeOf(element) === guard.jobType && reached.has(element))) {
        report(reporter, idOf(task), guard.texts);
      }
    }
  },
});
