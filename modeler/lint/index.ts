/// <reference path="../types/bpmn-io.d.ts" />
import { parseModel } from '../moddle/moddle.ts';
import { lintDefinitions } from './linter.ts';
import type { LintIssue } from './linter.ts';

export { lintDefinitions } from './linter.ts';
export type { LintIssue, Severity } from './linter.ts';
export type { Language, Texts } from './rule.ts';
export { JOB_TYPES, ROLES } from './vocabulary.ts';

/**
 * Judges a model from its XML, in Node and in the browser. A text that is not BPMN comes back as one issue of the rule
 * `gbc/readable`, as does every reference that leads nowhere; it never throws because of what the text holds.
 */
export async function lintModel(xml: string): Promise<readonly LintIssue[]> {
  const parsed = await parseModel(xml).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (parsed instanceof Error) return [unreadable(parsed.message)];
  return [...parsed.warnings.map((warning) => unreadable(warning.message)), ...(await lintDefinitions(parsed.rootElement))];
}

function unreadable(reason: string): LintIssue {
  return { rule: 'gbc/readable', severity: 'error', elementId: null, message: { 'zh-CN': `模型文件无法完整读取：${reason}`, en: `The model can't be read in full: ${reason}` } };
}
