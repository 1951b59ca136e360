import type { EngineState } from '../state/engine-state.ts';
import type { DeletedVersionRow } from '../state/rows.ts';
import type { EngineRecord } from './record.ts';

type DefinitionRecord = Extract<EngineRecord, { valueType: 'RESOURCE' | 'PROCESS' | 'DECISION' | 'FORM' }>;

function rememberVersion(state: EngineState, deleted: DeletedVersionRow): void {
  const before = state.deletedVersion(deleted.kind, deleted.id);
  state.deletedVersions.put({ ...deleted, version: Math.max(deleted.version, before) });
}

function deleteDefinition(state: EngineState, { valueType, value }: DefinitionRecord): void {
  switch (valueType) {
    case 'RESOURCE':
      return state.resources.delete(value.resourceKey);
    case 'PROCESS':
      rememberVersion(state, { kind: 'process', id: value.processId, version: value.version });
      return state.processDefinitions.delete(value.processDefinitionKey);
    case 'DECISION':
      rememberVersion(state, { kind: 'decision', id: value.decisionId, version: value.version });
      return state.decisions.delete(value.decisionKey);
    case 'FORM':
      rememberVersion(state, { kind: 'form', id: value.formId, version: value.version });
      return state.forms.delete(value.formKey);
  }
}

/** What is deployed comes and goes. */
export function applyDefinition(state: EngineState, record: DefinitionRecord): void {
  if (record.intent === 'DELETED') return deleteDefinition(state, record);
  switch (record.valueType) {
    case 'RESOURCE': return state.resources.put(record.value);
    case 'PROCESS': return state.processDefinitions.put(record.value);
    case 'DECISION': return state.decisions.put(record.value);
    case 'FORM': return state.forms.put(record.value);
  }
}
