import type { Dictionary } from '../translator.ts';
import { canvas } from './canvas.ts';
import { elements } from './elements.ts';
import { propertiesPanel } from './properties-panel.ts';

/** Chinese for every text of bpmn-io that the editor can show with Zeebe's elements. */
export const zhCN: Dictionary = { ...elements, ...canvas, ...propertiesPanel };
