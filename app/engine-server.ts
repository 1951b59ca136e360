import { type EmbeddedEngine, openEmbeddedEngine } from '@gbc/engine-embedded';
import { type Gateway, openGateway } from '@gbc/engine-gateway';
import { type Database, migrate, openDatabase } from '@gbc/prisma';
import type { Logger } from 'pino';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { assertPortFree, listenFailure } from './listen.ts';
import { openLogger } from './logger.ts';
import { startPostgres, type EmbeddedPostgres } from './postgres.ts';
import { openRunFile, stopOrphans, type RunFile } from './run-file.ts';

export interface EngineServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Folder of the database, its password and the logs. */
  readonly dataDir: string;
  /** Called when the server can't go on by itself; the owner then stops it. */
  readonly onFatal: (error: Error) => void;
}

/** The engine alone: a Postgres of its own, the engine on it, and the gateway for Zeebe's clients. */
export class EngineServer {
  readonly #options: EngineServerOptions;
  #starting: Promise<{ readonly port: number }> | undefined;

  // In the order in which they are started.
  #folder: DataFolder | undefined;
  #log: Logger | undefined;
  #runFile: RunFile | undefined;
  #postgres: EmbeddedPostgres | undefined;
  #database: Database | undefined;
  #engine: EmbeddedEngine | undefined;
  #gateway: Gateway | undefined;

  constructor(options: EngineServerOptions) {
    this.#options = options;
  }

  /**
   * Starts everything, goes on with what the folder holds, and answers once commands are taken.
   * @throws StartError for what the operator can put right
   */
  start(): Promise<{ readonly port: number }> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Stops in order, also what a start under way has begun. Waiting calls are ended, calls in hand answered. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#quietly(() => this.#gateway?.close());
    await this.#quietly(() => this.#engine?.close());
    await this.#quietly(() => this.#database?.close());
    await this.#quietly(() => this.#postgres?.stop());
    this.#runFile?.remove();
    this.#folder?.release();
    this.#log?.info('stopped');
  }

  async #start(): Promise<{ readonly port: number }> {
    const { host, port, dataDir, onFatal } = this.#options;
    const address = { HOST: host, PORT: port };
    await assertPortFree(address, '--port');
    this.#folder = openDataFolder(dataDir);
    const log = (this.#log = openLogger({ NODE_ENV: 'development', DATA_DIR: dataDir, LOG_LEVEL: 'info' }));
    const orphans = await stopOrphans(dataDir);
    if (orphans.length > 0) log.warn({ orphans }, 'programs of a killed start were stopped');
    this.#runFile = openRunFile(dataDir);
    this.#postgres = await startPostgres(dataDir, { runFile: this.#runFile, log, onLost: (_, error) => onFatal(error) });
    const { ready, url } = this.#postgres;
    await ready;
    await migrate(url);
    const database = (this.#database = openDatabase(url));
    const onError = (error: Error) => log.error({ err: error }, 'the engine has trouble');
    const engine = (this.#engine = await openEmbeddedEngine({ database, env: { now: () => new Date() }, onError }));
    const gateway = await openGateway({ engine, host, port }).catch((error) => Promise.reject(listenFailure(error, address, '--port')));
    this.#gateway = gateway;
    log.info({ host, port: gateway.port }, 'listening');
    return { port: gateway.port };
  }

  async #quietly(step: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#log?.error({ err: error }, 'a part did not stop cleanly');
    }
  }
}
