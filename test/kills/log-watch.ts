import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyRoot, encodeEntry, hashChildren, hashLeaf, isSignedBy, parseCheckpoint, parseVerifierKey, toBase64, type Checkpoint } from '@gbc/anchoring-verifier';
import { readTrustedKey } from '../../app/demo/trust.ts';
import { atOneMoment } from './books.ts';

interface Leaf {
  readonly leafIndex: bigint;
  readonly commitment: Buffer;
  readonly type: string;
  readonly body: string;
}

/**
 * What is told of one thing twice and for a reason: a document check of a revision, say, is told once, but a table is deployed under each of its
 * versions with the same content. Everything else that is told twice in the same words happened twice, or was doubled.
 */
const mayRepeat = new Set(['heartbeat', 'settingChanged', 'privilegedSignedIn', 'taskClaimed', 'taskReleased', 'chainForgot', 'chainChanged', 'attemptRefused', 'freezeAppealAnswered', 'commandRefused', 'applicationClosed', 'modelDeployed']);

/** A complete subtree at the right edge of the log. */
interface Subtree {
  readonly size: number;
  readonly hash: Uint8Array;
}

/**
 * The log as somebody sees it who looks at it again and again and forgets nothing: it only grows, each checkpoint is signed and is about the
 * leaves that were seen before and more, and no event is told twice.
 */
export class LogWatch {
  readonly #dataDir: string;
  readonly #seen = new Map<string, bigint>();
  /** Checkpoints that were published and whose leaves are yet to be read. */
  readonly #noted: Checkpoint[] = [];
  #edge: Subtree[] = [];
  #size = 0;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  get size(): number {
    return this.#size;
  }

  /** Notes the published checkpoint, which needs nobody to be alive; before there is one it does nothing. @throws AssertionError */
  note(): void {
    const path = join(this.#dataDir, 'log', 'public', 'checkpoint');
    if (!existsSync(path)) return assert.equal(this.#newest, 0, 'the checkpoint is gone');
    const checkpoint = parseCheckpoint(readFileSync(path, 'utf8'));
    assert.ok(isSignedBy(checkpoint.note, parseVerifierKey(readTrustedKey(this.#dataDir))), 'the checkpoint is signed by the key of the log');
    assert.ok(checkpoint.treeSize >= this.#newest, `the log has shrunk from ${this.#newest} to ${checkpoint.treeSize}`);
    this.#noted.push(checkpoint);
  }

  /** Reads the leaves under all that was noted, and notes what is published now. @throws AssertionError */
  async look(): Promise<void> {
    this.note();
    const target = this.#newest;
    const leaves = await atOneMoment(this.#dataDir, (ask) =>
      ask<Leaf>(
        `select leaf_index as "leafIndex", commitment, type, body from log_leaf join event on event.id = event_id where leaf_index >= $1 and leaf_index < $2 order by leaf_index`,
        [this.#size, target],
      ));
    assert.equal(this.#size + leaves.length, target, 'the database has every leaf that is published');
    this.#compare();
    for (const leaf of leaves) {
      this.#add(leaf);
      this.#compare();
    }
    assert.equal(this.#noted.length, 0);
  }

  get #newest(): number {
    return Math.max(this.#size, ...this.#noted.map(({ treeSize }) => treeSize));
  }

  /** Holds what was noted at this size against the leaves. */
  #compare(): void {
    while (this.#noted[0]?.treeSize === this.#size) {
      const { rootHash } = this.#noted.shift() as Checkpoint;
      assert.equal(toBase64(this.#root()), toBase64(rootHash), `the leaves seen so far, and those since, are those of the checkpoint at ${this.#size}`);
    }
  }

  #add({ leafIndex, commitment, type, body }: Leaf): void {
    assert.equal(leafIndex, BigInt(this.#size));
    this.#size += 1;
    this.#edge.push({ size: 1, hash: hashLeaf(encodeEntry(commitment)) });
    while (this.#edge.length > 1 && this.#edge.at(-1)?.size === this.#edge.at(-2)?.size) this.#join(this.#edge);
    if (mayRepeat.has(type)) return;
    const { id: _id, at: _at, ...told } = JSON.parse(body) as Record<string, unknown>;
    const words = JSON.stringify(told);
    const earlier = this.#seen.get(words);
    assert.equal(earlier, undefined, `leaf ${leafIndex} tells the same as leaf ${earlier}: ${words}`);
    this.#seen.set(words, leafIndex);
  }

  #join(edge: Subtree[]): void {
    const [left, right] = edge.splice(-2) as [Subtree, Subtree];
    edge.push({ size: left.size + right.size, hash: hashChildren(left.hash, right.hash) });
  }

  #root(): Uint8Array {
    const edge = [...this.#edge];
    while (edge.length > 1) this.#join(edge);
    return edge[0]?.hash ?? emptyRoot;
  }
}
