import type { DiagramServices } from '../canvas/services.ts';
import type { ChangeKind, ModelDiff } from '../diff/diff-models.ts';
import type { Language } from '../lint/rule.ts';

const OVERLAY = 'gbc-diff';

const WORDS: Readonly<Record<Language, Readonly<Record<Exclude<ChangeKind, 'removed'>, string>>>> = {
  'zh-CN': { added: '新增', changed: '修改', moved: '移动' },
  en: { added: 'added', changed: 'changed', moved: 'moved' },
};

/** Marks the elements of a newer model by what happened to them. Removed elements are not on the canvas: they stand in the list beside it. */
export function diffPainter({ canvas, elementRegistry, overlays }: DiagramServices, language: Language): (diff: ModelDiff | null) => void {
  const marked: [elementId: string, marker: string][] = [];

  return (diff) => {
    for (const [elementId, marker] of marked.splice(0)) canvas.removeMarker(elementId, marker);
    overlays.remove({ type: OVERLAY });
    for (const change of diff?.changes ?? []) {
      const element = elementRegistry.get(change.elementId);
      if (change.kind === 'removed' || element === undefined) continue;
      const marker = `gbc-diff-${change.kind}`;
      canvas.addMarker(change.elementId, marker);
      marked.push([change.elementId, marker]);
      if ('waypoints' in element) continue;
      const word = document.createElement('span');
      word.className = `gbc-badge gbc-badge--${change.kind}`;
      word.textContent = WORDS[language][change.kind];
      word.title = change.properties.map(({ property, before, after }) => `${property}: ${before ?? '—'} → ${after ?? '—'}`).join('\n');
      overlays.add(change.elementId, OVERLAY, { position: { top: -12, left: -4 }, html: word });
    }
  };
}
