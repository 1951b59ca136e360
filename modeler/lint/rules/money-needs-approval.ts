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

/** The process that holds and pays for every flow: calling it is guarded as the hold itself, which stands first in it. */
const PAYING_PROCESS = { processId: 'payout', jobType: 'hold-payout' };

function calledProcess(element: ModdleElement): string | undefined {
  const called = extension(element, 'zeebe:CalledElement');
  return called && text(called, 'processId');
}

/** The guarded job that an element does or calls, as seen from the process that it stands in. */
function guardedJob(element: ModdleElement, processId: string): string | undefined {
  const jobType = jobTypeOf(element);
  if (processId === PAYING_PROCESS.processId && jobType === PAYING_PROCESS.jobType) return undefined;
  return calledProcess(element) === PAYING_PROCESS.processId ? PAYING_PROCESS.jobType : jobType;
}

/** Money is held only after a review, and moved or minted only after a finance supervisor has decided. The ledger holds to that whatever a model says; this rule tells it before. */
export const moneyNeedsApproval: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Process')) return;
    const elements = flowElements(node);
    for (const guard of GUARDS) {
      const reached = reachable(elements, (element) => is(element, 'bpmn:UserTask') && candidateRoles(element).includes(guard.role));
      for (const task of elements.filter((element) => guardedJob(element, idOf(node)) === guard.jobType && reached.has(element))) {
        report(reporter, idOf(task), guard.texts);
      }
    }
  },
});
