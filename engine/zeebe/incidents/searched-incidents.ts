import type { Key } from '@gbc/engine';
import type { Parts } from '../parts.ts';
import { elementPlace, type Moment, openThing } from '../steps/element-steps.ts';
import { openColumns, type OpenThing } from '../steps/open-things.ts';
import type { FoundIncident, IncidentSearch } from './incident-search.ts';

/** Tells the incidents that a search finds, and that they are gone when it finds them no more. */
export class SearchedIncidents {
  readonly #parts: Parts;
  readonly #search: IncidentSearch;

  constructor(parts: Parts, search: IncidentSearch) {
    this.#parts = parts;
    this.#search = search;
  }

  /** @returns how many came or went */
  async look(): Promise<number> {
    const { database, dataSet } = this.#parts;
    const engineId = await dataSet.confirm();
    const found = await this.#search.open();
    const { rows } = await database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'incident'`, [engineId]);
    const known = new Set(rows.map(({ key }) => key));
    const open = new Set(found.map(({ incidentKey }) => incidentKey));
    const fresh = found.filter(({ incidentKey }) => !known.has(incidentKey));
    const gone = rows.filter(({ key }) => !open.has(key));
    const told = await Promise.all([...fresh.map((incident) => this.#raise(engineId, incident)), ...gone.map((incident) => this.#clear(incident))]);
    return told.filter(Boolean).length;
  }

  /** Asks the engine to go on, and tells so. NOT_FOUND, FAILED_PRECONDITION: the engine's own. */
  async resolve(incidentKey: Key): Promise<void> {
    const { connection, database, dataSet, pace } = this.#parts;
    const engineId = await dataSet.confirm();
    await connection.command('ResolveIncident', (client) => client.resolveIncident({ incidentKey }), { repeatable: true });
    pace.nudge();
    const { rows } = await database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'incident' and key = $2`, [engineId, incidentKey]);
    if (rows[0]) await this.#clear(rows[0]);
  }

  async #raise(engineId: string, found: FoundIncident): Promise<boolean> {
    const { database, journal } = this.#parts;
    const { rows } = await database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'instance' and key = $2`, [engineId, found.processInstanceKey]);
    const instance = rows[0];
    if (!instance) return false; // not told of yet, or not ours
    const { processInstanceKey, incidentKey, errorType, message, jobKey } = found;
    const it = { ...instance, elementId: found.elementId, elementInstanceKey: found.elementInstanceKey };
    const moment = await this.#moment(instance);
    let isTold = false;
    await journal.tell({
      engineId,
      processInstanceKey,
      tell(open) {
        if (open.find('incident', incidentKey)) return [];
        isTold = true;
        open.add(openThing('incident', incidentKey, moment, it));
        return [{ kind: 'incidentRaised', incidentKey, errorType, message, jobKey, ...elementPlace(moment, it) }];
      },
    });
    return isTold;
  }

  async #clear(incident: OpenThing): Promise<boolean> {
    const moment = await this.#moment(incident);
    let isTold = false;
    await this.#parts.journal.tell({
      engineId: incident.engineId,
      processInstanceKey: incident.processInstanceKey,
      tell(open) {
        isTold = open.remove(incident);
        return isTold ? [{ kind: 'incidentResolved', incidentKey: incident.key, ...elementPlace(moment, incident) }] : [];
      },
    });
    return isTold;
  }

  async #moment({ engineId, processDefinitionKey }: OpenThing): Promise<Moment> {
    const { resources, now } = this.#parts;
    return { engineId, at: now(), model: (await resources.model(engineId, processDefinitionKey)) ?? new Map() };
  }
}
