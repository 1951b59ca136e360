import type { RealZeebe } from '@gbc/engine/behaviour';
import type { FoundIncident, IncidentSearch } from '../incidents/incident-search.ts';

interface IncidentValue {
  readonly processInstanceKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly jobKey: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

const searches = new WeakMap<RealZeebe, IncidentSearch>();

/** The engine's own log in place of a search: tests have it, a cluster's REST interface does it for real. */
export function recordedIncidents(zeebe: RealZeebe): IncidentSearch {
  const known = searches.get(zeebe);
  if (known) return known;
  const incidents = new Map<number, FoundIncident>();
  const search: IncidentSearch = {
    async open() {
      for (const { key, recordType, valueType, intent, value } of await zeebe.records()) {
        if (valueType !== 'INCIDENT' || recordType !== 'EVENT') continue;
        if (intent === 'RESOLVED') incidents.delete(key);
        if (intent !== 'CREATED') continue;
        const { processInstanceKey, elementId, elementInstanceKey, jobKey, errorType, errorMessage } = value as unknown as IncidentValue;
        incidents.set(key, {
          incidentKey: String(key), processInstanceKey: String(processInstanceKey), elementId, elementInstanceKey: String(elementInstanceKey),
          jobKey: jobKey > 0 ? String(jobKey) : null, errorType, message: errorMessage,
        });
      }
      return [...incidents.values()];
    },
  };
  searches.set(zeebe, search);
  return search;
}
