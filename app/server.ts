import { createServer as createHttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from '@gbc/api';
import { systemEnvironment as env } from '@gbc/events';
import { afterFirstPage } from './first-page.ts';
import { openRooms, type RoomsParts } from './rooms.ts';
import { demoAccounts, demoPassword } from './seed/demo-sign-ins.ts';
import { handDown } from './seed/hand-down.ts';
import { registerAlliance } from './seed/register-alliance.ts';

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

const seedRetryMs = 1_000;

/** The product behind an HTTP server; in the demonstration with people, and with the first money on its way to the street offices. */
export async function composeServer(parts: RoomsParts, webFolder: string): Promise<Server> {
  const { config, database, bank, log: logger } = parts;
  const isDemo = config.NODE_ENV !== 'production';
  const demoSignIns = () => ({ password: demoPassword(config.DATA_DIR), accounts: demoAccounts() });
  if (isDemo) await registerAlliance(database, env, demoPassword(config.DATA_DIR));
  const rooms = await openRooms(parts);
  const { SESSION_SECRET: sessionSecret, TRUST_PROXY: trustProxy } = config;
  const server = createHttpServer(createServer({ parts: rooms.api, sessionSecret, webFolder, trustProxy, demoSignIns: isDemo ? demoSignIns : null }));
  const stopping = new AbortController();
  let seeding: Promise<void> = Promise.resolve();

  /** After a fault (the database was started anew) it is gone on with: what is through is not done again. */
  async function seed(): Promise<void> {
    // Only into the simulated bank can money be paid from here.
    const simulated = bank.isSimulated ? bank.address : null;
    if (!simulated) return;
    await afterFirstPage(stopping.signal);
    while (!stopping.signal.aborted) {
      try {
        return await handDown({ database, env, dispatcher: rooms.api.dispatcher, bank: simulated, pollFeed: () => rooms.feed.poll(), signal: stopping.signal });
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.error({ err: error }, 'the demonstration’s first payments were interrupted and are gone on with');
        await sleep(seedRetryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  return {
    async listen() {
      const { HOST, PORT } = config;
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(PORT, HOST, resolve);
      });
      rooms.start();
      if (isDemo) seeding = seed();
      const { port } = server.address() as { port: number };
      return { address: `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}` };
    },
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await seeding;
      await rooms.stop();
    },
    demoSignIns: async () => (isDemo ? demoSignIns() : undefined),
  };
}
