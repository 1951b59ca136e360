import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEntry, fromBase64, hashSizeBytes, toBase64 } from '@gbc/anchoring-verifier';
import type { Alarm } from './alarm.ts';
import { TreeEdge } from './tree-edge.ts';

/** How far the mirror has come; everything below these marks is verified. */
export interface MirrorState {
  /** The newest checkpoint that was verified, as it was signed; null before the first. */
  readonly checkpoint: string | null;
  readonly edge: TreeEdge;
  /** Events kept, which are those of the first so many leaves. */
  readonly eventCount: number;
  readonly eventBytes: number;
}

const files = { state: 'state.json', entries: 'entries.bin', events: 'events.ndjson', alarm: 'alarm.json', cosigned: 'cosigned' };

/**
 * What a mirror keeps, in one folder. Leaves and events are appended first and then counted by the state, which changes
 * whole; a kill in between leaves bytes that the next start cuts off.
 */
export class MirrorStore {
  readonly #folder: string;
  readonly #entries: number;
  readonly #events: number;
  #state: MirrorState;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#entries = openSync(join(folder, files.entries), 'a+');
    this.#events = openSync(join(folder, files.events), 'a+');
    this.#state = this.#load();
    this.dropUncounted();
  }

  get state(): MirrorState {
    return this.#state;
  }

  /** Cuts off what was appended and never counted. */
  dropUncounted(): void {
    ftruncateSync(this.#entries, this.#state.edge.size * hashSizeBytes);
    ftruncateSync(this.#events, this.#state.eventBytes);
  }

  appendCommitments(commitments: readonly Uint8Array[]): void {
    writeSync(this.#entries, Buffer.concat(commitments));
  }

  /** @returns bytes written */
  appendEvents(lines: string): number {
    const bytes = Buffer.from(lines);
    writeSync(this.#events, bytes);
    return bytes.length;
  }

  /** Counts what was appended: durable before it answers. */
  advance(state: MirrorState): void {
    fsyncSync(this.#entries);
    fsyncSync(this.#events);
    const { checkpoint, edge, eventCount, eventBytes } = state;
    this.write(files.state, JSON.stringify({ checkpoint, size: edge.size, subtrees: edge.subtrees.map(toBase64), eventCount, eventBytes }));
    this.#state = state;
  }

  /** Commitments of the leaves from `start` to before `end`, also those that are appended and not yet counted. */
  commitments(start: number, end: number): Uint8Array[] {
    const bytes = new Uint8Array((end - start) * hashSizeBytes);
    const read = readSync(this.#entries, bytes, 0, bytes.length, start * hashSizeBytes);
    if (read !== bytes.length) throw new Error(`the mirror's leaves ${start} to ${end} are cut off`);
    return Array.from({ length: end - start }, (_, position) => bytes.subarray(position * hashSizeBytes, (position + 1) * hashSizeBytes));
  }

  /** The root that the kept leaves had at a size; reads and hashes all of them. */
  rootAt(size: number): Uint8Array {
    const edge = new TreeEdge();
    const pageSize = 8_192;
    for (let start = 0; start < size; start += pageSize) {
      for (const commitment of this.commitments(start, Math.min(size, start + pageSize))) edge.append(encodeEntry(commitment));
    }
    return edge.root();
  }

  /** Part of the events' file. */
  eventText(offset: number, sizeBytes: number): string {
    const bytes = Buffer.alloc(sizeBytes);
    readSync(this.#events, bytes, 0, sizeBytes, offset);
    return bytes.toString('utf8');
  }

  readAlarm(): Alarm | undefined {
    const text = this.read(files.alarm);
    return text === undefined ? undefined : (JSON.parse(text) as Alarm);
  }

  /** The first alarm stays: those that follow come of it. */
  raiseAlarm(alarm: Alarm): void {
    if (this.readAlarm() === undefined) this.write(files.alarm, `${JSON.stringify(alarm, null, 2)}\n`);
  }

  /** The newest checkpoint that this witness has cosigned. */
  readCosigned(): string | undefined {
    return this.read(files.cosigned);
  }

  writeCosigned(note: string): void {
    this.write(files.cosigned, note);
  }

  read(name: string): string | undefined {
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** Writes a small file whole or not at all, and durably. */
  write(name: string, text: string, mode = 0o644): void {
    const path = join(this.#folder, name);
    const file = openSync(`${path}.tmp`, 'w', mode);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.tmp`, path);
    if (process.platform === 'win32') return;
    const folder = openSync(this.#folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  close(): void {
    closeSync(this.#entries);
    closeSync(this.#events);
  }

  #load(): MirrorState {
    const text = this.read(files.state);
    if (text === undefined) return { checkpoint: null, edge: new TreeEdge(), eventCount: 0, eventBytes: 0 };
    const kept = JSON.parse(text) as { checkpoint: string; size: number; subtrees: string[]; eventCount: number; eventBytes: number };
    return { checkpoint: kept.checkpoint, edge: new TreeEdge(kept.size, kept.subtrees.map(fromBase64)), eventCount: kept.eventCount, eventBytes: kept.eventBytes };
  }
}
