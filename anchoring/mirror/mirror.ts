import type { JsonRpc, VerifierKey } from '@gbc/anchoring-verifier';
import { AlarmError, type Alarm } from './alarm.ts';
import { readContractHead } from './contract-head.ts';
import { followEvents } from './follow-events.ts';
import { auditLog, followLog, type KeptHead } from './follow-log.ts';
import type { ExportedEvent, LogReader } from './log-source.ts';
import { Matters } from './matters.ts';
import type { MirrorStore } from './mirror-store.ts';
import { Witness, type WitnessAnswer } from './witness.ts';
import type { WitnessKey } from './witness-key.ts';

export interface MirrorOptions {
  readonly source: LogReader;
  readonly store: MirrorStore;
  /** The log's key, as this mirror was given it. */
  readonly logKey: VerifierKey;
  readonly witnessKey: WitnessKey;
  /** A node and the log's contract; without them the chain is not asked. */
  readonly chain?: { readonly rpc: JsonRpc; readonly contract: string };
  readonly now?: () => Date;
}

export interface MirrorStatus {
  readonly origin: string;
  readonly logKeyId: string;
  readonly witnessKey: string;
  readonly treeSize: number;
  readonly rootHash: string | null;
  readonly checkpoint: string | null;
  readonly cosignedSize: number;
  readonly events: number;
  readonly matters: number;
  /** What the contract stands at, as last read; null where it was never read. */
  readonly anchoredSize: number | null;
  readonly verifiedAt: string | null;
  /** Why the last turn could not be finished, where it could not: the log or the chain was away. */
  readonly trouble: string | null;
  readonly alarm: Alarm | null;
}

/** How often the whole log is read again; the first time at the start. */
const auditIntervalMs = 24 * 3_600_000;
const eventsIndexedAtOnce = 8 * 1024 * 1024;

/** A member's own copy of the log: verified leaf by leaf, searchable, and cosigned. It trusts nothing but the keys it was given. */
export class Mirror {
  readonly #options: MirrorOptions;
  readonly #now: () => Date;
  readonly #witness: Witness;
  readonly #matters = new Matters();
  #anchoredSize: number | null = null;
  #contractHead: KeptHead | undefined;
  #verifiedAt: string | null = null;
  #auditedAt: Date | undefined;
  #trouble: string | null = null;

  constructor(options: MirrorOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    const { store, logKey, witnessKey } = options;
    this.#witness = new Witness({ logKey, key: witnessKey, now: this.#now, store: { read: () => store.readCosigned(), write: (note) => store.writeCosigned(note) } });
    this.#indexKept();
  }

  get matters(): Matters {
    return this.#matters;
  }

  get alarm(): Alarm | undefined {
    return this.#options.store.readAlarm();
  }

  /**
   * One turn: the contract's head first, then the log, which must pass through it; then the events. An alarm is kept in its file
   * and ends all following; trouble of network or node is told by the status and tried again.
   * @returns whether everything was reached and verified
   */
  async turn(): Promise<boolean> {
    if (this.alarm) return false;
    const { source, store, logKey } = this.#options;
    const troubles: string[] = [];
    try {
      await this.#readContract(troubles);
      const copiedSize = store.state.edge.size;
      await followLog(source, store, logKey, this.#heads());
      await this.#auditWhenDue(copiedSize);
      if (source.hasEvents) await followEvents(source, store, (lines, offset) => this.#matters.add(lines, offset));
      this.#verifiedAt = this.#now().toISOString();
    } catch (error) {
      if (error instanceof AlarmError) this.#raise(error);
      else troubles.push(describe(error));
      store.dropUncounted();
    }
    this.#trouble = troubles.length > 0 ? troubles.join('; ') : null;
    return troubles.length === 0 && !this.alarm;
  }

  /** Answers a request for a cosignature; undefined while an alarm stands, since then nothing is signed. */
  addCheckpoint(body: string): WitnessAnswer | undefined {
    if (this.alarm) return undefined;
    try {
      return this.#witness.addCheckpoint(body);
    } catch (error) {
      if (!(error instanceof AlarmError)) throw error;
      this.#raise(error);
      return undefined;
    }
  }

  /** The kept events of a matter, as they were exported; undefined where there is none. */
  eventsOf(applicationId: string): ExportedEvent[] | undefined {
    const matter = this.#matters.get(applicationId);
    return matter?.lines.map(({ offset, sizeBytes }) => JSON.parse(this.#options.store.eventText(offset, sizeBytes)) as ExportedEvent);
  }

  status(): MirrorStatus {
    const { store, logKey, witnessKey } = this.#options;
    const { checkpoint, edge, eventCount } = store.state;
    return {
      origin: logKey.name,
      logKeyId: logKey.keyId,
      witnessKey: witnessKey.verifierKeyText,
      treeSize: edge.size,
      rootHash: checkpoint === null ? null : Buffer.from(edge.root()).toString('base64'),
      checkpoint,
      cosignedSize: this.#witness.head()?.treeSize ?? 0,
      events: eventCount,
      matters: this.#matters.size,
      anchoredSize: this.#anchoredSize,
      verifiedAt: this.#verifiedAt,
      trouble: this.#trouble,
      alarm: this.alarm ?? null,
    };
  }

  /** What this very turn has copied was read a moment ago. */
  async #auditWhenDue(copiedSize: number): Promise<void> {
    const now = this.#now();
    if (this.#auditedAt && now.getTime() - this.#auditedAt.getTime() < auditIntervalMs) return;
    await auditLog(this.#options.source, this.#options.store, copiedSize);
    this.#auditedAt = now;
  }

  async #readContract(troubles: string[]): Promise<void> {
    const { chain, logKey } = this.#options;
    if (!chain) return;
    try {
      this.#contractHead = await readContractHead(chain.rpc, chain.contract, logKey.name);
      this.#anchoredSize = this.#contractHead?.treeSize ?? 0;
    } catch (error) {
      if (error instanceof AlarmError) throw error;
      this.#contractHead = undefined;
      troubles.push(`chain: ${describe(error)}`);
    }
  }

  #heads(): KeptHead[] {
    const cosigned = this.#witness.head();
    return [
      ...(this.#contractHead ? [this.#contractHead] : []),
      ...(cosigned ? [{ treeSize: cosigned.treeSize, rootHash: cosigned.rootHash, by: 'witness' as const }] : []),
    ];
  }

  #raise({ kind, zh, message, offered, firstBadLeaf }: AlarmError): void {
    const { store } = this.#options;
    const kept = store.state.checkpoint ?? store.readCosigned() ?? null;
    store.raiseAlarm({ kind, at: this.#now().toISOString(), zh, en: message, kept, offered, firstBadLeaf });
  }

  /** Reads the kept events again after a start. */
  #indexKept(): void {
    const { store } = this.#options;
    const { eventBytes } = store.state;
    for (let offset = 0; offset < eventBytes; ) {
      const bytes = Math.min(eventsIndexedAtOnce, eventBytes - offset);
      const text = store.eventText(offset, bytes);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole === '') throw new Error('the kept events are cut off');
      this.#matters.add(whole.split('\n').slice(0, -1), offset);
      offset += Buffer.byteLength(whole);
    }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

