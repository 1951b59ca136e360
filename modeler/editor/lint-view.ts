import type { DiagramServices } from '../canvas/services.ts';
import type { LintIssue } from '../lint/linter.ts';
import type { Language } from '../lint/rule.ts';
import { text } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';
import { createLintList } from './lint-list.ts';
import { paintLintMarkers } from './lint-markers.ts';

export interface LintView {
  show(issues: readonly LintIssue[], language: Language): void;
}

/** Shows problems where they are: as badges on the diagram, and listed below it. */
export function createLintView(container: HTMLElement, services: DiagramServices, select: (elementId: string) => void): LintView {
  const list = createLintList(container, select);
  const nameOf = (elementId: string): string | undefined => {
    const element: { readonly businessObject?: ModdleElement } | undefined = services.elementRegistry.get(elementId);
    return element?.businessObject && text(element.businessObject, 'name');
  };
  return {
    show(issues, language) {
      paintLintMarkers(services, issues, language);
      list.show(issues, language, nameOf);
    },
  };
}
