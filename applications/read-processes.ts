import { prepared, type Tx } from '@gbc/prisma';
import { readModelTexts, type ModelKey } from './model-text.ts';
import type { ModelFrame } from './next-steps.ts';
import { pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface ProcessListing {
  readonly processId: string;
  readonly bpmnXml: string;
  readonly version: number;
  readonly deployedAt: Date;
  readonly running: number;
  readonly incidents: number;
  readonly completed: number;
}

/** The newest version of every flow, with counts over all its versions. */
export async function listProcesses(read: Tx['query'], processId?: string): Promise<ProcessListing[]> {
  const { rows } = await read<ProcessListing>(
    `select distinct on (v.process_id) v.process_id as "processId", v.bpmn_xml as "bpmnXml", v.version, v.deployed_at as "deployedAt",
            coalesce(counts.running, 0)::int as running, coalesce(counts.completed, 0)::int as completed,
            (select count(*)::int from process_incident i join process_instance p using (engine_id, process_instance_key)
             where p.process_id = v.process_id and i.resolved_at is null and p.state = 'running') as incidents
     from model_version v
     left join (select process_id, count(*) filter (where state = 'running') as running, count(*) filter (where state = 'completed') as completed
                from process_instance group by process_id) counts on counts.process_id = v.process_id
     where $1::text is null or v.process_id = $1
     order by v.process_id, v.deployed_at desc, v.version desc`,
    [processId ?? null],
  );
  return rows;
}

export interface VersionListing {
  readonly version: number;
  readonly processDefinitionKey: string;
  readonly deployedAt: Date;
  readonly proposalId: string | null;
  readonly running: number;
}

/** Every version of a flow, newest first. */
export async function listVersions(read: Tx['query'], processId: string): Promise<VersionListing[]> {
  const { rows } = await read<VersionListing>(
    `select version, process_definition_key as "processDefinitionKey", deployed_at as "deployedAt", proposal_id as "proposalId",
            (select count(*)::int from process_instance p where p.engine_id = v.engine_id and p.process_definition_key = v.process_definition_key
               and p.state = 'running') as running
     from model_version v where process_id = $1 order by deployed_at desc, version desc`,
    [processId],
  );
  return rows;
}

export interface InstanceListing {
  readonly engineId: string;
  readonly processInstanceKey: string;
  readonly processId: string;
  readonly version: number;
  readonly state: 'running' | 'completed' | 'terminated';
  readonly applicationId: string | null;
  readonly applicationTitle: string | null;
  readonly activeElements: readonly { elementId: string; count: number }[];
  readonly incidents: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

const instanceListing = `select p.engine_id as "engineId", p.process_instance_key as "processInstanceKey", p.process_id as "processId",
    p.process_version as version, p.state, p.parent_process_instance_key as "parentProcessInstanceKey", p.application_id as "applicationId", a.title as "applicationTitle", p.started_at as "startedAt", p.ended_at as "endedAt",
    coalesce((select json_agg(json_build_object('elementId', element_id, 'count', n)) from (
      select element_id, count(*)::int as n from process_element e
      where e.engine_id = p.engine_id and e.process_instance_key = p.process_instance_key and e.state = 'active' and e.element_type <> 'process'
      group by element_id order by element_id) active), '[]'::json) as "activeElements",
    (select count(*)::int from process_incident i where i.engine_id = p.engine_id and i.process_instance_key = p.process_instance_key
       and i.resolved_at is null and p.state = 'running') as incidents
  from process_instance p left join application a on a.id = p.application_id`;

export interface InstanceFilter extends PageRequest {
  readonly processId?: string | undefined;
  readonly state?: string | undefined;
  readonly applicationId?: string | undefined;
}

/** Process instances, newest first. */
export async function listInstances(read: Tx['query'], filter: InstanceFilter): Promise<Page<InstanceListing>> {
  const place = placeOf(filter.cursor);
  const { rows } = await read<InstanceListing>(
    `${instanceListing}
     where (p.started_at, p.process_instance_key) < ($1, $2) and ($3::text is null or p.process_id = $3)
       and ($4::text is null or p.state = $4) and ($5::text is null or p.application_id = $5)
     order by p.started_at desc, p.process_instance_key desc limit $6`,
    [place.at, place.id, filter.processId ?? null, filter.state ?? null, filter.applicationId ?? null, filter.limit + 1],
  );
  return pageOf(rows, filter.limit, (row) => ({ at: row.startedAt, id: row.processInstanceKey }));
}

export interface IncidentRow {
  readonly incidentKey: string;
  readonly elementId: string;
  readonly errorType: string;
  readonly message: string;
  readonly jobKey: string | null;
  readonly raisedAt: Date;
}

/** An instance that another called, and where it stands. */
export type CalledInstance = Pick<InstanceListing, 'processInstanceKey' | 'processId' | 'state'>;

export interface InstanceDetail extends InstanceListing {
  readonly parentProcessInstanceKey: string | null;
  /** The instances that it called, oldest first. */
  readonly calledInstances: readonly CalledInstance[];
  readonly visitedElements: readonly string[];
  readonly takenFlows: readonly string[];
  readonly incidentList: readonly IncidentRow[];
}

/** Where an instance's tokens are and where they have been; undefined where there is no such instance. */
export async function findInstance(read: Tx['query'], processInstanceKey: string): Promise<InstanceDetail | undefined> {
  const { rows } = await read<InstanceListing & { parentProcessInstanceKey: string | null }>(`${instanceListing} where p.process_instance_key = $1 order by p.started_at desc limit 1`, [processInstanceKey]);
  const instance = rows[0];
  if (!instance) return undefined;
  const place = [instance.engineId, processInstanceKey];
  const [elements, flows, called, incidents] = await Promise.all([
    read<{ id: string }>(`select distinct element_id as id from process_element where engine_id = $1 and process_instance_key = $2 and element_type <> 'process'`, place),
    read<{ id: string }>('select sequence_flow_id as id from process_flow where engine_id = $1 and process_instance_key = $2', place),
    read<CalledInstance>(
      `select process_instance_key as "processInstanceKey", process_id as "processId", state from process_instance
       where engine_id = $1 and parent_process_instance_key = $2 order by started_at, process_instance_key`,
      place,
    ),
    read<IncidentRow>(
      `select incident_key as "incidentKey", element_id as "elementId", error_type as "errorType", message, job_key as "jobKey", raised_at as "raisedAt"
       from process_incident where engine_id = $1 and process_instance_key = $2 and resolved_at is null order by raised_at`,
      place,
    ),
  ]);
  return {
    ...instance,
    visitedElements: elements.rows.map((row) => row.id),
    takenFlows: flows.rows.map((row) => row.id),
    calledInstances: called.rows,
    incidentList: instance.state === 'running' ? incidents.rows : [],
  };
}

/** The models that an instance runs by: its own, then those of its callers, innermost first. */
export async function readModelFrames(read: Tx['query'], engineId: string, processInstanceKey: string): Promise<ModelFrame[]> {
  const { rows } = await read<ModelKey & { processId: string }>(
    prepared(`with recursive frame as (
       select *, 0 as depth from process_instance where engine_id = $1 and process_instance_key = $2
       union all
       select caller.*, depth + 1 from process_instance caller join frame on caller.engine_id = frame.engine_id and caller.process_instance_key = frame.parent_process_instance_key)
     select process_id as "processId", engine_id as "engineId", process_definition_key as "processDefinitionKey" from frame order by depth`),
    [engineId, processInstanceKey],
  );
  const texts = await readModelTexts(read, rows);
  return rows.flatMap(({ processId }, index) => {
    const bpmnXml = texts[index];
    return bpmnXml === undefined ? [] : [{ processId, bpmnXml }];
  });
}

/** The instance that an open incident belongs to, and its job; undefined where there is no such incident. */
export async function findIncident(read: Tx['query'], incidentKey: string): Promise<{ processInstanceKey: string; jobKey: string | null } | undefined> {
  const { rows } = await read<{ processInstanceKey: string; jobKey: string | null }>(
    `select process_instance_key as "processInstanceKey", job_key as "jobKey" from process_incident where incident_key = $1 and resolved_at is null`,
    [incidentKey],
  );
  return rows[0];
}
