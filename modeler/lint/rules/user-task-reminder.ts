import { child, children, extension, flowElements, idOf, is, text } from '../../moddle/element.ts';
import type { ModdleElement } from '../../moddle/element.ts';
import { flowsBySource } from '../reachability.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';

/** A timer that repeats, leaves the task open and leads to a notification. */
function isReminder(boundaryEvent: ModdleElement, flows: readonly ModdleElement[]): boolean {
  const repeats = children(boundaryEvent, 'eventDefinitions').some((definition) => is(definition, 'bpmn:TimerEventDefinition') && child(definition, 'timeCycle') !== undefined);
  const notifies = flows.some((flow) => {
    const target = child(flow, 'targetRef');
    const definition = target && extension(target, 'zeebe:TaskDefinition');
    return definition !== undefined && text(definition, 'type') === 'notify';
  });
  return repeats && notifies && boundaryEvent.get('cancelActivity') === false;
}

/** Every user task reminds those who should do it: a non-interrupting timer that repeats and leads to a `notify` job. */
export const userTaskReminder: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Process')) return;
    const elements = flowElements(node);
    const flows = flowsBySource(elements);
    const reminders = elements.filter((element) => is(element, 'bpmn:BoundaryEvent') && isReminder(element, flows.get(element) ?? []));
    const reminded = new Set(reminders.map((reminder) => child(reminder, 'attachedToRef')));
    for (const task of elements.filter((element) => is(element, 'bpmn:UserTask') && !reminded.has(element))) {
      report(reporter, idOf(task), {
        'zh-CN': '用户任务须附带定时提醒：不中断的循环定时边界事件，后接 notify 任务',
        en: 'A user task needs a reminder: a non-interrupting boundary timer with a cycle that leads to a notify task',
      });
    }
  },
});
