import { cosignedAt, cosignatureType, parseNote, parseVerifierKey, toBase64, type VerifierKey } from '@gbc/anchoring-verifier';
import type { Database } from '@gbc/prisma';
import { BackgroundLoop, type NextTurn } from '../background-loop.ts';
import { Listeners } from '../listeners.ts';
import type { Log } from '../log/log.ts';
import type { Logger } from '../logger.ts';
import { readWitnessedSizes, recordCosignature } from './cosignature-rows.ts';

/** A witness that is asked for cosignatures. */
export interface WitnessAddress {
  /** Its verifier key (cosignature/v1), as it reached us apart from the address. */
  readonly key: string;
  /** Its submission prefix: `<url>/add-checkpoint` is asked. */
  readonly url: string;
}

export interface CosignerOptions {
  readonly log: Log;
  readonly database: Database;
  readonly witnesses: readonly WitnessAddress[];
  /** How many of them make a checkpoint final. */
  readonly quorum: number;
  readonly logger: Logger;
  /** How often a new head is offered. Default 1 s. */
  readonly intervalMs?: number;
  /** Longest time for a witness to answer. Default 10 s. */
  readonly timeoutMs?: number;
}

export interface WitnessStatus {
  readonly name: string;
  /** Newest tree that it has cosigned; 0 before the first. */
  readonly treeSize: number;
  /** ISO 8601 */
  readonly cosignedAt: string | null;
  /** Why the newest head could not be cosigned; null where it was, or was not asked for yet. */
  readonly error: string | null;
}

export interface CosignerStatus {
  readonly quorum: number;
  /** Leaves under a checkpoint that a quorum has cosigned; null where no quorum is asked for. */
  readonly finalSize: number | null;
  readonly witnesses: readonly WitnessStatus[];
}

interface Member {
  readonly key: VerifierKey;
  readonly url: string;
  treeSize: number;
  cosignedAt: Date | null;
  error: string | null;
}

/**
 * Asks the alliance's witnesses to cosign each new head (C2SP tlog-witness). Nothing waits for them: a checkpoint is published
 * at once and becomes final when a quorum has signed it or a later one.
 */
export class Cosigner {
  readonly #options: CosignerOptions;
  readonly #members: readonly Member[];
  readonly #loop = new BackgroundLoop(() => this.#turn());
  readonly #listeners: Listeners<CosignerStatus>;

  /** @throws MalformedError for a key that is none of a witness; RangeError for a quorum that can't be reached */
  constructor(options: CosignerOptions) {
    const { witnesses, quorum, logger } = options;
    if (quorum > witnesses.length) throw new RangeError(`a quorum of ${quorum} can't be reached with ${witnesses.length} witnesses`);
    this.#options = options;
    this.#members = witnesses.map(({ key, url }) => ({ key: parseVerifierKey(key, cosignatureType), url: url.replace(/\/$/, ''), treeSize: 0, cosignedAt: null, error: null }));
    this.#listeners = new Listeners((error) => logger.error({ err: error }, 'a listener of the witnesses failed'));
  }

  async start(): Promise<void> {
    const kept = await readWitnessedSizes(this.#options.database.read, this.#members.map(({ key }) => key.name));
    for (const member of this.#members) Object.assign(member, kept.get(member.key.name));
    if (this.#members.length > 0) this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  status(): CosignerStatus {
    const { quorum } = this.#options;
    const sizes = this.#members.map(({ treeSize }) => treeSize).sort((one, other) => other - one);
    return {
      quorum,
      finalSize: quorum === 0 ? null : (sizes[quorum - 1] ?? 0),
      witnesses: this.#members.map(({ key, treeSize, cosignedAt: at, error }) => ({ name: key.name, treeSize, cosignedAt: at?.toISOString() ?? null, error })),
    };
  }

  /** Tells of every new cosignature. @returns ends the subscription */
  onChange(listener: (status: CosignerStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async #turn(): Promise<NextTurn> {
    const head = this.#options.log.status().head;
    if (head && head.treeSize > 0) {
      const note = this.#options.log.checkpoint();
      const behind = this.#members.filter(({ treeSize }) => treeSize < head.treeSize);
      const signed = await Promise.all(behind.map((member) => this.#ask(member, note, head.treeSize)));
      if (signed.includes(true)) this.#listeners.tell(this.status());
    }
    return { waitMs: this.#options.intervalMs ?? 1_000 };
  }

  /** Asks one witness; what goes wrong with it is its own affair and told by the status. */
  async #ask(member: Member, note: string, treeSize: number): Promise<boolean> {
    try {
      const line = await this.#request(member, note, treeSize, member.treeSize, true);
      const at = cosignedAt(parseNote(note + line), member.key);
      if (!at) throw new Error('its answer is no cosignature of this checkpoint by its key');
      const row = { treeSize, witness: member.key.name, line, cosignedAt: at };
      await recordCosignature(this.#options.database.read, row);
      Object.assign(member, { treeSize, cosignedAt: at, error: null });
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (member.error !== reason) this.#options.logger.warn({ err: error, witness: member.key.name }, 'a witness did not cosign and is asked again');
      member.error = reason;
      return false;
    }
  }

  async #request(member: Member, note: string, treeSize: number, oldSize: number, mayCorrect: boolean): Promise<string> {
    const proof = await this.#options.log.prover().consistency(Math.min(oldSize, treeSize), treeSize);
    const response = await fetch(`${member.url}/add-checkpoint`, {
      method: 'POST',
      body: `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`,
      signal: AbortSignal.timeout(this.#options.timeoutMs ?? 10_000),
    });
    const body = await response.text();
    if (response.status === 200) return body;
    // The witness says from which tree on it wants the proof: ours to tell, its own to know.
    const known = response.status === 409 && /^(\d{1,15})\n$/.exec(body)?.[1];
    if (known && mayCorrect && Number(known) <= treeSize) return this.#request(member, note, treeSize, Number(known), false);
    throw new Error(`it answers ${response.status}: ${body.slice(0, 200).trim()}`);
  }
}
