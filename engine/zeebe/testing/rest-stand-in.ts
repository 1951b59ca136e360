import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RealZeebe } from '@gbc/engine/behaviour';

/** What stands in for a cluster's REST v2 interface: the two calls that the adapter makes, by the published API, on Zeebe's own engine. */
export interface RestStandIn {
  readonly address: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function answer(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, body ? { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } : {});
  response.end(body ? JSON.stringify(body) : undefined);
}

interface Incident {
  readonly processInstanceKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly jobKey: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

/**
 * The test engine has no REST interface: its control server completes native tasks, and its log tells of incidents. So what is proved
 * with this is the mapping, and the engine's side; that a cluster's own server answers so is taken from its documentation.
 */
export async function openRestStandIn(zeebe: RealZeebe): Promise<RestStandIn> {
  const asked: string[] = [];
  const incidents = new Map<number, Incident>();
  let looking: Promise<unknown> = Promise.resolve();

  /** Takes in the engine's log; answers the refusals of this look. */
  function look(): Promise<string[]> {
    const next = looking.then(async () => {
      const refused: string[] = [];
      for (const { key, recordType, valueType, intent, value, rejectionType } of await zeebe.records()) {
        if (recordType === 'COMMAND_REJECTION' && valueType === 'USER_TASK') refused.push(rejectionType);
        if (valueType !== 'INCIDENT' || recordType !== 'EVENT') continue;
        if (intent === 'RESOLVED') incidents.delete(key);
        if (intent === 'CREATED') incidents.set(key, value as unknown as Incident);
      }
      return refused;
    });
    looking = next.catch(() => undefined);
    return next;
  }

  async function complete(response: ServerResponse, taskKey: string, { variables = {} }: { variables?: Record<string, unknown> }): Promise<void> {
    await look();
    await zeebe.completeUserTask(taskKey, variables);
    const [refusal] = await look();
    if (!refusal) return answer(response, 204);
    answer(response, refusal === 'NOT_FOUND' ? 404 : 409, { type: 'about:blank', title: refusal, status: refusal === 'NOT_FOUND' ? 404 : 409, detail: refusal });
  }

  async function search(response: ServerResponse, { page = {} }: { page?: { from?: number; limit?: number } }): Promise<void> {
    await look();
    const { from = 0, limit = 100 } = page;
    const items = [...incidents].slice(from, from + limit).map(([key, it]) => ({
      incidentKey: String(key), processInstanceKey: String(it.processInstanceKey), elementId: it.elementId, elementInstanceKey: String(it.elementInstanceKey),
      jobKey: it.jobKey > 0 ? String(it.jobKey) : null, errorType: it.errorType, errorMessage: it.errorMessage, state: 'ACTIVE',
    }));
    answer(response, 200, { items, page: { totalItems: incidents.size } });
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path}`);
    const completion = /^\/v2\/user-tasks\/(\d+)\/completion$/.exec(path);
    const work = bodyOf(request).then((body) => {
      if (completion?.[1]) return complete(response, completion[1], body);
      return path === '/v2/incidents/search' ? search(response, body) : answer(response, 404, { type: 'about:blank', title: 'NOT_FOUND', status: 404, detail: path });
    });
    work.catch(() => answer(response, 500));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
