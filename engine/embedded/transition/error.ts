import type { Key, Variables } from '@gbc/engine';
import { triggerBoundaryEvent } from './boundary-event.ts';
import type { Step } from './step.ts';

/** The host and the boundary event that catch an error, searched outwards; an exact code before a catch-all on the same host. */
function findCatcher(step: Step, fromKey: Key, errorCode: string): { hostKey: Key; eventId: string } | undefined {
  for (let key: Key | null = fromKey; key !== null; key = step.instance(key).scopeKey) {
    const events = step.element(step.instance(key)).boundaryEvents;
    const catches = (code: string | null) => events.find(({ trigger }) => trigger.kind === 'error' && trigger.errorCode === code);
    const event = catches(errorCode) ?? catches(null);
    if (event) return { hostKey: key, eventId: event.id };
  }
  return undefined;
}

/** True where some boundary event around the element catches the error. */
export function isCaught(step: Step, fromKey: Key, errorCode: string): boolean {
  return findCatcher(step, fromKey, errorCode) !== undefined;
}

/** Ends the host that catches the error and enters its boundary event. Call it only where `isCaught`. */
export function throwError(step: Step, fromKey: Key, errorCode: string, variables: Variables): void {
  const catcher = findCatcher(step, fromKey, errorCode);
  if (!catcher) throw new Error(`nothing catches error '${errorCode}'`);
  triggerBoundaryEvent(step, catcher.hostKey, catcher.eventId, variables);
}

export const unhandledError = (errorCode: string, message?: string) => ({
  errorType: 'UNHANDLED_ERROR_EVENT' as const,
  message: `Expected to throw an error event with the code '${errorCode}'${message ? ` with message '${message}'` : ''}, but it was not caught.`,
});
