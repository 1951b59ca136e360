import type CommandStack from 'diagram-js/lib/command/CommandStack.js';
import type Canvas from 'diagram-js/lib/core/Canvas.js';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry.js';
import type EventBus from 'diagram-js/lib/core/EventBus.js';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays.js';
import type Selection from 'diagram-js/lib/features/selection/Selection.js';

/** The events we listen to or fire. */
export interface DiagramEvents {
  'element.click': { readonly element: { readonly id: string } };
  'commandStack.changed': object;
  'i18n.changed': object;
  'propertiesPanel.layoutChanged': object;
  'propertiesPanel.providersChanged': object;
  'element.changed': { readonly element: object };
}

/** The services of a diagram that we call, by the names bpmn-js gives them. */
export interface DiagramServices {
  readonly canvas: Canvas;
  readonly elementRegistry: ElementRegistry;
  readonly eventBus: EventBus<DiagramEvents>;
  readonly overlays: Overlays;
  readonly selection: Selection;
}

export interface EditorServices extends DiagramServices {
  readonly commandStack: CommandStack;
}
