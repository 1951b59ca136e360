import { createHash } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { Anchorer, Log, Receipts } from '@gbc/anchoring';
import { createServer, createStream } from '@gbc/api';
import { createDispatcher, createRecorder, deployRepositoryModels, readModelFiles } from '@gbc/applications';
import { httpBank } from '@gbc/bank';
import { openDocumentStore } from '@gbc/documents';
import { EngineError } from '@gbc/engine';
import { openEmbeddedEngine, type EmbeddedEngine } from '@gbc/engine-embedded';
import { systemEnvironment } from '@gbc/events';
import { lintModel } from '@gbc/modeler/lint';
import type { Database } from '@gbc/prisma';
import { createBankFeed, openWorkers } from '@gbc/workers';
import type { Logger } from 'pino';
import type { CompleteConfig } from './secrets.ts';
import { demoAccounts, demoPassword } from './seed/demo-sign-ins.ts';
import { handDown } from './seed/hand-down.ts';
import { registerAlliance } from './seed/register-alliance.ts';
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

const modelsFolder = join(import.meta.dirname, '..', 'processes');

/** A key for one purpose out of the master key, so that one secret need be kept. */
const deriveKey = (masterKey: string, purpose: string) => createHash('sha256').update(`${purpose}\0${masterKey}`).digest();

/** The schema of a form as it was deployed; null where the engine doesn't have it (any more). */
function readFormSchema(engine: EmbeddedEngine, formKey: string): Record<string, unknown> | null {
  try {
    return JSON.parse(engine.formSchema(formKey)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** Wires all rooms with plain constructors and starts what works in the background. */
export async function composeServer(parts: ServerParts): Promise<Server> {
  const { config, database, bank: bankAddress, log: logger } = parts;
  const env = systemEnvironment;
  const isDemo = config.NODE_ENV !== 'production';
  const dataDir = config.DATA_DIR;
  const stream = createStream();
  const onFault = (what: string) => (error: unknown) => logger.error({ err: error }, what);

  if (isDemo) await registerAlliance(database, env, demoPassword(dataDir));
  const recorder = createRecorder(env, (instances) => {
    stream.publish('tasks');
    for (const { processInstanceKey, applicationId } of instances) {
      stream.publish('processInstance', processInstanceKey);
      if (applicationId) stream.publish('application', applicationId);
    }
  });
  const engine = await openEmbeddedEngine({ database, env, appendHook: recorder, onError: onFault('the engine is in trouble') });
  const documents = await openDocumentStore({ folder: join(dataDir, 'documents'), masterKey: Buffer.from(config.DOCUMENT_KEY, 'hex'), env });
  const dispatcher = createDispatcher({ database, engine, env, onError: onFault('a command for the engine failed and is tried again') });
  const models = readModelFiles(modelsFolder);
  await deployRepositoryModels({ database, engine, env }, models);

  const log = new Log({ database, folder: join(dataDir, 'log'), origin: config.LOG_ORIGIN, ...(config.LOG_KEY ? { key: config.LOG_KEY } : {}), env, logger });
  const receipts = new Receipts({ database, log, env });
  const anchorer = new Anchorer({ log, database, rpcUrl: parts.evmRpcUrl, keyFile: join(dataDir, 'secrets', 'anchoring-key'), env, logger });
  log.onChange(() => stream.publish('log'));
  anchorer.onChange(() => stream.publish('log'));

  const workers = openWorkers({
    database, engine, documents, env,
    invoiceKey: deriveKey(config.DOCUMENT_KEY, 'invoice-use'),
    onChange: (applicationId) => stream.publish(applicationId.startsWith('deposit:') ? 'deposits' : 'application', applicationId),
  });
  const custodian = httpBank(bankAddress);
  const feed = createBankFeed({
    database, bank: custodian, dispatcher, env,
    onError: onFault('the bank’s advices could not be taken in'),
    onAdvice: (adviceId) => stream.publish('deposits', adviceId),
  });

  const demoSignIns = () => ({ password: demoPassword(dataDir), accounts: demoAccounts() });
  const app = createServer({
    parts: {
      database, env, engine, dispatcher, documents, log, anchorer, receipts, models, stream, logger,
      bank: { custodian, address: bankAddress, pollFeed: () => feed.poll() },
      readForm: ({ formKey }) => readFormSchema(engine, formKey),
      lintModel: async (bpmnXml, language) => (await lintModel(bpmnXml)).map(({ message, ...issue }) => ({ ...issue, message: message[language] })),
    },
    sessionSecret: config.SESSION_SECRET,
    webFolder: parts.webFolder,
    demoSignIns: isDemo ? demoSignIns : null,
    trustProxy: config.TRUST_PROXY,
  });
  const server = createHttpServer(app);
  const stopping = new AbortController();
  let seeding: Promise<void> = Promise.resolve();

  /** The log first: what it can't vouch for isn't anchored. The sign-in page waits for neither. */
  const logging = log.start().then(() => anchorer.start()).catch(onFault('the log did not start'));
  dispatcher.start();
  feed.start();

  return {
    async listen() {
      const { HOST, PORT } = config;
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(PORT, HOST, resolve);
      });
      if (isDemo) {
        seeding = handDown({ database, env, dispatcher, bank: bankAddress, pollFeed: () => feed.poll(), signal: stopping.signal }).catch((error: unknown) => {
          if (!stopping.signal.aborted) onFault('the demonstration’s first payments did not go through')(error);
        });
      }
      const { port } = server.address() as { port: number };
      return { address: `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}` };
    },
    async stop() {
      stopping.abort();
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await seeding;
      await feed.stop();
      await dispatcher.stop();
      await workers.close();
      await engine.close();
      await anchorer.stop();
      await log.stop();
      await logging;
    },
    demoSignIns: async () => (isDemo ? demoSignIns() : undefined),
  };
}
