import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mirror } from './mirror.ts';
import { renderPage } from './page.ts';

const requestBytesMax = 128 * 1024;

/**
 * What a mirror serves: a page for people (`/`), `/status` and `/matters` as JSON, `/key` for those who want to trust it, and
 * `POST /add-checkpoint` for the log (C2SP tlog-witness). Everything but the last changes nothing.
 */
export function createMirrorServer(mirror: Mirror): Server {
  return createServer((request, response) => {
    answer(mirror, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
}

async function answer(mirror: Mirror, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mirror');
  const send = (status: number, type: string, body: string) => void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
  const sendJson = (value: unknown) => send(200, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
  const sendText = (status: number, text: string) => send(status, 'text/plain; charset=utf-8', `${text}\n`);

  if (request.method === 'POST' && url.pathname === '/add-checkpoint') {
    const body = await readBody(request);
    if (body === undefined) return sendText(413, 'too large');
    const cosigned = mirror.addCheckpoint(body);
    return cosigned ? send(cosigned.status, cosigned.type, cosigned.body) : sendText(503, 'this witness has raised an alarm and signs nothing');
  }
  if (request.method !== 'GET') return sendText(405, 'not allowed');
  const query = url.searchParams.get('q') ?? '';
  if (url.pathname === '/') return send(200, 'text/html; charset=utf-8', renderPage(mirror.status(), query, mirror.matters.find(query), url.searchParams.get('lang') ?? request.headers['accept-language'] ?? ''));
  if (url.pathname === '/status') return sendJson(mirror.status());
  if (url.pathname === '/key') return sendText(200, mirror.status().witnessKey);
  if (url.pathname === '/matters') return sendJson({ items: mirror.matters.find(query) });
  const [, applicationId] = /^\/matters\/([^/]+)$/.exec(url.pathname) ?? [];
  const events = applicationId === undefined ? undefined : mirror.eventsOf(decodeURIComponent(applicationId));
  if (events) return sendJson({ items: events });
  sendText(404, 'not found');
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > requestBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
