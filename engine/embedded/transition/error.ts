import type { Key, Variables } from '@gbc/engine';
import { caughtBy } from '../model/catch-events.ts';
import { ProcessFailure } from '../failure.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { canTrigger, triggerEvent } from './event-trigger.ts';
import { callingInstance, type Catcher, catcherIn, caughtCode } from './propagation.ts';
import type { Step } from './step.ts';

export interface ThrownError {
  readonly errorCode: string;
  readonly message?: string | undefined;
}

/** The active instances from one outwards, through call activities too. A scope that has been interrupted catches no error, nor does what is around it. */
function* outwards(step: Step, fromKey: Key): Iterable<ElementInstanceRow> {
  const from = step.instance(fromKey);
  for (let instance = from; instance.state === 'ACTIVATED' && instance.interruptedBy === undefined; instance = step.instance(instance.scopeKey)) {
    yield instance;
    if (instance.scopeKey === null) break;
  }
  const calling = callingInstance(step, from.processInstanceKey);
  if (calling) yield* outwards(step, calling.elementInstanceKey);
}

/** What catches an error that is thrown in an instance; the failure UNHANDLED_ERROR_EVENT where nothing does. */
export function findErrorCatcher(step: Step, fromKey: Key, { errorCode, message }: ThrownError): Catcher | ProcessFailure {
  const available: string[] = [];
  for (const instance of outwards(step, fromKey)) {
    const catcher = catcherIn(step, instance, 'error', errorCode);
    if (catcher) return catcher;
    const codes = caughtBy(step.element(instance)).flatMap(({ trigger }) => (trigger.kind === 'error' ? [caughtCode(trigger) ?? ''] : []));
    available.push(...codes.sort().reverse());
  }
  const withMessage = message ? ` with message '${message}'` : '';
  const others = available.length === 0 ? 'No error events are available in the scope.' : `Available error events are [${available.join(', ')}]`;
  return new ProcessFailure('UNHANDLED_ERROR_EVENT', `Expected to throw an error event with the code '${errorCode}'${withMessage}, but it was not caught. ${others}`);
}

/** Lets what was found catch the error, unless its scope takes no events any more. */
export function catchError(step: Step, { elementInstanceKey, event }: Catcher, variables: Variables): void {
  if (canTrigger(step, elementInstanceKey, event.id)) triggerEvent(step, elementInstanceKey, event, variables);
}
