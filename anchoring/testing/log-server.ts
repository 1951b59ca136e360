import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '@gbc/prisma';
import type { Log } from '../log/log.ts';

/** What a log's holder serves; a test may put a liar in its place at any time. */
export interface ServedLog {
  /** A file below `/log/`; undefined answers 404. */
  file(path: string): Promise<Uint8Array | undefined>;
  /** Lines of the export. */
  events(from: number, limit: number): Promise<string>;
}

/** An honest log over its own files and rows. */
export function serveHonestly(log: Log, database: Database): ServedLog {
  return {
    file: (path) => log.readTile(path),
    async events(from, limit) {
      const { rows } = await database.read<{ leaf_index: bigint; body: string; salt: Buffer }>(
        'select leaf_index, body, salt from log_leaf join event on event.id = event_id where leaf_index >= $1 order by leaf_index limit $2',
        [from, limit],
      );
      return rows.map((row) => `${JSON.stringify({ leafIndex: Number(row.leaf_index), event: row.body, salt: row.salt.toString('base64') })}\n`).join('');
    },
  };
}

export interface LogServer {
  readonly url: string;
  /** What is served from now on. */
  serve(served: ServedLog): void;
  close(): Promise<void>;
}

/** The addresses of the product that a mirror asks, at a port of their own. Anybody may sign in. */
export async function startLogServer(first: ServedLog): Promise<LogServer> {
  let served = first;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://log');
    const answer = async (): Promise<Uint8Array | string | undefined> => {
      if (url.pathname === '/api/v1/session') return '{}';
      if (url.pathname === '/api/v1/events') return served.events(Number(url.searchParams.get('from')), Number(url.searchParams.get('limit')));
      return url.pathname.startsWith('/log/') ? served.file(url.pathname.slice('/log/'.length)) : undefined;
    };
    answer().then(
      (body) => (body === undefined ? response.writeHead(404).end() : response.writeHead(200, { 'set-cookie': 'gbc_sid=test; HttpOnly' }).end(body)),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => void (served = next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
