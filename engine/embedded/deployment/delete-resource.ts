import { EngineError, type Key } from '@gbc/engine';
import type { ProcessDefinitionRow } from '../state/rows.ts';
import { closeStartEvents, openStartEvents } from '../transition/start-event.ts';
import type { Step } from '../transition/step.ts';

function deleteProcess(step: Step, definition: ProcessDefinitionRow): void {
  const { state } = step;
  const { processDefinitionKey, processId } = definition;
  if (state.elementInstances.firstBy('instanceOf', processDefinitionKey, 1).length > 0) {
    throw new EngineError('FAILED_PRECONDITION', `Expected to delete resource with key \`${processDefinitionKey}\` but there are still running instances`);
  }
  const wasLatest = state.latestProcess(processId) === definition;
  if (wasLatest) closeStartEvents(step, processDefinitionKey);
  step.emit({ valueType: 'PROCESS', intent: 'DELETED', value: definition });
  const latest = wasLatest && state.latestProcess(processId);
  if (latest) openStartEvents(step, latest);
}

/** A file goes with the last thing that was deployed with it. */
function deleteUnused(step: Step, resourceKey: Key): void {
  const { resources, processDefinitions, decisions, forms } = step.state;
  const isUsed = [processDefinitions, decisions, forms].some((table) => table.firstBy('resource', resourceKey, 1).length > 0);
  const value = resources.get(resourceKey);
  if (value && !isUsed) step.emit({ valueType: 'RESOURCE', intent: 'DELETED', value });
}

/**
 * Deletes a process definition, a form, or the decisions of a file, by the key of the definition, the form or the decision
 * requirements. The newest version is then the one before, and its start events count again; no version is given twice.
 * NOT_FOUND: no such resource. FAILED_PRECONDITION: instances of the process are running.
 */
export function deleteResource(step: Step, resourceKey: Key): void {
  const { state } = step;
  const process = state.processDefinitions.get(resourceKey);
  const decisions = state.decisions.by('resource', resourceKey);
  const form = state.forms.get(resourceKey);
  if (!process && !form && decisions.length === 0) throw new EngineError('NOT_FOUND', `Expected to delete resource but no resource found with key \`${resourceKey}\``);
  if (process) deleteProcess(step, process);
  for (const value of decisions) step.emit({ valueType: 'DECISION', intent: 'DELETED', value });
  if (form) step.emit({ valueType: 'FORM', intent: 'DELETED', value: form });
  deleteUnused(step, (process ?? form)?.resourceKey ?? resourceKey);
}
