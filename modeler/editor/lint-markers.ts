import type { DiagramServices } from '../canvas/services.ts';
import type { LintIssue, Severity } from '../lint/linter.ts';
import type { Language } from '../lint/rule.ts';

const OVERLAY = 'gbc-lint';

/** Puts a badge with the number of its problems on every element that has some, in the colour of the worst. */
export function paintLintMarkers({ elementRegistry, overlays }: DiagramServices, issues: readonly LintIssue[], language: Language): void {
  overlays.remove({ type: OVERLAY });
  for (const [elementId, ofElement] of Map.groupBy(issues, (issue) => issue.elementId)) {
    if (elementId === null || elementRegistry.get(elementId) === undefined) continue;
    const worst: Severity = ofElement[0]?.severity ?? 'info';
    const badge = document.createElement('span');
    badge.className = `gbc-badge gbc-badge--${worst}`;
    badge.textContent = worst === 'error' ? `× ${ofElement.length}` : `! ${ofElement.length}`;
    badge.title = ofElement.map((issue) => issue.message[language]).join('\n');
    overlays.add(elementId, OVERLAY, { position: { top: -12, left: -8 }, html: badge });
  }
}
