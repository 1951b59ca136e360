import { extension, text } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';

/**
 * The role of each candidate group of a user task, read from the text: groups are `{officeId}/{role}`, the office usually a
 * variable, as in `=[officeId + "/specialist"]`. A group whose text has no slash comes back whole, so that it matches no role.
 */
export function candidateRoles(userTask: ModdleElement): readonly string[] {
  const assignment = extension(userTask, 'zeebe:AssignmentDefinition');
  const groups = assignment && text(assignment, 'candidateGroups');
  if (groups === undefined) return [];
  const texts = groups.startsWith('=') ? [...groups.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '') : groups.split(',');
  return texts.map((group) => group.trim().split('/').at(-1) ?? '');
}
