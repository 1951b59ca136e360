import { idOf, is } from '../../moddle/element.ts';
import { candidateRoles, hasRoleVariable } from '../candidate-roles.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';
import { ROLES } from '../vocabulary.ts';

/** A user task names at least one candidate group, and each ends in a role that people can have. */
export const knownCandidateRole: RuleFactory = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:UserTask')) return;
    const roles = candidateRoles(node);
    if (roles.length === 0 && !hasRoleVariable(node)) {
      report(reporter, idOf(node), {
        'zh-CN': '用户任务须指定候选组，例如 =[officeId + "/specialist"]',
        en: 'A user task needs candidate groups, such as =[officeId + "/specialist"]',
      });
    }
    for (const role of roles.filter((found) => !(ROLES as readonly string[]).includes(found))) {
      report(reporter, idOf(node), {
        'zh-CN': `候选组中的角色“${role}”不存在；可用：${ROLES.join('、')}`,
        en: `The role "${role}" of a candidate group does not exist; known are ${ROLES.join(', ')}`,
      });
    }
  },
});
