import { fromBase64, openJsonRpc } from '@gbc/anchoring-verifier';
import { appendEvent, systemEnvironment, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { BackgroundLoop, type NextTurn } from '../background-loop.ts';
import { Listeners } from '../listeners.ts';
import type { Log, LogHead } from '../log/log.ts';
import type { Logger } from '../logger.ts';
import { Receipts } from '../receipts/receipts.ts';
import { retryDelayMs } from '../retry-delay.ts';
import { markAnchored, markSuperseded, readAnchored, readSent, recordReplacement, recordSent, type AnchoredAnchor, type SentAnchor } from './anchor-rows.ts';
import { compareWithChain } from './compare.ts';
import { readLastChainId, type ContractRow } from './contract-rows.ts';
import { ensureContract } from './deploy.ts';
import { EvmNode } from './evm-node.ts';
import { anchorData, isPaused, readHead } from './registry.ts';
import { fundOnDevelopmentChain, loadSendingKey, type SendingKey } from './sending-key.ts';
import { needsReplacement, settle, signReplacement, signTransaction } from './transaction.ts';

export interface AnchorOptions {
  readonly log: Log;
  readonly database: Database;
  /** Address of an EVM node's JSON-RPC. */
  readonly rpcUrl: string;
  /** A registry that a person has deployed; without one, one is deployed. */
  readonly contract?: string | undefined;
  /** Who may halt the contract that is deployed where there is none; nobody where it is left out. */
  readonly regulator?: string | undefined;
  /** The key that sends, 32 bytes of hex; made when missing. */
  readonly keyFile: string;
  readonly env?: Environment;
  readonly logger: Logger;
  /** Anchor when this many leaves are new ... Default 256. */
  readonly leavesMax?: number;
  /** ... or when something has been new for this long. Default 5 s. */
  readonly intervalMs?: number;
  /** How often to look at chain and log. Default 500 ms. */
  readonly pollIntervalMs?: number;
  /** A transaction that no block has taken for this long is replaced by one with a higher fee. Default 60 s. */
  readonly stuckAfterMs?: number;
  /** Longest wait after failures in a row. Default 10 s. */
  readonly retryDelayMaxMs?: number;
}

export interface AnchorStatus {
  /** `failed`: the chain is away or refuses; it is tried again. Nothing else stops for it. */
  readonly state: 'stopped' | 'running' | 'failed';
  readonly chainId: number | undefined;
  readonly contract: string | undefined;
  /** The newest anchor that we hold for true. */
  readonly head: { readonly treeSize: number; readonly blockNumber: number; readonly blockHash: string; readonly txHash: string } | undefined;
  /** Time of its block, ISO 8601. */
  readonly lastAnchorAt: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

const blocksBetweenComparisons = 5;

/** Puts the log's checkpoints on an EVM chain and keeps them there. */
export class Anchorer {
  readonly #options: AnchorOptions;
  readonly #env: Environment;
  readonly #node: EvmNode;
  readonly #receipts: Receipts;
  readonly #loop = new BackgroundLoop(() => this.#turn());
  readonly #listeners: Listeners<AnchorStatus>;
  #key: SendingKey | undefined;
  #state: AnchorStatus['state'] = 'stopped';
  #error: AnchorStatus['error'];
  #failures = 0;
  #chainId: number | undefined;
  #contract: ContractRow | undefined;
  #anchored: AnchoredAnchor | undefined;
  /** Block at the last comparison; undefined asks for one at once. */
  #comparedAt: number | undefined;
  readonly #stuckAfterMs: number;
  /** When the log was first seen to be ahead of the chain. */
  #newSince: Date | undefined;

  constructor(options: AnchorOptions) {
    this.#options = options;
    this.#env = options.env ?? systemEnvironment;
    this.#stuckAfterMs = options.stuckAfterMs ?? 60_000;
    this.#node = new EvmNode(openJsonRpc(options.rpcUrl));
    this.#receipts = new Receipts({ database: options.database, log: options.log, env: this.#env });
    this.#listeners = new Listeners((error) => options.logger.error({ err: error }, 'a listener of the anchors failed'));
  }

  /** Loads the key and goes on in the background; does not wait for the chain. @throws AnchoringError `anchor.keyInvalid` */
  async start(): Promise<void> {
    this.#key = await loadSendingKey(this.#env, this.#options.keyFile);
    this.#state = 'running';
    this.#loop.start();
  }

  /** Waits for the step in hand. An anchor that is under way is taken up at the next start. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#state = 'stopped';
  }

  status(): AnchorStatus {
    const anchor = this.#anchored;
    return {
      state: this.#state,
      chainId: this.#chainId,
      contract: this.#contract?.address,
      head: anchor && { treeSize: anchor.treeSize, blockNumber: anchor.blockNumber, blockHash: anchor.blockHash, txHash: anchor.txHash },
      lastAnchorAt: anchor?.blockTime,
      error: this.#error,
    };
  }

  /** Tells of every change of what is anchored: a new anchor, or one that the chain forgot. @returns ends the subscription */
  onChange(listener: (status: AnchorStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async #turn(): Promise<NextTurn> {
    const { pollIntervalMs = 500, retryDelayMaxMs = 10_000, logger } = this.#options;
    try {
      if (this.#options.log.status().state === 'running') await this.#advance(this.#key as SendingKey);
      this.#state = 'running';
      this.#error = undefined;
      this.#failures = 0;
      return { waitMs: pollIntervalMs };
    } catch (error) {
      this.#state = 'failed';
      this.#failures += 1;
      this.#comparedAt = undefined;
      const code = error instanceof AnchoringError ? error.code : 'anchor.failed';
      if (this.#error?.code !== code) logger.warn({ err: error }, 'anchoring could not go on and tries again');
      this.#error = { code, message: error instanceof Error ? error.message : String(error) };
      return { waitMs: retryDelayMs(this.#env, this.#failures, retryDelayMaxMs) };
    }
  }

  /** One step: the chain and the contract, what is under way, what is due. */
  async #advance(key: SendingKey): Promise<void> {
    const { database, log } = this.#options;
    const parts = { database, env: this.#env, node: this.#node, key, log, origin: log.status().origin, contract: this.#options.contract, regulator: this.#options.regulator, stuckAfterMs: this.#stuckAfterMs };
    const [chainId, blockNumber] = await Promise.all([this.#node.chainId(), this.#node.blockNumber()]);
    await this.#noteChain(chainId);
    const mustCompare = this.#mustCompare(blockNumber);
    if (mustCompare) await fundOnDevelopmentChain(this.#node, chainId, key.address);
    const contract = await ensureContract(parts, chainId);
    const isNew = contract?.id !== this.#contract?.id;
    this.#contract = contract;
    if (!contract) return;
    if (mustCompare || isNew) {
      const stands = await compareWithChain(parts, contract);
      this.#comparedAt = blockNumber;
      await this.#refresh(contract);
      if (!stands) return;
    }
    const sent = await readSent(database.read, contract.id);
    if (sent) await this.#follow(key, contract, sent);
    else await this.#sendWhenDue(key, contract);
  }

  /** Another chain at the same address is no fault, but must not pass in silence: what is anchored there has a contract of its own. */
  async #noteChain(chainId: number): Promise<void> {
    const previousChainId = this.#chainId ?? (await readLastChainId(this.#options.database.read));
    if (previousChainId !== undefined && previousChainId !== chainId) {
      const { database, logger } = this.#options;
      logger.warn({ chainId, previousChainId }, 'the EVM node is of another chain now');
      this.#comparedAt = undefined;
      await database.transaction((tx) =>
        appendEvent(tx, this.#env, { type: 'chainChanged', actor: { kind: 'system', name: 'anchoring' }, data: { chainId, previousChainId } }),
      );
    }
    this.#chainId = chainId;
  }

  #mustCompare(blockNumber: number): boolean {
    return this.#comparedAt === undefined || blockNumber < this.#comparedAt || blockNumber >= this.#comparedAt + blocksBetweenComparisons;
  }

  /** Reads the newest anchor anew, reissues receipts and tells listeners where it is another one. */
  async #refresh(contract: ContractRow): Promise<void> {
    const [newest] = await readAnchored(this.#options.database.read, contract.id, 1);
    if (newest?.id === this.#anchored?.id) return;
    this.#anchored = newest;
    await this.#receipts.reissue();
    this.#listeners.tell(this.status());
  }

  async #follow(key: SendingKey, contract: ContractRow, sent: SentAnchor): Promise<void> {
    const { database, logger } = this.#options;
    const settlement = await settle(this.#node, key.address, sent);
    if (needsReplacement(settlement, sent, this.#env.now(), this.#stuckAfterMs)) return this.#replace(key, sent);
    if (settlement.kind === 'waiting') return;
    const transaction = settlement.kind === 'mined' && settlement.transaction.succeeded ? settlement.transaction : undefined;
    const block = transaction && (await this.#node.block(transaction.blockNumber));
    if (transaction && block?.hash === transaction.blockHash) {
      await markAnchored(database.read, sent.id, transaction, block);
      await this.#refresh(contract);
    } else {
      logger.warn({ txHash: sent.txHash, settlement: settlement.kind }, 'an anchor did not reach the chain and is sent anew');
      await markSuperseded(database.read, [sent.id]);
      this.#comparedAt = undefined;
    }
  }

  /** The same call at the same nonce for a higher fee: whichever of the two is mined, the other never can be. */
  async #replace(key: SendingKey, sent: SentAnchor): Promise<void> {
    const { database, logger } = this.#options;
    const replacement = await signReplacement(this.#node, key, sent.signedTx);
    if (!replacement) return;
    logger.info({ txHash: sent.txHash, replacedBy: replacement.txHash }, 'an anchor is stuck and is sent again for a higher fee');
    await recordReplacement(database.read, sent.id, replacement, this.#env.now());
    await this.#node.send(replacement.signedTx);
  }

  async #sendWhenDue(key: SendingKey, contract: ContractRow): Promise<void> {
    const { database, log } = this.#options;
    const head = log.status().head;
    if (!head || !this.#isDue(head)) return;
    const anchoredSize = (await readHead(this.#node, contract.address)).size;
    if (head.treeSize <= anchoredSize) return;
    if (await isPaused(this.#node, contract.address)) throw new AnchoringError('anchor.paused', `the regulator has halted the contract ${contract.address}`, { address: contract.address });
    const proof = await log.prover().consistency(anchoredSize, head.treeSize);
    const rootHash = fromBase64(head.rootHash);
    const call = { to: contract.address, data: anchorData(head.treeSize, rootHash, proof) };
    const { txHash, signedTx } = await signTransaction(this.#node, key, contract.chainId, call);
    const row = { id: this.#env.newId(), contractId: contract.id, treeSize: head.treeSize, rootHash, txHash, signedTx, sentAt: this.#env.now() };
    await recordSent(database.read, row);
    await this.#node.send(signedTx);
    this.#newSince = undefined;
  }

  #isDue({ treeSize }: LogHead): boolean {
    const { leavesMax = 256, intervalMs = 5_000 } = this.#options;
    const newLeaves = treeSize - (this.#anchored?.treeSize ?? 0);
    if (newLeaves <= 0) return false;
    const now = this.#env.now();
    this.#newSince ??= now;
    return newLeaves >= leavesMax || now.getTime() - this.#newSince.getTime() >= intervalMs;
  }
}
