import { EngineError, type Key, type ProcessInstance, type Variables } from '@gbc/engine';
import type { ElementInstanceRow, ProcessDefinitionRow } from '../state/rows.ts';
import { runActivation } from './activate.ts';
import { resume } from './execution-listener.ts';
import { reopenJob } from './job.ts';
import { callingInstance } from './propagation.ts';
import { checkStartInstructions, startAt, type StartInstruction } from './start-instructions.ts';
import type { Step } from './step.ts';
import { checkedTags } from './tags.ts';
import { terminate } from './terminate.ts';
import { propagate, setLocally } from './variables.ts';

function findDefinition(step: Step, processId: string, version: number | undefined): ProcessDefinitionRow {
  const found = version === undefined
    ? step.state.latestProcess(processId)
    : step.state.processDefinitions.by('processId', processId).find((row) => row.version === version);
  if (!found) throw new EngineError('NOT_FOUND', `Expected to find process definition with process ID '${processId}'${version === undefined ? '' : ` and version '${version}'`}, but none found`);
  return found;
}

export interface InstanceCreation {
  readonly processId: string;
  readonly version?: number;
  readonly variables?: Variables;
  /** Start at these elements instead of the none start event. */
  readonly startInstructions?: readonly StartInstruction[];
  /** Labels that its jobs tell. */
  readonly tags?: readonly string[];
}

/** With `awaitsResult` a result record tells these variables at the instance's end, or all where no name is given. */
export function createInstance(step: Step, { processId, version, variables = {}, startInstructions = [], tags = [] }: InstanceCreation, awaitsResult?: readonly string[]): ProcessInstance {
  const definition = findDefinition(step, processId, version);
  const { processDefinitionKey } = definition;
  const model = step.model(processDefinitionKey);
  checkStartInstructions(model, startInstructions);
  if (startInstructions.length === 0 && model.root.startEventId === null) {
    throw new EngineError('FAILED_PRECONDITION', 'Expected to create instance of process with none start event, but there is no such event');
  }
  const start: InstanceStart = { processInstanceKey: step.newKey(), processDefinitionKey, variables, tags: checkedTags(tags), ...(awaitsResult ? { awaitsResult } : {}) };
  if (startInstructions.length === 0) startInstance(step, start);
  else startAt(step, start, startInstructions);
  return { processInstanceKey: start.processInstanceKey, processDefinitionKey, processId, version: definition.version };
}

export interface InstanceStart {
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly variables: Variables;
  readonly awaitsResult?: readonly string[];
  readonly tags?: readonly string[];
  /** The call activity that calls the process, and how deep that makes it. */
  readonly calledBy?: Pick<ElementInstanceRow, 'elementInstanceKey' | 'processInstanceKey'> & { readonly depth: number };
}

/** Starts an instance at its none start event. */
export function startInstance(step: Step, start: InstanceStart): void {
  enterProcess(step, start);
  setLocally(step, start.processInstanceKey, start.variables);
  runActivation(step, start.processInstanceKey);
}

/** A new instance of a process, about to be activated. */
export function enterProcess(step: Step, { processInstanceKey, processDefinitionKey, variables, calledBy, awaitsResult, tags = [] }: InstanceStart): void {
  const { root } = step.model(processDefinitionKey);
  const parentProcessInstanceKey = calledBy?.processInstanceKey ?? null;
  step.emit({ valueType: 'PROCESS_INSTANCE_CREATION', intent: 'CREATED', value: { processInstanceKey, processDefinitionKey, parentProcessInstanceKey, variables } });
  step.emit({
    valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATING',
    value: {
      elementInstanceKey: processInstanceKey, processInstanceKey, processDefinitionKey, scopeKey: null,
      elementId: root.id, elementType: 'process', viaFlow: false, joined: [],
      ...(calledBy ? { parentElementInstanceKey: calledBy.elementInstanceKey, depth: calledBy.depth } : {}),
      ...(awaitsResult ? { awaitsResult } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    },
  });
}

/** The process instance at the top of the calls that lead to an instance. */
function rootOf(step: Step, instance: ElementInstanceRow): Key {
  const calling = callingInstance(step, instance.processInstanceKey);
  return calling ? rootOf(step, calling) : instance.processInstanceKey;
}

/** FAILED_PRECONDITION: a call activity called it, so that only the whole can be cancelled. */
export function cancelInstance(step: Step, processInstanceKey: Key): void {
  const instance = step.state.elementInstances.get(processInstanceKey);
  if (instance?.elementType !== 'process') throw new EngineError('NOT_FOUND', `Expected to cancel a process instance with key '${processInstanceKey}', but no such process was found`);
  if (instance.parentElementInstanceKey !== undefined) {
    const reason = `Expected to cancel a process instance with key '${processInstanceKey}', but it is created by a parent process instance.`;
    throw new EngineError('FAILED_PRECONDITION', `${reason} Cancel the root process instance '${rootOf(step, instance)}' instead.`);
  }
  terminate(step, processInstanceKey);
}

export function setVariables(step: Step, elementInstanceKey: Key, variables: Variables, local: boolean): void {
  if (!step.state.elementInstances.get(elementInstanceKey)) throw new EngineError('NOT_FOUND', `Expected to update variables for element with key '${elementInstanceKey}', but no such element was found`);
  if (local) setLocally(step, elementInstanceKey, variables);
  else propagate(step, elementInstanceKey, variables);
}

/** Closes the incident and tries its element again where it stopped; a new failure is a new incident. */
export function resolveIncident(step: Step, incidentKey: Key): void {
  const value = step.state.incidents.get(incidentKey);
  if (!value) throw new EngineError('NOT_FOUND', `Expected to resolve incident with key '${incidentKey}', but no such incident was found`);
  step.emit({ valueType: 'INCIDENT', intent: 'RESOLVED', value });
  const { elementInstanceKey, jobKey } = value;
  if (jobKey !== null) return reopenJob(step, jobKey, incidentKey);
  resume(step, elementInstanceKey, { again: true });
}
