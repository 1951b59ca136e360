import { priorityHeader } from '@gbc/engine';
import { type BpmnElement, extensionOf, moddle } from './bpmn-file.ts';

/** Marks a user task of the deployed copy that is native in the model; others are jobs that anybody may work at. */
export const nativeHeader = 'gbc.nativeUserTask';
/** Local variables with what the model has as an expression: a job-based task's headers and form key are not evaluated. */
export const priorityVariable = 'gbcPriority';
export const externalFormVariable = 'gbcExternalForm';
/** What the copy adds to a task's headers. */
export const copyHeaders: readonly string[] = [nativeHeader, priorityHeader];

/**
 * Gives a native task's job-based copy what such a task lacks: the mark, and its priority and external form as they are evaluated.
 * @param native the task as the model has it
 */
export function completeCopy(native: BpmnElement, copy: BpmnElement): void {
  const values = copy.extensionElements?.values ?? [];
  const headers = extensionOf(copy, 'zeebe:TaskHeaders')?.values ?? [];
  const header = (key: string, value: string) => moddle.create('zeebe:Header', { key, value });
  const replaced: object[] = [moddle.create('zeebe:TaskHeaders', { values: [...headers, header(nativeHeader, 'true')] })];
  const evaluated = [
    [extensionOf(native, 'zeebe:PriorityDefinition')?.priority, priorityVariable],
    [extensionOf(native, 'zeebe:FormDefinition')?.externalReference, externalFormVariable],
  ].flatMap(([source, target]) => (source?.startsWith('=') ? [moddle.create('zeebe:Input', { source, target })] : []));
  if (evaluated.length > 0) {
    const mapping = extensionOf(copy, 'zeebe:IoMapping');
    replaced.push(moddle.create('zeebe:IoMapping', { inputParameters: [...(mapping?.inputParameters ?? []), ...evaluated], outputParameters: mapping?.outputParameters ?? [] }));
  }
  const externalReference = extensionOf(native, 'zeebe:FormDefinition')?.externalReference;
  if (externalReference !== undefined) replaced.push(moddle.create('zeebe:FormDefinition', { formKey: externalReference }));
  const types = new Set(replaced.map((it) => (it as BpmnElement).$type));
  copy.extensionElements = moddle.create('bpmn:ExtensionElements', { values: [...values.filter(({ $type }) => !types.has($type)), ...replaced] }) as NonNullable<BpmnElement['extensionElements']>;
}
