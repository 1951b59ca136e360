import { extension, text } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';

const roleVariable = /"\/"\s*\+\s*\w+Role\b/;

/** Whether a user task leaves its role to a variable whose name ends in `Role`: who starts the process says it, from our own rows. */
export function hasRoleVariable(userTask: ModdleElement): boolean {
  const assignment = extension(userTask, 'zeebe:AssignmentDefinition');
  return roleVariable.test((assignment && text(assignment, 'candidateGroups')) ?? '');
}

/**
 * The role of each candidate group of a user task, read from the text: groups are `{officeId}/{role}`, the office usually a
 * variable, as in `=[officeId + "/specialist"]`. A group whose text has no slash comes back whole, so that it matches no role; a role by variable is left out.
 */
export function candidateRoles(userTask: ModdleElement): readonly string[] {
  const assignment = extension(userTask, 'zeebe:AssignmentDefinition');
  const groups = assignment && text(assignment, 'candidateGroups');
  if (groups === undefined) return [];
  const texts = groups.startsWith('=') ? [...groups.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '') : groups.split(',');
  return texts.map((group) => group.trim().split('/').at(-1) ?? '').filter((role) => role !== '' || !roleVariable.test(groups));
}
