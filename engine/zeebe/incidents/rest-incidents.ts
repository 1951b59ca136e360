import type { Key } from '@gbc/engine';
import type { RestClient } from '../connection/rest-client.ts';
import type { FoundIncident, IncidentSearch } from './incident-search.ts';

const pageSize = 200;

/** As `POST /v2/incidents/search` answers it. */
interface Answered {
  readonly incidentKey: Key;
  readonly processInstanceKey: Key;
  readonly elementId: string;
  readonly elementInstanceKey: Key;
  readonly jobKey?: Key | null;
  readonly errorType: string;
  readonly errorMessage: string;
}

const toFound = ({ errorMessage, jobKey, ...it }: Answered): FoundIncident => ({
  incidentKey: String(it.incidentKey), processInstanceKey: String(it.processInstanceKey), elementId: it.elementId, elementInstanceKey: String(it.elementInstanceKey),
  jobKey: jobKey && Number(jobKey) > 0 ? String(jobKey) : null, errorType: it.errorType, message: errorMessage,
});

/** The incidents that a cluster's REST interface finds, page by page. What it answers lags behind the engine by its exporter. */
export function restIncidents(rest: RestClient): IncidentSearch {
  return {
    async open() {
      const found: FoundIncident[] = [];
      for (let from = 0; ; from += pageSize) {
        const asked = { filter: { state: 'ACTIVE' }, sort: [{ field: 'incidentKey', order: 'ASC' }], page: { from, limit: pageSize } };
        const { items } = (await rest.post('incidents/search', asked)) as { items: Answered[] };
        found.push(...items.map(toFound));
        if (items.length < pageSize) return found;
      }
    },
  };
}
