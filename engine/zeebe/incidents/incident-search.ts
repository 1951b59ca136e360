import type { Key } from '@gbc/engine';

/** An incident that is open at the engine. */
export interface FoundIncident {
  readonly incidentKey: Key;
  readonly processInstanceKey: Key;
  readonly elementId: string;
  readonly elementInstanceKey: Key;
  /** Null where it is not a job's. */
  readonly jobKey: Key | null;
  readonly errorType: string;
  readonly message: string;
}

/** Where incidents are seen: gRPC neither tells nor lists them. */
export interface IncidentSearch {
  /** All that are open now. */
  open(): Promise<readonly FoundIncident[]>;
}
