import { createModelEditor } from '../index.ts';
import { diffModels } from '../diff/index.ts';
import { parseModel } from '../moddle/moddle.ts';
import { createModelViewer } from '../viewer/index.ts';

/** What the page of the browser tests offers to them. */
const harness = { createModelEditor, createModelViewer, diffModels, parseModel };

declare global {
  var modeler: typeof harness;
}

globalThis.modeler = harness;
