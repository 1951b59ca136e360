import type { ElementPlace, Key, ProcessEvent, ProcessPlace } from '@gbc/engine';
import type { EngineState } from '../state/engine-state.ts';
import type { EngineRecord } from './record.ts';

interface Of {
  readonly engineId: string;
  readonly at: Date;
  readonly state: EngineState;
}

function placeOf({ engineId, at, state }: Of, processInstanceKey: Key, processDefinitionKey: Key): ProcessPlace {
  const definition = state.processDefinitions.get(processDefinitionKey);
  if (!definition) throw new Error(`no process definition ${processDefinitionKey}`);
  return { engineId, at, processInstanceKey, processDefinitionKey, processId: definition.processId, processVersion: definition.version };
}

/** Place of an element instance that is still there. */
function elementPlaceOf(of: Of, elementInstanceKey: Key): ElementPlace {
  const row = of.state.elementInstances.get(elementInstanceKey);
  if (!row) throw new Error(`no element instance ${elementInstanceKey}`);
  const { elementId, elementType, processInstanceKey, processDefinitionKey } = row;
  return { ...placeOf(of, processInstanceKey, processDefinitionKey), elementId, elementType, elementInstanceKey };
}

function ofElement(of: Of, record: Extract<EngineRecord, { valueType: 'PROCESS_INSTANCE' }>): ProcessEvent | null {
  if (record.intent === 'SCOPE_INTERRUPTED') return null;
  const { value } = record;
  const place = placeOf(of, value.processInstanceKey, value.processDefinitionKey);
  if ('flowId' in value) return { ...place, kind: 'sequenceFlowTaken', sequenceFlowId: value.flowId };
  const { elementId, elementType, elementInstanceKey } = value;
  const completed = record.intent === 'ELEMENT_COMPLETED';
  if (completed || record.intent === 'ELEMENT_TERMINATED') {
    const outcome = completed ? 'completed' : 'terminated';
    if (elementType === 'process') return { ...place, kind: 'instanceEnded', outcome };
    return { ...place, elementId, elementType, elementInstanceKey, kind: 'elementLeft', outcome };
  }
  if (record.intent !== 'ELEMENT_ACTIVATING' || elementType === 'process') return null;
  return { ...place, elementId, elementType, elementInstanceKey, kind: 'elementEntered' };
}

/** The step that a record means to the outside; null for the engine's own matters. Call it right after the record is applied, while its element is there. */
export function toProcessEvent(of: Of, record: EngineRecord): ProcessEvent | null {
  switch (record.valueType) {
    case 'PROCESS_INSTANCE_CREATION': {
      const { processInstanceKey, processDefinitionKey, variables, parentProcessInstanceKey } = record.value;
      return { ...placeOf(of, processInstanceKey, processDefinitionKey), kind: 'instanceStarted', variables, parentProcessInstanceKey };
    }
    case 'PROCESS_INSTANCE': return ofElement(of, record);
    case 'USER_TASK': {
      const { elementInstanceKey, taskKey, task } = record.value;
      const place = elementPlaceOf(of, elementInstanceKey);
      if (record.intent === 'CREATED') return { ...place, kind: 'userTaskOpened', task };
      if (record.intent === 'ASSIGNED' || record.intent === 'UPDATED') return { ...place, kind: 'userTaskChanged', task };
      return { ...place, kind: 'userTaskClosed', taskKey, outcome: record.intent === 'COMPLETED' ? 'completed' : 'cancelled' };
    }
    case 'INCIDENT': {
      const { elementInstanceKey, incidentKey, errorType, message, jobKey } = record.value;
      const place = elementPlaceOf(of, elementInstanceKey);
      if (record.intent === 'RESOLVED') return { ...place, kind: 'incidentResolved', incidentKey };
      return { ...place, kind: 'incidentRaised', incidentKey, errorType, message, jobKey };
    }
    default: return null;
  }
}

