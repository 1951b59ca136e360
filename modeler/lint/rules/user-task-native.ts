import { extension, idOf, is } from '../../moddle/element.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';

/** A user task is native (`zeebe:userTask`); a job-based one has no priority, no due date list and is deprecated. */
export const userTaskNative: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:UserTask') || extension(node, 'zeebe:UserTask')) return;
    report(reporter, idOf(node), { 'zh-CN': '用户任务须使用 Camunda 用户任务实现', en: 'A user task must be implemented as a Camunda user task' });
  },
});
