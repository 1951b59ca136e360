import { join } from 'node:path';
import { toBase64 } from '@gbc/anchoring-verifier';
import { appendEvent, systemEnvironment, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { BackgroundLoop, type NextTurn } from '../background-loop.ts';
import { Listeners } from '../listeners.ts';
import type { Logger } from '../logger.ts';
import { retryDelayMs } from '../retry-delay.ts';
import { recordCheckpoint } from './checkpoint-rows.ts';
import { tryLead, type Leadership } from './leadership.ts';
import { readCommitments, readLastEventTime, sequenceEvents } from './leaves.ts';
import { loadLogKey, parseLogKey, type LogKey, type ReceiptSignature } from './log-key.ts';
import { createProver, type Prover } from './proofs.ts';
import { publish, type Published } from './publisher.ts';
import { recover } from './recover.ts';
import { openTileCache } from './tile-cache.ts';
import { openTileStore } from './tile-store.ts';
import { parseTilePath, widthAt } from './tile.ts';

export interface LogOptions {
  readonly database: Database;
  /** Holds the signing key and the published files; made when missing. */
  readonly folder: string;
  /** The log's name for ever, without a scheme, e.g. `gbc-union.example/hongkou`. */
  readonly origin: string;
  /** The signing key as `PRIVATE+KEY+...`; without it, the one of the folder, made on the first start. */
  readonly key?: string;
  readonly env?: Environment;
  readonly logger: Logger;
  /** How often to look for new events, while fewer come than one batch takes. Default 100 ms. */
  readonly pollIntervalMs?: number;
  /** Silence after which the log says that it is alive. Default 10 minutes. */
  readonly heartbeatIntervalMs?: number;
  /** Leaves integrated at once. Default 8,192. */
  readonly batchSizeMax?: number;
}

export interface LogHead {
  readonly treeSize: number;
  /** base64 */
  readonly rootHash: string;
}

export interface LogStatus {
  /** `waiting`: another process holds the lock; `failed`: trying again; `halted`: a person must look (see `error`). */
  readonly state: 'stopped' | 'starting' | 'waiting' | 'running' | 'failed' | 'halted';
  readonly origin: string;
  /** What readers are given to check signatures; undefined before `start`. */
  readonly verifierKey: string | undefined;
  readonly head: LogHead | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** A batch that didn't take all it could is followed by so much rest for its own time: small ones cost the disk as much as large ones, and the ledger shares it. */
const restShare = 4;
const restMaxMs = 1_000;

/**
 * The Merkle log over all business events. One instance at a time sequences and publishes (an advisory lock); what it
 * published stays readable here, whatever happens to the database.
 */
export class Log {
  readonly #options: LogOptions;
  readonly #env: Environment;
  readonly #store;
  readonly #tiles;
  readonly #loop = new BackgroundLoop(() => this.#turn());
  readonly #listeners: Listeners<LogHead>;
  #key: LogKey | undefined;
  #leadership: Leadership | undefined;
  #published: Published | undefined;
  #lastEventAt = new Date(0);
  #state: LogStatus['state'] = 'stopped';
  #error: LogStatus['error'];
  #failures = 0;
  #started: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#env = options.env ?? systemEnvironment;
    this.#store = openTileStore(join(options.folder, 'public'));
    this.#tiles = openTileCache(this.#store);
    this.#listeners = new Listeners((error) => options.logger.error({ err: error }, 'a listener of the log failed'));
  }

  /**
   * Takes the lock (waits for it while another process has it), recovers, publishes the first checkpoint where there is
   * none, and goes on in the background.
   * @throws AnchoringError `log.keyInvalid`, `log.keyChanged`, `log.databaseRolledBack`, `log.databaseDiffers`
   */
  async start(): Promise<void> {
    const { folder, origin, key } = this.#options;
    this.#key = key === undefined ? await loadLogKey(this.#env, join(folder, 'log.key'), origin) : parseLogKey(key, origin);
    this.#state = 'starting';
    const started = new Promise<void>((resolve, reject) => (this.#started = { resolve, reject }));
    this.#loop.start();
    await started;
  }

  /** Finishes the batch in hand and gives the lock back. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#resign();
    if (this.#state !== 'halted') this.#state = 'stopped';
    this.#started?.reject(new AnchoringError('log.notStarted', 'the log was stopped before it had started'));
  }

  status(): LogStatus {
    const head = this.#published && headOf(this.#published);
    return { state: this.#state, origin: this.#options.origin, verifierKey: this.#key?.verifierKeyText, head, error: this.#error };
  }

  /** Tells of every new checkpoint. @returns ends the subscription */
  onChange(listener: (head: LogHead) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Looks for new events now and not at the next poll. */
  wake(): void {
    this.#loop.wake();
  }

  /** The newest checkpoint as a signed note. @throws AnchoringError `log.notStarted` */
  checkpoint(): string {
    return this.#current().text;
  }

  /** Proofs for the newest published tree. @throws AnchoringError `log.notStarted` */
  prover(): Prover {
    return createProver(this.#tiles, this.#current().edge.size);
  }

  /** Signs the root of an earlier or the newest published tree for a COSE Receipt. @throws AnchoringError `log.notStarted`, `log.outOfRange` */
  async signReceipt(treeSize: number): Promise<ReceiptSignature> {
    const rootHash = await this.prover().root(treeSize);
    if (!this.#key) throw new AnchoringError('log.notStarted', 'the log has no key yet');
    return this.#key.signReceipt(rootHash);
  }

  /**
   * A file below the log's prefix: `checkpoint`, `tile/<level>/<index>[.p/<width>]`, `tile/entries/...`; undefined for
   * every other path and for what the newest checkpoint does not cover.
   */
  async readTile(path: string): Promise<Uint8Array | undefined> {
    const { text, edge } = this.#current();
    if (path === 'checkpoint') return Buffer.from(text);
    const tile = parseTilePath(path);
    if (!tile || tile.width > widthAt(edge.size, tile.level, tile.index)) return undefined;
    return this.#store.read(tile);
  }

  #current(): Published {
    if (!this.#published) throw new AnchoringError('log.notStarted', 'the log has not published anything yet');
    return this.#published;
  }

  async #turn(): Promise<NextTurn> {
    try {
      if (!this.#leadership && !(await this.#lead())) return { waitMs: 1_000 };
      const startedMs = performance.now();
      const isMore = await this.#advance();
      this.#failures = 0;
      return { waitMs: isMore ? 0 : Math.max(this.#options.pollIntervalMs ?? 100, Math.min(restMaxMs, restShare * (performance.now() - startedMs))) };
    } catch (error) {
      return this.#fail(error);
    }
  }

  async #lead(): Promise<boolean> {
    const leadership = await tryLead(this.#options.database);
    if (!leadership) {
      if (this.#state !== 'waiting') this.#options.logger.info({}, 'another process keeps the log; waiting for it to end');
      this.#state = 'waiting';
      return false;
    }
    this.#leadership = leadership;
    const { edge, published } = await recover(leadership.query, this.#store, this.#key as LogKey);
    this.#lastEventAt = (await readLastEventTime(leadership.query)) ?? this.#env.now();
    if (published) {
      await this.#store.writeCheckpoint(published.text);
      const { treeSize, rootHash } = published.checkpoint;
      await recordCheckpoint(leadership.query, { treeSize, rootHash, note: published.text }, this.#env.now());
      this.#published = { edge, ...published };
    } else {
      this.#published = await publish(this.#parts(), edge, []);
    }
    this.#state = 'running';
    this.#error = undefined;
    this.#started?.resolve();
    this.#started = undefined;
    this.#listeners.tell(headOf(this.#published));
    return true;
  }

  /**
   * Sequences what is pending and publishes all leaves that have no tiles yet, also those of a run that was killed.
   * @returns whether more is known to wait
   */
  async #advance(): Promise<boolean> {
    const { query, ...parts } = this.#parts();
    const limit = this.#options.batchSizeMax ?? 8_192;
    const sequenced = await sequenceEvents(query, limit);
    if (sequenced > 0) this.#lastEventAt = this.#env.now();
    const { edge } = this.#current();
    const commitments = await readCommitments(query, edge.size, limit);
    if (commitments.length === 0) return this.#beat();
    this.#published = await publish({ query, ...parts }, edge, commitments);
    this.#listeners.tell(headOf(this.#published));
    return sequenced === limit || commitments.length === limit;
  }

  async #beat(): Promise<boolean> {
    const silenceMs = this.#env.now().getTime() - this.#lastEventAt.getTime();
    if (silenceMs < (this.#options.heartbeatIntervalMs ?? 600_000)) return false;
    const sinceLeafIndex = this.#current().edge.size - 1;
    await this.#options.database.transaction((tx) =>
      appendEvent(tx, this.#env, { type: 'heartbeat', actor: { kind: 'system', name: 'log' }, data: { sinceLeafIndex } }),
    );
    return true;
  }

  #parts() {
    if (!this.#leadership || !this.#key) throw new AnchoringError('log.notStarted', 'the log is not running');
    return { query: this.#leadership.query, env: this.#env, store: this.#store, key: this.#key };
  }

  /** A finding stops the log for good: to go on could contradict what is published. Anything else is tried again. */
  async #fail(error: unknown): Promise<NextTurn> {
    const { logger } = this.#options;
    await this.#resign();
    this.#error = { code: error instanceof AnchoringError ? error.code : 'log.failed', message: error instanceof Error ? error.message : String(error) };
    if (error instanceof AnchoringError) {
      this.#state = 'halted';
      logger.error({ err: error }, 'the log is halted');
      this.#started?.reject(error);
      this.#started = undefined;
      this.#loop.end();
      return { waitMs: 0 };
    }
    this.#state = 'failed';
    this.#failures += 1;
    logger.warn({ err: error }, 'the log could not go on and tries again');
    return { waitMs: retryDelayMs(this.#env, this.#failures, 5_000) };
  }

  async #resign(): Promise<void> {
    const leadership = this.#leadership;
    this.#leadership = undefined;
    await leadership?.release();
  }
}

const headOf = ({ checkpoint }: Published): LogHead => ({ treeSize: checkpoint.treeSize, rootHash: toBase64(checkpoint.rootHash) });
