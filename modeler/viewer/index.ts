/// <reference path="../types/bpmn-io.d.ts" />
export { createModelViewer } from './create-model-viewer.ts';
export type { ModelViewer, ViewerOptions } from './create-model-viewer.ts';
export type { Tokens } from './tokens.ts';
