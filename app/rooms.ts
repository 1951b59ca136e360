import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Anchorer, Cosigner, Log, Packets, Receipts } from '@gbc/anchoring';
import { createStream, type ApiParts, type Stream } from '@gbc/api';
import { cancelAbandoned, createAllocator, createDispatcher, createRecorder, deployRepositoryModels, readModelFiles, resumeProposals, type Allocator, type Dispatcher, type ModelFiles } from '@gbc/applications';
import { keepUnreadMessage } from '@gbc/bank';
import { openDocumentStore } from '@gbc/documents';
import type { WorkflowEngine } from '@gbc/engine';
import { systemEnvironment as env } from '@gbc/events';
import { adviceIdOf, LedgerQueue } from '@gbc/ledger';
import type { Database } from '@gbc/prisma';
import { createBankFeed, createReserveClock, openWorkers, type BankFeed } from '@gbc/workers';
import type { Logger } from 'pino';
import { openCustodian, type BankSetup } from './bank-setup.ts';
import { openProductEngine, type ProductEngine } from './product-engine.ts';
import { afterFirstPage } from './first-page.ts';
import { recordSettings } from './record-settings.ts';
import type { CompleteConfig } from './secrets.ts';

/** What the rooms are wired from. */
export interface RoomsParts {
  readonly config: CompleteConfig;
  readonly database: Database;
  readonly evmRpcUrl: string;
  readonly bank: BankSetup;
  readonly log: Logger;
}

export interface Rooms {
  /** What the API's handlers work with. */
  readonly api: ApiParts;
  readonly feed: BankFeed;
  /** Starts what works in the background: the log and its anchors, the dispatcher, the bank's feed. */
  start(): void;
  /** Stops them in order and waits for what is in hand. */
  stop(): Promise<void>;
}

const adoptionRetryMs = 2_000;
const modelsFolder = join(import.meta.dirname, '..', 'processes');

/** A key for one purpose out of the master key, so that one secret need be kept. */
const deriveKey = (masterKey: string, purpose: string) => createHash('sha256').update(`${purpose}\0${masterKey}`).digest();

/** The linter is loaded when a model is first judged: a start has no need of its hundred modules. */
const lintModel: ApiParts['lintModel'] = async (bpmnXml, language) => {
  const modeler = await import('@gbc/modeler/lint');
  return (await modeler.lintModel(bpmnXml)).map(({ message, ...issue }) => ({ ...issue, message: message[language] }));
};

function openLog({ config, database, evmRpcUrl, log: logger }: RoomsParts) {
  const folder = join(config.DATA_DIR, 'log');
  const log = new Log({ database, folder, origin: config.LOG_ORIGIN, ...(config.LOG_KEY ? { key: config.LOG_KEY } : {}), env, logger });
  const keyFile = join(config.DATA_DIR, 'secrets', 'anchoring-key');
  const anchorer = new Anchorer({ log, database, rpcUrl: evmRpcUrl, contract: config.LOG_CONTRACT, regulator: config.LOG_REGULATOR, keyFile, env, logger });
  const packets = new Packets({ database, log, rpcUrl: evmRpcUrl, env, logger });
  packets.follow(anchorer);
  const cosigner = new Cosigner({ log, database, witnesses: config.WITNESSES, quorum: config.WITNESS_QUORUM, logger });
  return { log, receipts: new Receipts({ database, log, env }), packets, anchorer, cosigner };
}

/** What we do with the custodian bank: take in what it says, tell it of payments, hold its books against ours. */
function openBank({ config, database, bank, log: logger }: RoomsParts, dispatcher: Dispatcher, stream: Stream) {
  const onFault = (what: string) => (error: unknown) => logger.error({ err: error }, what);
  const custodian = openCustodian(config, bank, database, async (unread) => {
    logger.warn({ err: unread.refused, message: unread.name }, 'a message of the bank’s is not believed');
    await database.transaction((tx) => keepUnreadMessage(tx, env, unread));
    stream.publish('deposits');
  });
  const feed = createBankFeed({
    database, bank: custodian, dispatcher, env,
    onError: onFault('the bank’s advices could not be taken in'),
    onAdvice: (adviceId) => stream.publish('deposits', adviceId),
    onPayment: (applicationId) => stream.publish('application', applicationId),
  });
  const reserveClock = createReserveClock({ database, env, bank: custodian, pollFeed: () => feed.poll(), onError: onFault('the reserve could not be proved') });
  const api: ApiParts['bank'] = {
    custodian, adapter: config.BANK_ADAPTER, account: bank.account, address: bank.isSimulated ? bank.address : null, webhookSecret: config.BANK_WEBHOOK_SECRET ?? null,
    pollFeed: () => feed.poll(), takePushed: (advices) => feed.take(advices),
  };
  return { api, feed, reserveClock };
}

/** Deploys the repository's flows that are new, and goes on with accepted changes whose deployment a kill has cut off. */
async function deployFlows({ logger, ...parts }: Pick<ApiParts, 'database' | 'engine' | 'env' | 'logger'>, models: ApiParts['models']): Promise<void> {
  await deployRepositoryModels(parts, models);
  const resumed = await resumeProposals(parts, models);
  if (resumed.length > 0) logger.warn({ resumed }, 'accepted changes whose deployment was cut off were gone on with');
}

/** Makes applications of the lines of files, and has each started at once. */
function openAllocator({ database, log: logger }: RoomsParts, dispatcher: Dispatcher, stream: Stream): Allocator {
  return createAllocator({
    database, env,
    onProgress: async (fileId) => {
      await dispatcher.flush();
      stream.publish('allocations', fileId);
    },
    onError: (error) => logger.error({ err: error }, 'a file of allocations could not be worked through and is tried again'),
  });
}

/** The engine with the repository's flows on it, its steps recorded and told to the screens. */
async function openEngine({ config, database, log: logger }: RoomsParts, models: readonly ModelFiles[], stream: Stream): Promise<ProductEngine> {
  const recorder = createRecorder(env, (instances) => {
    stream.publish('tasks');
    for (const { processInstanceKey, applicationId } of instances) {
      stream.publish('processInstance', processInstanceKey);
      if (applicationId) stream.publish('application', applicationId);
    }
  });
  /** Gives a data set the flows, and takes back what was begun again elsewhere while it was away. */
  async function adopt(engine: WorkflowEngine): Promise<void> {
    await deployFlows({ database, engine, env, logger }, models);
    await database.transaction((tx) => cancelAbandoned(tx, env, engine.engineId));
  }
  /** Until it is done: without its flows a data set can begin nothing. */
  async function adoptReplaced(engine: WorkflowEngine): Promise<void> {
    for (const { engineId } = engine; engine.engineId === engineId; await sleep(adoptionRetryMs, undefined, { ref: false })) {
      try {
        return await adopt(engine);
      } catch (error) {
        logger.error({ err: error }, 'the flows could not be given to the engine yet');
      }
    }
  }
  const opened = await openProductEngine({
    config, database, appendHook: recorder,
    onError: (error) => logger.error({ err: error }, 'the engine is in trouble'),
    onReplaced: async (replaced) => {
      logger.error({ engineId: replaced.engineId }, 'another data set stands behind the engine’s address: what ran there is gone');
      await adoptReplaced(replaced);
      for (const topic of ['tasks', 'engine'] as const) stream.publish(topic);
    },
    onStatus: () => stream.publish('engine'),
  });
  await adopt(opened.engine);
  return opened;
}

/** Wires the rooms with plain constructors, deploys the repository's flows and opens the workers. */
export async function openRooms(parts: RoomsParts): Promise<Rooms> {
  const { config, database, log: logger } = parts;
  const changed = await recordSettings(database, env, config);
  if (changed.length > 0) logger.info({ changed }, 'settings that are others than at the last start');
  const stream = createStream();
  const onFault = (what: string) => (error: unknown) => logger.error({ err: error }, what);
  const models = readModelFiles(modelsFolder);
  const { engine, readForm } = await openEngine(parts, models, stream);
  const documents = await openDocumentStore({ folder: join(config.DATA_DIR, 'documents'), masterKey: Buffer.from(config.DOCUMENT_KEY, 'hex'), env });
  const dispatcher = createDispatcher({ database, engine, env, onError: onFault('a command for the engine failed and is tried again') });
  const allocator = openAllocator(parts, dispatcher, stream);
  const onChange = (applicationId: string) => stream.publish(adviceIdOf(applicationId) ? 'deposits' : 'application', applicationId);
  const workers = openWorkers({ database, engine, ledger: new LedgerQueue({ database, env }), documents, env, invoiceKey: deriveKey(config.DOCUMENT_KEY, 'invoice-use'), onChange });
  const custody = openBank(parts, dispatcher, stream);
  const { feed, reserveClock } = custody;
  const { log, receipts, packets, anchorer, cosigner } = openLog(parts);
  for (const source of [log, anchorer, cosigner]) source.onChange(() => stream.publish('log'));
  const stopping = new AbortController();
  let logging: Promise<void> | undefined;

  /** The log reads and checks itself as it starts. It comes first: what it can't vouch for isn't anchored. */
  async function startLog(): Promise<void> {
    if (!(await afterFirstPage(stopping.signal))) return;
    await log.start();
    await Promise.all([anchorer.start(), cosigner.start()]);
  }

  return {
    feed,
    api: {
      database, env, engine, dispatcher, allocator, documents, log, anchorer, cosigner, receipts, packets, models, stream, logger, ocidPrefix: config.OCDS_PREFIX,
      bank: custody.api,
      readForm, lintModel,
    },
    start() {
      logging = startLog().catch(onFault('the log did not start'));
      dispatcher.start();
      allocator.start();
      feed.start();
      reserveClock.start();
    },
    async stop() {
      stopping.abort();
      stream.close();
      await reserveClock.stop();
      await feed.stop();
      await allocator.stop();
      await dispatcher.stop();
      await workers.close();
      await engine.close();
      await cosigner.stop();
      await anchorer.stop();
      await log.stop();
      await logging;
    },
  };
}
