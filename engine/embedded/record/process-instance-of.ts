import type { Key } from '@gbc/engine';
import type { EngineState } from '../state/engine-state.ts';
import type { EngineRecord } from './record.ts';

/** The process instance that a record tells of; null for what belongs to none, such as a deployment. Call it before the record is applied, while its element is there. */
export function processInstanceOf(state: EngineState, { value }: EngineRecord): Key | null {
  if ('processInstanceKey' in value) return value.processInstanceKey;
  return 'scopeKey' in value ? (state.elementInstances.get(value.scopeKey)?.processInstanceKey ?? null) : null;
}
