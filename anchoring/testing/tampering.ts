import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitToEvent, encodeEntry, hashLeaf, toBase64, verifyInclusion, type VerifierKey } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { bundleSizeBytes, encodeBundle } from '../log/bundle.ts';
import { generateLogKey, parseLogKey } from '../log/log-key.ts';
import { tileWidth } from '../log/tile.ts';
import { AlarmError } from '../mirror/alarm.ts';
import { auditLog, followLog, type KeptHead } from '../mirror/follow-log.ts';
import { followEvents } from '../mirror/follow-events.ts';
import type { LogReader } from '../mirror/log-source.ts';
import { MirrorStore } from '../mirror/mirror-store.ts';
import { Witness } from '../mirror/witness.ts';
import { generateWitnessKey, parseWitnessKey } from '../mirror/witness-key.ts';
import { ReferenceTree } from './reference-tree.ts';

/** Every way in which a log is tampered with. */
export const tampers = ['eventBit', 'tileBit', 'signatureBit', 'proofBit', 'dropped', 'swapped', 'inserted', 'repeated', 'forkedHead', 'rolledBack'] as const;
export type Tamper = (typeof tampers)[number];

interface Entry {
  readonly event: string;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
}

const origin = 'gbc-union.example/tampered';

/** Chance that a run can be repeated with: the same seed, the same tampers. */
export class Dice {
  readonly #seed: string;
  #throws = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(): Buffer {
    return createHash('sha256').update(`${this.#seed}/${(this.#throws += 1)}`).digest();
  }

  /** A whole number from `least` to before `end`. */
  number(least: number, end: number): number {
    return least + (this.bytes().readUInt32BE() % (end - least));
  }
}

function makeEntry(dice: Dice, number: number): Entry {
  const event = JSON.stringify({ amountFen: dice.number(1, 1_000_000), id: `event-${number}`, type: 'transferPosted' });
  const salt = dice.bytes();
  return { event, salt, commitment: commitToEvent(salt, event) };
}

function flipBit(bytes: Uint8Array, dice: Dice): Uint8Array {
  const bit = dice.number(0, bytes.length * 8);
  return bytes.map((byte, position) => (position === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

const treeOf = (entries: readonly Entry[]) => new ReferenceTree(entries.map(({ commitment }) => hashLeaf(encodeEntry(commitment))));

/** One log with its key, and all who keep something of it: a mirror, a witness and a contract. */
export class TamperedLog {
  readonly #dice: Dice;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gbc-tamper-'));
  readonly #key = parseLogKey(generateLogKey(systemEnvironment, origin), origin);
  readonly #entries: Entry[] = [];
  readonly #mirror = new MirrorStore(join(this.#folder, 'mirror'));
  /** Leaves alone, no events yet: what checks an export. */
  readonly #leaves = new MirrorStore(join(this.#folder, 'leaves'));
  #cosigned: string | undefined;
  readonly #found = new Map<Tamper, number>(tampers.map((kind) => [kind, 0]));
  readonly #witness: Witness;

  constructor(seed: string) {
    this.#dice = new Dice(seed);
    this.#witness = new Witness({
      logKey: this.#key.verifierKey,
      key: parseWitnessKey(generateWitnessKey('witness.example/tamper')),
      now: () => new Date(),
      store: { read: () => this.#cosigned, write: (note) => void (this.#cosigned = note) },
    });
  }

  close(): void {
    this.#mirror.close();
    this.#leaves.close();
    rmSync(this.#folder, { recursive: true });
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Grows honestly, and lets everybody see it: an alarm here is a false one. */
  async grow(count: number): Promise<void> {
    const before = this.size;
    for (let n = 0; n < count; n += 1) this.#entries.push(makeEntry(this.#dice, this.size));
    const source = this.#serve(this.#entries);
    await followLog(source, this.#mirror, this.#verifierKey, this.#heads(this.#entries.slice(0, before)));
    await followEvents(source, this.#mirror, () => undefined);
    await followLog(source, this.#leaves, this.#verifierKey, []);
    await auditLog(source, this.#mirror, this.size);
    assert.equal(this.#offerToWitness(this.#entries), 200);
  }

  /** How many tampers of each kind were done and found. */
  get found(): ReadonlyMap<Tamper, number> {
    return this.#found;
  }

  /** Tampers once, at random. Fails where anybody who should have found it did not, or named another leaf. */
  async tamper(kind: Tamper): Promise<void> {
    await this.#tamperOnce(kind);
    this.#found.set(kind, (this.#found.get(kind) ?? 0) + 1);
  }

  async #tamperOnce(kind: Tamper): Promise<void> {
    switch (kind) {
      case 'eventBit':
        return this.#alterEvent();
      case 'tileBit':
        return this.#alterTile();
      case 'signatureBit':
        return this.#alterSignature();
      case 'proofBit':
        return this.#alterProof();
      default:
        return this.#rewrite(kind);
    }
  }

  get #verifierKey(): VerifierKey {
    return this.#key.verifierKey;
  }

  #noteOf(entries: readonly Entry[]): string {
    return this.#key.signCheckpoint({ origin, treeSize: entries.length, rootHash: treeOf(entries).root(entries.length) });
  }

  #serve(entries: readonly Entry[], lies: Partial<LogReader> = {}): LogReader {
    return {
      hasEvents: true,
      checkpoint: () => Promise.resolve(this.#noteOf(entries)),
      bundle: (index, treeSize) => Promise.resolve(encodeBundle(entries.slice(index * tileWidth, Math.min(treeSize, (index + 1) * tileWidth)).map(({ commitment }) => commitment))),
      events: (from, end) => Promise.resolve(entries.slice(from, end).map(({ event, salt }, position) => ({ leafIndex: from + position, event, salt: toBase64(salt) }))),
      ...lies,
    };
  }

  #heads(entries: readonly Entry[]): KeptHead[] {
    return entries.length === 0 ? [] : [{ treeSize: entries.length, rootHash: treeOf(entries).root(entries.length), by: 'contract' }];
  }

  /** Offers a tree with the best proof that there is for it. @returns the HTTP status, 0 for an alarm */
  #offerToWitness(entries: readonly Entry[]): number {
    const oldSize = this.#witness.head()?.treeSize ?? 0;
    const proof = oldSize <= entries.length && oldSize < entries.length ? treeOf(entries).consistency(oldSize, entries.length) : [];
    try {
      return this.#witness.addCheckpoint(`old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${this.#noteOf(entries)}`).status;
    } catch (error) {
      if (error instanceof AlarmError) return 0;
      throw error;
    }
  }

  async #alterEvent(): Promise<void> {
    const leaf = this.#dice.number(0, this.size);
    const honest = this.#serve(this.#entries);
    const source = this.#serve(this.#entries, {
      async events(from, end) {
        const events = await honest.events(from, end);
        const told = events[leaf - from];
        return told ? events.with(leaf - from, { ...told, event: Buffer.from(flip(Buffer.from(told.event))).toString('latin1') }) : events;
      },
    });
    const flip = (bytes: Uint8Array) => flipBit(bytes, this.#dice);
    await expectAlarm(() => followEvents(source, this.#leaves, () => undefined), leaf);
  }

  async #alterTile(): Promise<void> {
    const bad = this.#dice.number(0, Math.ceil(this.size / tileWidth));
    const honest = this.#serve(this.#entries);
    const bytes = await honest.bundle(bad, this.size);
    const altered = flipBit(bytes, this.#dice);
    const leaf = bad * tileWidth + Math.floor(altered.findIndex((byte, position) => byte !== bytes[position]) / bundleSizeBytes(1));
    const source = this.#serve(this.#entries, { bundle: async (index, size) => (index === bad ? altered : honest.bundle(index, size)) });
    await expectAlarm(() => auditLog(source, this.#mirror, this.size), leaf);
    await this.#expectStranger(source);
  }

  async #alterSignature(): Promise<void> {
    const note = this.#noteOf(this.#entries);
    const [, text = '', line = '', encoded = ''] = /^([^]*\n\n)(\u2014 \S+ )(\S+)\n$/.exec(note) ?? [];
    const altered = `${text}${line}${toBase64(flipBit(Buffer.from(encoded, 'base64'), this.#dice))}\n`;
    await expectAlarm(() => followLog(this.#serve(this.#entries, { checkpoint: () => Promise.resolve(altered) }), this.#mirror, this.#verifierKey, []), null);
  }

  #alterProof(): Promise<void> {
    const tree = treeOf(this.#entries);
    const leafIndex = this.#dice.number(0, this.size);
    const proof = tree.inclusion(leafIndex, this.size);
    const statement = { leafIndex, treeSize: this.size, leafHash: tree.leaf(leafIndex), rootHash: tree.root(this.size) };
    assert.ok(verifyInclusion({ ...statement, proof }));
    const position = this.#dice.number(0, proof.length);
    assert.ok(!verifyInclusion({ ...statement, proof: proof.with(position, flipBit(proof[position] as Uint8Array, this.#dice)) }));
    return Promise.resolve();
  }

  /** The operator rewrites the log, signs it anew with the true key, and lets it grow on, at times. */
  async #rewrite(kind: Exclude<Tamper, 'eventBit' | 'tileBit' | 'signatureBit' | 'proofBit'>): Promise<void> {
    const at = this.#dice.number(1, this.size - 1);
    const { entries, leaf } = this.#rewritten(kind, at);
    const grown = this.#dice.number(0, 2) === 0 ? entries : [...entries, ...Array.from({ length: this.#dice.number(1, 40) }, (_, n) => makeEntry(this.#dice, this.size + n))];
    const source = this.#serve(grown);
    await expectAlarm(() => followLog(source, this.#mirror, this.#verifierKey, []), leaf);
    await this.#expectStranger(source);
    assert.notEqual(this.#offerToWitness(grown), 200, 'the witness signs another history');
  }

  /** Somebody who starts from nothing finds it too, by the contract or the signed root; which leaf, they can't know. */
  async #expectStranger(source: LogReader): Promise<void> {
    const folder = join(this.#folder, 'fresh');
    const fresh = new MirrorStore(folder);
    try {
      await expectAlarm(() => followLog(source, fresh, this.#verifierKey, this.#heads(this.#entries)), undefined);
    } finally {
      fresh.close();
      rmSync(folder, { recursive: true });
    }
  }

  #rewritten(kind: Exclude<Tamper, 'eventBit' | 'tileBit' | 'signatureBit' | 'proofBit'>, at: number): { readonly entries: Entry[]; readonly leaf: number } {
    const old = this.#entries;
    switch (kind) {
      case 'dropped':
        return { entries: old.toSpliced(at, 1), leaf: at };
      case 'swapped': {
        const other = this.#dice.number(at + 1, this.size);
        return { entries: old.with(at, old[other] as Entry).with(other, old[at] as Entry), leaf: at };
      }
      case 'inserted':
        return { entries: old.toSpliced(at, 0, makeEntry(this.#dice, at)), leaf: at };
      case 'repeated':
        return { entries: old.toSpliced(at, 0, old[at - 1] as Entry), leaf: at };
      case 'forkedHead':
        return { entries: old.with(at, makeEntry(this.#dice, at)), leaf: at };
      case 'rolledBack':
        return { entries: old.slice(0, at), leaf: at };
    }
  }
}

/** `leaf`: the first bad leaf that must be named, null for none, undefined where the finder has no copy to tell it by. */
async function expectAlarm(work: () => Promise<void>, leaf: number | null | undefined): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AlarmError)) throw error;
    if (leaf !== undefined) assert.equal(error.firstBadLeaf, leaf, error.message);
    return;
  }
  assert.fail('nobody found it');
}
