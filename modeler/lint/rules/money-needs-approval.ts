import { child, children, extension, flowElements, idOf, is, text } from '../../moddle/element.ts';
import type { ModdleElement } from '../../moddle/element.ts';
import { candidateRoles } from '../candidate-roles.ts';
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

/**
 * The elements a token can reach from the starts when no user task of the role is ever completed. Such a task still
 * happens: its boundary events are followed, its own outgoing flows are not.
 */
function reachableWithout(role: string, elements: readonly ModdleElement[]): ReadonlySet<ModdleElement> {
  const boundaryEvents = elements.filter((element) => is(element, 'bpmn:BoundaryEvent'));
  const reached = new Set<ModdleElement>();
  const open = elements.filter((element) => is(element, 'bpmn:StartEvent'));
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (reached.has(element)) continue;
    reached.add(element);
    open.push(...boundaryEvents.filter((event) => child(event, 'attachedToRef') === element));
    if (is(element, 'bpmn:UserTask') && candidateRoles(element).includes(role)) continue;
    open.push(...children(element, 'outgoing').flatMap((flow) => child(flow, 'targetRef') ?? []));
  }
  return reached;
}

/** Money is held only after a review, and moved or minted only after a finance supervisor has decided. The ledger holds to that whatever a model says; this rule tells it before. */
export const moneyNeedsApproval: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Process')) return;
    const elements = flowElements(node);
    for (const guard of GUARDS) {
      const reached = reachableWithout(guard.role, elements);
      for (const task of elements.filter((element) => jobTypeOf(element) === guard.jobType && reached.has(element))) {
        report(reporter, idOf(task), guard.texts);
      }
    }
  },
});
