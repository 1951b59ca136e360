import { enqueue, findIncident, type InstanceDetail } from '@gbc/applications';
import { appendEvent, commitPersonalValue } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { supervisorActor } from '../supervisor.ts';
import { processInstanceView, readInstance } from '../views/process-instance.ts';

/** The instance that a person means to end: one that was called ends with its caller. */
async function outermost(read: Tx['query'], instance: InstanceDetail): Promise<InstanceDetail> {
  const { parentProcessInstanceKey } = instance;
  return parentProcessInstanceKey === null ? instance : outermost(read, await readInstance(read, parentProcessInstanceKey));
}

export function supervisionHandlers({ database, env, engine, dispatcher, stream }: ApiParts): Handlers<'resolveIncident' | 'cancelProcessInstance'> {
  const { read } = database;

  return {
    resolveIncident: {
      async run(_tx, { by, params }) {
        const incidentKey = params['incidentKey'] ?? '';
        const incident = await findIncident(read, incidentKey);
        if (!incident) throw new ApiError('incident.notFound');
        const { applicationId } = await readInstance(read, incident.processInstanceKey);
        await supervisorActor(read, by, applicationId);
        if (incident.jobKey) await engine.updateJobRetries(incident.jobKey, 3);
        await engine.resolveIncident(incidentKey);
        return { processInstanceKey: incident.processInstanceKey };
      },
      answer: ({ by }, { processInstanceKey = '' }) => processInstanceView(read, by, processInstanceKey),
    },
    cancelProcessInstance: {
      async run(tx, { by, params, body: { reason } }) {
        const named = await readInstance(read, params['processInstanceKey'] ?? '');
        const found = await outermost(read, named);
        const { engineId, processInstanceKey, applicationId } = found;
        if (found.state !== 'running') throw new ApiError('processInstance.ended');
        const actor = await supervisorActor(read, by, applicationId);
        await appendEvent(tx, env, { type: 'applicationClosed', actor, ...(applicationId ? { applicationId } : {}), data: { outcome: 'terminated', reasonCommitment: await commitPersonalValue(tx, env, reason) } });
        await enqueue(tx, env, { applicationId: applicationId ?? processInstanceKey, command: { kind: 'cancelInstance', engineId, processInstanceKey } });
        return { processInstanceKey };
      },
      async answer({ by }, { processInstanceKey = '' }) {
        await dispatcher.flush();
        stream.publish('processInstance', processInstanceKey);
        return processInstanceView(read, by, processInstanceKey);
      },
    },
  };
}
