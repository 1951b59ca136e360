import Modeler from 'bpmn-js/lib/Modeler.js';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud/index.js';
import { fit } from '../canvas/fit.ts';
import { redrawWhenFontsLoad } from '../canvas/fonts.ts';
import { followSize } from '../canvas/resize.ts';
import type { EditorServices } from '../canvas/services.ts';
import { textRenderer } from '../canvas/text-renderer.ts';
import { createTranslator } from '../i18n/translator.ts';
import type { Translate } from '../i18n/translator.ts';
import { zhCN } from '../i18n/zh-CN/index.ts';
import type { LintIssue } from '../lint/linter.ts';
import type { Language } from '../lint/rule.ts';
import { moddleExtensions } from '../moddle/moddle.ts';
import { lintRunner } from './lint-runner.ts';
import { createLintView } from './lint-view.ts';

export interface EditorState {
  /** Whether there is a change to undo since the model was read. */
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The problems found last, errors first. */
  readonly lint: readonly LintIssue[];
}

export interface EditorOptions {
  readonly xml: string;
  readonly language: Language;
  /** Called after the first lint, after every change and after every lint. */
  readonly onChange?: (state: EditorState) => void;
  /** Called with each text of the editor that has no Chinese translation. */
  readonly onMissingTranslation?: (template: string) => void;
}

/** A model being redrawn: canvas, properties and lint problems. */
export interface ModelEditor {
  /** The model as it stands, formatted. */
  saveXml(): Promise<string>;
  /** Replaces the model and forgets the changes. Rejects when the XML is not a model with a diagram. */
  importXml(xml: string): Promise<void>;
  undo(): void;
  redo(): void;
  zoomToFit(): void;
  /** The problems found last. */
  lint(): readonly LintIssue[];
  /** Selects an element and scrolls to it; does nothing for an unknown id. */
  select(elementId: string): void;
  setLanguage(language: Language): void;
  destroy(): void;
}

/** What the palette takes at the left of the canvas. */
const PALETTE_PX = 60;

function frame(container: HTMLElement): Readonly<Record<'canvas' | 'properties' | 'lint', HTMLElement>> {
  const part = (tag: string, name: string): HTMLElement => {
    const element = document.createElement(tag);
    element.className = `gbc-model-editor__${name}`;
    return element;
  };
  const parts = { canvas: part('div', 'canvas'), properties: part('aside', 'properties'), lint: part('section', 'lint') };
  container.classList.add('gbc-model-editor');
  container.replaceChildren(parts.canvas, parts.properties, parts.lint);
  return parts;
}

function servicesOf(modeler: Modeler<EditorServices>): EditorServices {
  return {
    canvas: modeler.get('canvas'),
    commandStack: modeler.get('commandStack'),
    elementRegistry: modeler.get('elementRegistry'),
    eventBus: modeler.get('eventBus'),
    overlays: modeler.get('overlays'),
    selection: modeler.get('selection'),
  };
}

function newModeler(parts: Readonly<Record<'canvas' | 'properties', HTMLElement>>, translate: Translate): Modeler<EditorServices> {
  return new Modeler<EditorServices>({
    container: parts.canvas,
    moddleExtensions,
    textRenderer,
    propertiesPanel: { parent: parts.properties },
    additionalModules: [BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviorsModule, { translate: ['value', translate] }],
  });
}

/** The panel subscribes to selections a frame after it is drawn, and tells its layout at that moment; before, it would miss them. */
function panelListens({ eventBus }: EditorServices): Promise<void> {
  return new Promise((resolve) => eventBus.once('propertiesPanel.layoutChanged', () => resolve()));
}

/** Opens a model for editing in the container, which must have a size. Rejects when the XML is not a model with a diagram. */
export async function createModelEditor(container: HTMLElement, options: EditorOptions): Promise<ModelEditor> {
  const parts = frame(container);
  const translator = createTranslator(options.language, zhCN, options.onMissingTranslation);
  const modeler = newModeler(parts, translator.translate);
  const services = servicesOf(modeler);
  const { canvas, commandStack, elementRegistry, eventBus, selection } = services;
  let issues: readonly LintIssue[] = [];

  const select = (elementId: string): void => {
    const element = elementRegistry.get(elementId);
    if (!element) return;
    if (element !== canvas.getRootElement()) canvas.scrollToElement(element, 80);
    selection.select(element);
  };
  const lintView = createLintView(parts.lint, services, select);
  const tell = (): void => options.onChange?.({ dirty: commandStack.canUndo(), canUndo: commandStack.canUndo(), canRedo: commandStack.canRedo(), lint: issues });
  const runner = lintRunner(
    () => modeler.getDefinitions(),
    (found) => {
      issues = found;
      lintView.show(issues, translator.language());
      tell();
    },
  );
  const watchers = [redrawWhenFontsLoad(services), followSize(parts.canvas, canvas, PALETTE_PX)];
  const destroy = (): void => {
    runner.stop();
    for (const stop of watchers) stop();
    modeler.destroy();
    container.classList.remove('gbc-model-editor');
    container.replaceChildren();
  };
  const importXml = async (xml: string): Promise<void> => {
    await modeler.importXML(xml);
    fit(canvas, PALETTE_PX);
    await runner.run();
  };

  const listening = panelListens(services);
  eventBus.on('commandStack.changed', () => {
    runner.request();
    tell();
  });
  try {
    await importXml(options.xml);
    await listening;
  } catch (error) {
    destroy();
    throw error;
  }

  return {
    saveXml: async () => (await modeler.saveXML({ format: true })).xml ?? '',
    importXml,
    undo: () => commandStack.undo(),
    redo: () => commandStack.redo(),
    zoomToFit: () => fit(canvas, PALETTE_PX),
    lint: () => issues,
    select,
    setLanguage(language) {
      translator.setLanguage(language);
      eventBus.fire('i18n.changed', {});
      eventBus.fire('propertiesPanel.providersChanged', {});
      lintView.show(issues, translator.language());
    },
    destroy,
  };
}
