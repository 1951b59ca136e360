import { enqueue, findIncident, findInstance, listInstances, listProcesses, listVersions, readModelVersion, readProcessName, type InstanceDetail, type ProcessListing } from '@gbc/applications';
import { appendEvent } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Ids = 'listProcesses' | 'getProcess' | 'getProcessModel' | 'listProcessInstances' | 'getProcessInstance' | 'resolveIncident' | 'cancelProcessInstance';

export function processHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, env, engine, dispatcher, stream } = parts;
  const { read } = database;

  async function processSummary({ bpmnXml, ...row }: ProcessListing) {
    return { ...present(row), nameZh: await readProcessName(bpmnXml, row.processId) };
  }

  async function instance(processInstanceKey: string): Promise<InstanceDetail> {
    const found = await findInstance(read, processInstanceKey);
    if (!found) throw new ApiError('processInstance.notFound');
    return found;
  }

  /** A supervisor of the office that pays may clear incidents and end instances; nobody else. */
  async function supervisorActor(by: SignedIn, applicationId: string | null) {
    const { rows } = await read<{ payer: string }>('select payer_organisation_id as payer from application where id = $1', [applicationId]);
    const membership = by.memberships.find(({ role, organisationId, organisationKind }) => role === 'supervisor' && (organisationId === rows[0]?.payer || organisationKind === 'district'));
    if (!membership) throw new ApiError('access.denied');
    return { kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: 'supervisor' } as const;
  }

  const view = async (processInstanceKey: string) => {
    const { engineId: _, ...row } = await instance(processInstanceKey);
    return present(row);
  };

  return {
    listProcesses: { answer: async () => ({ items: await Promise.all((await listProcesses(read)).map(processSummary)) }) },
    getProcess: {
      async answer({ params }) {
        const [row] = await listProcesses(read, params['processId']);
        if (!row) throw new ApiError('model.notFound');
        return { ...(await processSummary(row)), versions: present(await listVersions(read, row.processId)) };
      },
    },
    getProcessModel: {
      async answer({ params }) {
        const { version, processId = '' } = params;
        const row = await readModelVersion(read, processId, version === 'latest' ? undefined : Number(version));
        return { processId, version: row.version, bpmnXml: row.bpmnXml };
      },
    },
    listProcessInstances: {
      async answer({ query }) {
        const page = await listInstances(read, query);
        return { items: present(page.items.map(({ engineId: _, ...row }) => row)), nextCursor: page.nextCursor };
      },
    },
    getProcessInstance: { answer: ({ params }) => view(params['processInstanceKey'] ?? '') },
    resolveIncident: {
      async run(_tx, { by, params }) {
        const incidentKey = params['incidentKey'] ?? '';
        const incident = await findIncident(read, incidentKey);
        if (!incident) throw new ApiError('incident.notFound');
        const { applicationId } = await instance(incident.processInstanceKey);
        await supervisorActor(by, applicationId);
        if (incident.jobKey) await engine.updateJobRetries(incident.jobKey, 3);
        await engine.resolveIncident(incidentKey);
        return { processInstanceKey: incident.processInstanceKey };
      },
      answer: (_call, { processInstanceKey = '' }) => view(processInstanceKey),
    },
    cancelProcessInstance: {
      async run(tx, { by, params }) {
        const found = await instance(params['processInstanceKey'] ?? '');
        const { engineId, processInstanceKey, applicationId } = found;
        if (found.state !== 'running') throw new ApiError('processInstance.ended');
        const actor = await supervisorActor(by, applicationId);
        await appendEvent(tx, env, { type: 'applicationClosed', actor, ...(applicationId ? { applicationId } : {}), data: { outcome: 'terminated' } });
        await enqueue(tx, env, { applicationId: applicationId ?? processInstanceKey, command: { kind: 'cancelInstance', engineId, processInstanceKey } });
        return { processInstanceKey };
      },
      async answer(_call, { processInstanceKey = '' }) {
        await dispatcher.flush();
        stream.publish('processInstance', processInstanceKey);
        return view(processInstanceKey);
      },
    },
  };
}
