import type { Key } from '@gbc/engine';
import { caughtBy, type CatchEvent } from '../model/catch-events.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import type { Step } from './step.ts';

/** An event that catches what was thrown, and the instance that it is attached to or inside of. */
export interface Catcher {
  readonly elementInstanceKey: Key;
  readonly event: CatchEvent;
}

/** The instance that an error or escalation goes on to when a whole process does not catch it: none, for a process that nothing calls. */
export function callingInstance(_step: Step, _processInstanceKey: Key): ElementInstanceRow | undefined {
  return undefined;
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
