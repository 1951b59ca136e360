import type { BusinessEvent } from '@gbc/events';
import { finalStates, stateAt, type ApplicationState } from '../flow.ts';

/** Where a token of a process stood. */
export interface ActiveElement {
  readonly elementId: string;
  readonly elementType: string;
  /** ISO 8601, UTC */
  readonly since: string;
}

/** An application by what its events up to some moment say of it. */
export interface ApplicationAsOf {
  readonly applicationId: string;
  readonly processId: string;
  /** Version of the flow that it ran on; null before its process had begun. */
  readonly processVersion: number | null;
  readonly state: ApplicationState;
  readonly revision: number;
  readonly amountFen: number;
  readonly payerOrganisationId: string;
  readonly payeeOrganisationId: string;
  /** null for what belongs to no project, such as operating costs. */
  readonly projectId: string | null;
  /** In the order in which the tokens came there. */
  readonly activeElements: readonly ActiveElement[];
  /** The last event that is counted in. */
  readonly lastAt: string;
}

/** Folds an application's events, in the order of the log; undefined where it had not been submitted by then. */
export function applicationAsOf(events: readonly BusinessEvent[]): ApplicationAsOf | undefined {
  let application: Omit<ApplicationAsOf, 'activeElements' | 'lastAt'> | undefined;
  let processVersion: number | null = null;
  let state: ApplicationState = 'validating';
  const active = new Map<string, ActiveElement>();
  for (const event of events) {
    switch (event.type) {
      case 'applicationSubmitted': {
        const { processId, revision, amountFen, payerOrganisationId, payeeOrganisationId, projectId } = event.data;
        application = { applicationId: event.applicationId ?? '', processId, processVersion, state, revision, amountFen, payerOrganisationId, payeeOrganisationId, projectId };
        break;
      }
      case 'redemptionOrdered': {
        const { processId, revision, amountFen, receiverOrganisationId, organisationId, projectId } = event.data;
        application = { applicationId: event.applicationId ?? '', processId, processVersion, state, revision, amountFen, payerOrganisationId: receiverOrganisationId, payeeOrganisationId: organisationId, projectId };
        break;
      }
      case 'processStarted':
        processVersion = event.data.processVersion;
        break;
      case 'elementEntered':
        active.set(event.data.elementInstanceKey, { elementId: event.data.elementId, elementType: event.data.elementType, since: event.at });
        if (!finalStates.includes(state)) state = stateAt(event.data.elementId) ?? state;
        break;
      case 'elementLeft':
        active.delete(event.data.elementInstanceKey);
        break;
      case 'transferCorrected':
        state = 'corrected';
        break;
      case 'applicationRestarted':
        active.clear();
        state = event.data.elementIds.map(stateAt).find((it) => it !== undefined) ?? 'validating';
        break;
      case 'processEnded':
        if (!finalStates.includes(state)) state = event.data.outcome;
        break;
    }
  }
  const lastAt = events.at(-1)?.at;
  return application && lastAt !== undefined ? { ...application, processVersion, state, activeElements: [...active.values()], lastAt } : undefined;
}
