/// <reference path="../types/bpmn-io.d.ts" />
export { diffModels } from './diff-models.ts';
export type { ChangeKind, ModelChange, ModelDiff, PropertyChange } from './diff-models.ts';
