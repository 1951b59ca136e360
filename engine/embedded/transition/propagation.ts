import type { Key } from '@gbc/engine';
import { caughtBy, type CatchEvent } from '../model/catch-events.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import type { Step } from './step.ts';

/** An event that catches what was thrown, and the instance that it is attached to or inside of. */
export interface Catcher {
  readonly elementInstanceKey: Key;
  readonly event: CatchEvent;
}

/** The call activity that a process instance was called by, where what the whole process does not catch goes on; undefined for a root. */
export function callingInstance(step: Step, processInstanceKey: Key): ElementInstanceRow | undefined {
  const { parentElementInstanceKey } = step.instance(processInstanceKey);
  return parentElementInstanceKey === undefined ? undefined : step.instance(parentElementInstanceKey);
}

/** The event of an instance that catches a code, an exact one before one for all. */
export function catcherIn(step: Step, instance: ElementInstanceRow, kind: 'error' | 'escalation', code: string): Catcher | undefined {
  const events = caughtBy(step.element(instance));
  const catching = (wanted: string | null) => events.find(({ trigger }) => trigger.kind === kind && caughtCode(trigger) === wanted);
  const event = catching(code) ?? catching(null);
  return event && { elementInstanceKey: instance.elementInstanceKey, event };
}

/** The code that an event catches; null for all, undefined where it catches neither errors nor escalations. */
export function caughtCode(trigger: CatchEvent['trigger']): string | null | undefined {
  if (trigger.kind === 'error') return trigger.errorCode;
  return trigger.kind === 'escalation' ? trigger.escalationCode : undefined;
}
