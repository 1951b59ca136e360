import { EngineError, type Key, type Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { evaluateString, type Expression } from '../feel/expression.ts';
import type { TriggeredStartEvent } from '../model/process-model.ts';
import { evaluateTimer } from '../model/timer-definition.ts';
import type { ProcessDefinitionRow } from '../state/rows.ts';
import { runActivation } from './activate.ts';
import { enterProcess } from './process-instance.ts';
import type { Step } from './step.ts';

export interface StartByEvent {
  readonly processDefinitionKey: Key;
  readonly processInstanceKey: Key;
  readonly startEventId: string;
  /** What the event brings. */
  readonly variables: Variables;
}

/** Starts an instance at the start event that was triggered. */
export function startByEvent(step: Step, { processDefinitionKey, processInstanceKey, startEventId, variables }: StartByEvent): void {
  enterProcess(step, { processDefinitionKey, processInstanceKey, variables });
  step.emit({ valueType: 'PROCESS_EVENT', intent: 'TRIGGERING', value: { scopeKey: processInstanceKey, targetElementId: startEventId, variables } });
  step.then(() => runActivation(step, processInstanceKey));
}

function open(step: Step, { processDefinitionKey, processId }: ProcessDefinitionRow, { id: targetElementId, trigger }: TriggeredStartEvent): void {
  const scope = { variables: {}, now: step.now };
  const name = (expression: Expression) => evaluateString(expression, scope);
  const place = { elementInstanceKey: null, processInstanceKey: null, processDefinitionKey, targetElementId };
  switch (trigger.kind) {
    case 'timer':
      return step.emit({ valueType: 'TIMER', intent: 'CREATED', value: { timerKey: step.newKey(), ...place, ...evaluateTimer(trigger.timer, scope) } });
    case 'message': {
      const value = { subscriptionKey: step.newKey(), processDefinitionKey, processId, targetElementId, messageName: name(trigger.message.name) };
      return step.emit({ valueType: 'MESSAGE_START_EVENT_SUBSCRIPTION', intent: 'CREATED', value });
    }
    case 'signal':
      return step.emit({ valueType: 'SIGNAL_SUBSCRIPTION', intent: 'CREATED', value: { subscriptionKey: step.newKey(), ...place, signalName: name(trigger.signalName) } });
    default:
      throw new Error(`no process starts by ${trigger.kind}`);
  }
}

/** Lets events start a process definition. INVALID_ARGUMENT: an expression of a start event fails; it sees no variables. */
export function openStartEvents(step: Step, definition: ProcessDefinitionRow): void {
  for (const start of step.model(definition.processDefinitionKey).root.triggeredStarts) {
    try {
      open(step, definition, start);
    } catch (error) {
      if (!(error instanceof ProcessFailure)) throw error;
      throw new EngineError('INVALID_ARGUMENT', `process '${definition.processId}', element '${start.id}': ${error.message}`);
    }
  }
}

/** No event starts this process definition any more: it has a newer version, or is deleted. */
export function closeStartEvents(step: Step, processDefinitionKey: Key): void {
  const { timers, messageStartSubscriptions, signalSubscriptions } = step.state;
  for (const value of timers.by('startOf', processDefinitionKey)) step.emit({ valueType: 'TIMER', intent: 'CANCELED', value });
  for (const value of messageStartSubscriptions.by('startOf', processDefinitionKey)) step.emit({ valueType: 'MESSAGE_START_EVENT_SUBSCRIPTION', intent: 'DELETED', value });
  for (const value of signalSubscriptions.by('startOf', processDefinitionKey)) step.emit({ valueType: 'SIGNAL_SUBSCRIPTION', intent: 'DELETED', value });
}
