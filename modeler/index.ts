/// <reference path="./types/bpmn-io.d.ts" />
export { createModelEditor } from './editor/create-model-editor.ts';
export type { EditorOptions, EditorState, ModelEditor } from './editor/create-model-editor.ts';
export type { LintIssue, Severity } from './lint/linter.ts';
export type { Language, Texts } from './lint/rule.ts';
