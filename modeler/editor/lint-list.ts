import type { LintIssue, Severity } from '../lint/linter.ts';
import type { Language } from '../lint/rule.ts';

const WORDS = {
  'zh-CN': { error: '错误', warning: '警告', info: '提示', none: '未发现问题', show: '展开问题列表', hide: '收起问题列表', whole: '整个模型', count: (count: number, word: string) => `${count} 个${word}` },
  en: { error: 'error', warning: 'warning', info: 'note', none: 'No problems found', show: 'Show the problems', hide: 'Hide the problems', whole: 'whole model', count: (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}` },
} as const;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export interface LintList {
  show(issues: readonly LintIssue[], language: Language, nameOf: (elementId: string) => string | undefined): void;
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, text?: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The strip below the canvas: how many problems, and on demand each of them. A click on one selects its element. */
export function createLintList(container: HTMLElement, select: (elementId: string) => void): LintList {
  let open = false;
  let redraw = (): void => undefined;
  container.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-element-id], .gbc-lint__summary') : null;
    const elementId = target?.dataset['elementId'];
    if (elementId !== undefined) select(elementId);
    else if (target) {
      open = !open;
      redraw();
    }
  });

  return {
    show(issues, language, nameOf) {
      const words = WORDS[language];
      redraw = () => {
        const summary = element('button', 'gbc-lint__summary');
        summary.type = 'button';
        summary.disabled = issues.length === 0;
        summary.ariaExpanded = String(open && issues.length > 0);
        summary.title = issues.length === 0 ? '' : open ? words.hide : words.show;
        if (issues.length === 0) summary.append(element('span', 'gbc-lint__count gbc-lint__count--none', words.none));
        for (const severity of SEVERITIES) {
          const count = issues.filter((issue) => issue.severity === severity).length;
          if (count > 0) summary.append(element('span', `gbc-lint__count gbc-lint__count--${severity}`, words.count(count, words[severity])));
        }
        container.replaceChildren(summary, ...(open && issues.length > 0 ? [listOf(issues)] : []));
      };
      const listOf = (shown: readonly LintIssue[]): HTMLElement => {
        const list = element('ul', 'gbc-lint__list');
        for (const issue of shown) {
          const row = element('button', `gbc-lint__issue gbc-lint__issue--${issue.severity}`);
          row.type = 'button';
          if (issue.elementId !== null) row.dataset['elementId'] = issue.elementId;
          row.append(
            element('span', 'gbc-lint__severity', words[issue.severity]),
            element('span', 'gbc-lint__element', issue.elementId === null ? words.whole : (nameOf(issue.elementId) ?? issue.elementId)),
            element('span', 'gbc-lint__message', issue.message[language]),
          );
          const item = element('li', '');
          item.append(row);
          list.append(item);
        }
        return list;
      };
      redraw();
    },
  };
}
