import type { Database } from '@gbc/prisma';
import type { Logger } from 'pino';
import { simulatedBankArguments, startsSimulatedBank } from './bank-choice.ts';
import { startBank, type SimulatedBank } from './bank-process.ts';
import type { Config } from './config.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { startEvmNode, type EmbeddedEvmNode } from './evm-node.ts';
import { takeInstanceLock, type InstanceLock } from './instance-lock.ts';
import { assertPortFree, listenFailure } from './listen.ts';
import { openLogger } from './logger.ts';
import type { Part, PartHouse } from './part.ts';
import { startPostgres, type EmbeddedPostgres } from './postgres.ts';
import { openRunFile, stopOrphans, type RunFile } from './run-file.ts';
import { withSecrets, type CompleteConfig } from './secrets.ts';
import type { DemoSignIns, Server } from './server.ts';
import { StartError } from './start-error.ts';
import type { Steps } from './steps.ts';
import { builtWebFolder, buildWeb, isWebBuilt } from './web-build.ts';
import type { Words } from './words.ts';

export interface StartedProduct {
  readonly url: string;
  demoSignIns(): Promise<DemoSignIns | undefined>;
}

/**
 * The whole product of one data folder: the programs beside us, the database, the server.
 * `stop` may be called at any moment, also while `start` is under way, and ends whatever there is by then.
 */
export class Product {
  readonly #config: Config;
  readonly #steps: Steps;
  readonly #onFatal: (error: Error) => void;
  readonly #stopping = new AbortController();
  readonly #interrupted: Promise<never>;
  #starting: Promise<StartedProduct> | undefined;

  // In the order in which they are started; each may be under way when `stop` is called.
  #folder: DataFolder | undefined;
  #log: Logger | undefined;
  #runFile: RunFile | undefined;
  #bank: Promise<SimulatedBank> | undefined;
  #evmNode: Promise<EmbeddedEvmNode> | undefined;
  #postgres: Promise<EmbeddedPostgres> | undefined;
  #lock: Promise<InstanceLock> | undefined;
  #database: Database | undefined;
  #server: Server | undefined;

  /** @param onFatal called when the product can't go on by itself; the owner then stops it */
  constructor(config: Config, steps: Steps, onFatal: (error: Error) => void) {
    this.#config = config;
    this.#steps = steps;
    this.#onFatal = onFatal;
    this.#interrupted = new Promise((_, reject) => {
      this.#stopping.signal.addEventListener('abort', () => reject(this.#stopping.signal.reason));
    });
    this.#interrupted.catch(() => undefined);
  }

  /**
   * Starts everything and answers once requests are served.
   * @throws StartError for what the operator can put right
   */
  start(): Promise<StartedProduct> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Stops in order: server with its workers, database sessions, Postgres, EVM node, bank. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => undefined);
    await this.#quietly(() => this.#server?.stop());
    await this.#quietly(() => this.#database?.close());
    await this.#quietly(async () => (await this.#lock)?.release());
    await this.#quietly(async () => (await this.#postgres)?.stop());
    await Promise.all([
      this.#quietly(async () => (await this.#evmNode)?.stop()),
      this.#quietly(async () => (await this.#bank)?.stop()),
    ]);
    this.#runFile?.remove();
    this.#folder?.release();
    this.#log?.info('stopped');
  }

  async #start(): Promise<StartedProduct> {
    if (!this.#config.DATABASE_URL) await assertPortFree(this.#config);
    this.#folder = openDataFolder(this.#config.DATA_DIR);
    const config = withSecrets(this.#config);
    const log = (this.#log = openLogger(config));
    const orphans = await stopOrphans(config.DATA_DIR);
    if (orphans.length > 0) log.warn({ orphans }, 'programs of a killed start were stopped');
    this.#runFile = openRunFile(config.DATA_DIR);
    const house: PartHouse = { runFile: this.#runFile, log, onLost: (_, error) => this.#onFatal(error) };

    const databaseUrl = this.#startDatabase(house);
    const evmRpcUrl = this.#startChain(house);
    const bankUrl = this.#startBank(house, config);
    const [url, rpcUrl, bankAddress, { migrate, openDatabase }, { composeServer }, { bankSetup }] = await this.#orInterrupted(
      Promise.all([databaseUrl, evmRpcUrl, bankUrl, import('@gbc/prisma'), import('./server.ts'), import('./bank-setup.ts'), this.#buildWeb()]),
    );
    this.#lock = takeInstanceLock(url, this.#lockOptions(log));
    await this.#orInterrupted(this.#lock);
    await this.#orInterrupted(this.#steps.run({ zh: '数据库结构', en: 'Database schema' }, () => migrate(url)));
    const database = (this.#database = openDatabase(url));
    const bank = bankSetup(config, bankAddress);
    const server = (this.#server = await this.#steps.run({ zh: '服务', en: 'Services' }, () =>
      composeServer({ config, database, evmRpcUrl: rpcUrl, bank, log }, config.WEB_DIR ?? builtWebFolder),
    ));
    this.#stopping.signal.throwIfAborted();
    const { address } = await server.listen().catch((error) => Promise.reject(listenFailure(error, config)));
    this.#runFile.listening(address);
    log.info({ address }, 'listening');
    return { url: config.PUBLIC_URL ?? address, demoSignIns: () => server.demoSignIns() };
  }

  async #startDatabase(house: PartHouse): Promise<string> {
    const given = this.#config.DATABASE_URL;
    if (given) return given;
    return this.#steps.run({ zh: '数据库 PostgreSQL', en: 'Database PostgreSQL' }, async () => {
      this.#postgres = startPostgres(this.#config.DATA_DIR, house);
      const postgres = await this.#postgres;
      await this.#orInterrupted(postgres.ready);
      return postgres.url;
    });
  }

  /** Answers as soon as the chain's address is known, which is kept: nothing waits for the chain to serve a page. */
  async #startChain(house: PartHouse): Promise<string> {
    const given = this.#config.EVM_RPC_URL;
    if (given) return given;
    this.#evmNode = startEvmNode(this.#config.DATA_DIR, house);
    const node = await this.#evmNode;
    this.#tellWhenReady({ zh: '区块链节点', en: 'EVM node' }, node);
    return node.rpcUrl;
  }

  /** As with the chain: whoever asks the bank tries again until it answers. */
  async #startBank(house: PartHouse, config: CompleteConfig): Promise<string | undefined> {
    if (!startsSimulatedBank(config)) return config.BANK_URL;
    this.#bank = startBank(config.DATA_DIR, config.BANK_TOKEN, house, simulatedBankArguments(config));
    const bank = await this.#bank;
    this.#tellWhenReady({ zh: '模拟托管银行', en: 'Simulated custodian bank' }, bank);
    return bank.url;
  }

  /** Shows the step; a part that never answers is told by `onLost`. */
  #tellWhenReady(step: Words, part: Part): void {
    this.#steps.run(step, () => this.#orInterrupted(part.ready)).catch(() => undefined);
  }

  async #buildWeb(): Promise<void> {
    if (this.#config.WEB_DIR || isWebBuilt()) return;
    await this.#steps.run({ zh: '构建网页', en: 'Web app build' }, (progress) => buildWeb(progress, this.#stopping.signal));
  }

  #lockOptions(log: Logger) {
    return {
      log,
      signal: this.#stopping.signal,
      onWaiting: () => this.#steps.note({
        zh: '另一个实例正在使用该数据库，等待接管',
        en: 'another instance works on this database: waiting to take over',
      }),
      onLost: () => this.#onFatal(new StartError('database.takenOver', {
        zh: '数据库连接中断期间，另一个实例已接管',
        en: 'another instance took over while the database connection was down',
      })),
    };
  }

  #orInterrupted<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#interrupted]);
  }

  async #quietly(step: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#log?.error({ err: error }, 'a part did not start or stop cleanly');
    }
  }
}
