import { createServer } from 'node:http';
import type { Database } from '@gbc/prisma';
import type { Logger } from 'pino';
import type { CompleteConfig } from './secrets.ts';
import type { Progress } from './steps.ts';

/** What the rooms are wired from. */
export interface ServerParts {
  readonly config: CompleteConfig;
  readonly database: Database;
  readonly evmRpcUrl: string;
  readonly bank: { readonly url: string; readonly token: string };
  readonly webFolder: string;
  readonly log: Logger;
  readonly onProgress: Progress;
}

export interface DemoSignIns {
  readonly password: string;
  readonly accounts: readonly { readonly login: string; readonly title: string }[];
}

export interface Server {
  /** @throws the error of `net.Server.listen`, with code `EADDRINUSE` when the port is taken */
  listen(): Promise<{ address: string }>;
  stop(): Promise<void>;
  demoSignIns(): Promise<DemoSignIns | undefined>;
}

export async function composeServer(parts: ServerParts): Promise<Server> {
  const { HOST, PORT } = parts.config;
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? 200 : 404;
    response.end();
  });
  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(PORT, HOST, resolve);
      });
      const { port } = server.address() as { port: number };
      return { address: `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}` };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    demoSignIns: async () => undefined,
  };
}
