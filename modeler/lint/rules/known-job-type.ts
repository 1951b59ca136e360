import { extension, idOf, is, text } from '../../moddle/element.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';
import { JOB_TYPES } from '../vocabulary.ts';

/** A job type that no worker handles would leave the instance waiting for ever. An expression can't be known, so it is refused too. */
export const knownJobType: RuleFactory = () => ({
  check(node, reporter) {
    const definition = is(node, 'bpmn:FlowNode') ? extension(node, 'zeebe:TaskDefinition') : undefined;
    const jobType = definition && text(definition, 'type');
    if (jobType === undefined || (JOB_TYPES as readonly string[]).includes(jobType)) return;
    report(reporter, idOf(node), {
      'zh-CN': `没有处理任务类型“${jobType}”的程序；可用：${JOB_TYPES.join('、')}`,
      en: `No worker handles the job type "${jobType}"; known are ${JOB_TYPES.join(', ')}`,
    });
  },
});
