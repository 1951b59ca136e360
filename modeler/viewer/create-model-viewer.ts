import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { fit } from '../canvas/fit.ts';
import { redrawWhenFontsLoad } from '../canvas/fonts.ts';
import { followSize } from '../canvas/resize.ts';
import type { DiagramServices } from '../canvas/services.ts';
import { textRenderer } from '../canvas/text-renderer.ts';
import type { ModelDiff } from '../diff/diff-models.ts';
import type { Language } from '../lint/rule.ts';
import { moddleExtensions } from '../moddle/moddle.ts';
import { diffPainter } from './diff-marks.ts';
import { tokenPainter } from './tokens.ts';
import type { Tokens } from './tokens.ts';

export interface ViewerOptions {
  readonly xml: string;
  readonly language: Language;
}

/** A diagram to look at: pan, zoom, select; nothing in it can be changed. */
export interface ModelViewer {
  /** Shows where tokens are; a token that moved since the last call pulses once. */
  setTokens(tokens: Tokens): void;
  /** Marks what a change added, changed and moved; null takes the marks away. The diagram shown must be the newer model. */
  setDiff(diff: ModelDiff | null): void;
  /** Calls back with the element under each click, or null for the empty canvas. Answers a function that stops that. */
  onSelect(listener: (elementId: string | null) => void): () => void;
  /** Shows the whole diagram. */
  fit(): void;
  destroy(): void;
}

const LABELS = {
  'zh-CN': { active: (count: number) => `${count} 个实例在此`, incident: () => '此处发生故障，等待处理' },
  en: { active: (count: number) => `${count} instance${count === 1 ? '' : 's'} here`, incident: () => 'An incident waits here' },
} as const;

/** Draws a model into the container, which must have a size. Rejects when the XML is not a model with a diagram. */
export async function createModelViewer(container: HTMLElement, options: ViewerOptions): Promise<ModelViewer> {
  container.classList.add('gbc-model-viewer');
  const viewer = new NavigatedViewer<DiagramServices>({ container, moddleExtensions, textRenderer });
  try {
    await viewer.importXML(options.xml);
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  const services: DiagramServices = {
    canvas: viewer.get('canvas'),
    elementRegistry: viewer.get('elementRegistry'),
    eventBus: viewer.get('eventBus'),
    overlays: viewer.get('overlays'),
    selection: viewer.get('selection'),
  };
  const watchers = [redrawWhenFontsLoad(services), followSize(container, services.canvas)];
  const listeners = new Set<(elementId: string | null) => void>();
  services.eventBus.on('element.click', ({ element }) => {
    const elementId = element === services.canvas.getRootElement() ? null : element.id.replace(/_label$/, '');
    for (const listener of listeners) listener(elementId);
  });
  fit(services.canvas);

  return {
    setTokens: tokenPainter(services, (text, count) => LABELS[options.language][text](count)),
    setDiff: diffPainter(services, options.language),
    onSelect(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    fit: () => fit(services.canvas),
    destroy() {
      for (const stop of watchers) stop();
      viewer.destroy();
      container.classList.remove('gbc-model-viewer');
    },
  };
}
