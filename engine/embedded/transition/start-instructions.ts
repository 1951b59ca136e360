import { EngineError } from '@gbc/engine';
import type { Element, ProcessModel } from '../model/process-model.ts';
import { activateAt, openScope, scopesAround } from './activate-at.ts';
import { belongsToEventGateway } from './modify-instance.ts';
import { enterProcess, type InstanceStart } from './process-instance.ts';
import type { Step } from './step.ts';
import { setLocally } from './variables.ts';

/** An element at which an instance begins, in new instances of the subprocesses around it. */
export interface StartInstruction {
  readonly elementId: string;
}

const refuse = (reason: string) => new EngineError('INVALID_ARGUMENT', `Expected to create instance of process with start instructions but ${reason}`);

/** INVALID_ARGUMENT: nothing can begin at one of the elements. */
export function checkStartInstructions(model: ProcessModel, instructions: readonly StartInstruction[]): void {
  for (const { elementId } of instructions) {
    const element: Element | undefined = model.elements.get(elementId);
    if (!element) throw refuse(`no element found with id '${elementId}'.`);
    const named = `the element with id '${elementId}'`;
    if (scopesAround(model, element).some(({ type }) => type === 'multiInstanceBody')) {
      throw refuse(`${named} is inside a multi-instance subprocess. The creation of elements inside a multi-instance subprocess is not supported.`);
    }
    if (element.type === 'startEvent' || element.type === 'boundaryEvent' || element.type === 'process') throw refuse(`${named} targets unsupported element type '${element.type}'.`);
    if (belongsToEventGateway(model, element)) {
      throw refuse(`${named} belongs to an event-based gateway. The creation of elements belonging to an event-based gateway is not supported.`);
    }
  }
}

/** Starts an instance at other elements than its start event. */
export function startAt(step: Step, start: InstanceStart, instructions: readonly StartInstruction[]): void {
  const { processInstanceKey, variables } = start;
  enterProcess(step, start);
  setLocally(step, processInstanceKey, variables);
  openScope(step, processInstanceKey);
  for (const { elementId } of instructions) activateAt(step, { processInstanceKey, elementId, ancestorScopeKey: null, variablesOf: () => ({}) });
}
