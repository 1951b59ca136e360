import { encodeCoseReceipt, openJsonRpc, toBase64, type BlockEvidence, type JsonRpc, type Packet, type PacketAnchor, type PacketEvent, type PacketSubject, type WitnessedCheckpoint } from '@gbc/anchoring-verifier';
import { systemEnvironment, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { readAnchored, readFirstCovering, type AnchoredAnchor } from '../chain/anchor-rows.ts';
import type { Anchorer } from '../chain/anchorer.ts';
import { fetchBlockEvidence } from '../chain/block-evidence.ts';
import { readCheckpoint } from '../log/checkpoint-rows.ts';
import type { Log } from '../log/log.ts';
import type { Logger } from '../logger.ts';
import { readWitnessedNote } from '../witness/cosignature-rows.ts';
import { readEvidence, recordEvidence } from './evidence-rows.ts';
import { readSubjectEvents, type SubjectEvent } from './packet-events.ts';

/** Events in one packet: some 20 MB of JSON, what a browser still opens with ease. */
const eventsMax = 10_000;

export interface PacketOptions {
  readonly database: Database;
  readonly log: Log;
  /** Node that anchors are on; asked once for each anchor. */
  readonly rpcUrl: string;
  readonly env?: Environment;
  readonly logger: Logger;
}

/** Makes audit packets: all the evidence about one matter in one file. */
export class Packets {
  readonly #options: PacketOptions;
  readonly #env: Environment;
  readonly #rpc: JsonRpc;

  constructor(options: PacketOptions) {
    this.#options = options;
    this.#env = options.env ?? systemEnvironment;
    this.#rpc = openJsonRpc(options.rpcUrl);
  }

  /**
   * The packet about a matter: its logged events, under the first anchored checkpoint that covers them all, else under the
   * newest. Needs no chain: where the block's evidence was not kept and the node is away, the packet says so.
   * @throws AnchoringError `packet.empty`, `packet.tooLarge`, `log.notStarted`
   */
  async packetFor(subject: PacketSubject): Promise<Packet> {
    const { events, treeSize, anchor } = await this.#prove(subject);
    const checkpoint = await readCheckpoint(this.#options.database.read, treeSize);
    if (!checkpoint) throw new Error(`the checkpoint of size ${treeSize} is not recorded`);
    return {
      kind: 'audit-packet',
      version: 1,
      subject,
      issuedAt: this.#env.now().toISOString(),
      checkpoint: checkpoint.note,
      events,
      witnessed: await this.#witnessed(treeSize),
      anchor: anchor ? await this.#anchorOf(anchor) : null,
    };
  }

  /**
   * The same events and proofs as a COSE Receipt (RFC 9942), for tools that know no packets: signed by the log's key, without
   * witnesses and anchor. @throws AnchoringError as `packetFor`
   */
  async coseReceiptFor(subject: PacketSubject): Promise<Uint8Array> {
    const { events, treeSize } = await this.#prove(subject);
    return encodeCoseReceipt({ subject, treeSize, events, ...(await this.#options.log.signReceipt(treeSize)) });
  }

  /** The logged events of a matter with their proofs in one tree. */
  async #prove(subject: PacketSubject): Promise<{ readonly events: readonly PacketEvent[]; readonly treeSize: number; readonly anchor: AnchoredAnchor | undefined }> {
    const { database, log } = this.#options;
    const prover = log.prover();
    const publishedSize = log.status().head?.treeSize ?? 0;
    const events = await readSubjectEvents(database.read, subject, publishedSize, eventsMax + 1);
    const last = events.at(-1);
    if (!last) throw new AnchoringError('packet.empty', 'no published event is about this matter');
    if (events.length > eventsMax) throw new AnchoringError('packet.tooLarge', `more than ${eventsMax} events`, { eventsMax });
    const anchor = await readFirstCovering(database.read, last.leafIndex);
    const treeSize = anchor?.treeSize ?? publishedSize;
    const proved = events.map(async (event) => ({ ...eventOf(event), inclusionProof: (await prover.inclusion(event.leafIndex, treeSize)).map(toBase64) }));
    return { events: await Promise.all(proved), treeSize, anchor };
  }

  /** Keeps the newest anchor's block as soon as it is anchored, while the node surely has it. @returns ends the subscription */
  follow(anchorer: Anchorer): () => void {
    return anchorer.onChange(() => {
      this.#keepNewest().catch((error: unknown) => this.#options.logger.warn({ err: error }, 'the evidence of a block could not be kept'));
    });
  }

  async #keepNewest(): Promise<void> {
    const { rows } = await this.#options.database.read<{ contract_id: string }>(`select contract_id from log_anchor where state = 'anchored' order by sent_at desc limit 1`);
    const [newest] = rows[0] ? await readAnchored(this.#options.database.read, rows[0].contract_id, 1) : [];
    if (newest) await this.#evidenceOf(newest);
  }

  async #anchorOf(anchor: AnchoredAnchor): Promise<PacketAnchor> {
    const { chainId, contract, blockNumber, blockHash, blockTime, txHash } = anchor;
    const evidence = await this.#evidenceOf(anchor).catch((error: unknown) => {
      this.#options.logger.warn({ err: error, txHash }, 'a packet goes out without its block’s evidence');
      return undefined;
    });
    return { chainId, contract, blockNumber, blockHash, blockTime, txHash, evidence: evidence ?? null };
  }

  async #evidenceOf(anchor: AnchoredAnchor): Promise<BlockEvidence | undefined> {
    const { database } = this.#options;
    const kept = await readEvidence(database.read, anchor.id);
    if (kept) return kept;
    const evidence = await fetchBlockEvidence(this.#rpc, anchor);
    if (evidence) await recordEvidence(database.read, anchor.id, evidence);
    return evidence;
  }

  async #witnessed(treeSize: number): Promise<WitnessedCheckpoint | null> {
    const { database, log } = this.#options;
    const found = await readWitnessedNote(database.read, treeSize);
    if (!found) return null;
    return { checkpoint: found.note, consistencyProof: (await log.prover().consistency(treeSize, found.treeSize)).map(toBase64) };
  }
}

const eventOf = ({ leafIndex, body, salt }: SubjectEvent) => ({ leafIndex, event: body, salt: toBase64(salt) });
