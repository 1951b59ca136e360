import { listInstances, listProcesses, listVersions, readModelVersion, readProcessName, type ProcessListing } from '@gbc/applications';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { processInstanceView } from '../views/process-instance.ts';

type Ids = 'listProcesses' | 'getProcess' | 'getProcessModel' | 'listProcessInstances' | 'getProcessInstance';

export function processHandlers({ database }: ApiParts): Handlers<Ids> {
  const { read } = database;

  async function processSummary({ bpmnXml, ...row }: ProcessListing) {
    return { ...present(row), nameZh: await readProcessName(bpmnXml, row.processId) };
  }

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
    getProcessInstance: { answer: ({ by, params }) => processInstanceView(read, by, params['processInstanceKey'] ?? '') },
  };
}
