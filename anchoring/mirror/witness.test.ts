import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { cosignatureType, cosignedAt, hashLeaf, MalformedError, parseNote, parseVerifierKey, toBase64 } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { generateLogKey, parseLogKey } from '../log/log-key.ts';
import { ReferenceTree } from '../testing/reference-tree.ts';
import { Witness, type WitnessAnswer } from './witness.ts';
import { generateWitnessKey, parseWitnessKey } from './witness-key.ts';

const origin = 'gbc-union.example/test';
const logKey = parseLogKey(generateLogKey(systemEnvironment, origin), origin);
const key = parseWitnessKey(generateWitnessKey('witness.example/one'));
const now = new Date('2026-11-22T10:00:00Z');
const leaves = Array.from({ length: 100 }, () => hashLeaf(randomBytes(33)));
const tree = new ReferenceTree(leaves);
const fork = new ReferenceTree(leaves.with(3, hashLeaf(randomBytes(33))));

const noteOf = (of: ReferenceTree, treeSize: number) => logKey.signCheckpoint({ origin, treeSize, rootHash: of.root(treeSize) });
const request = (oldSize: number, note: string, proof: readonly Uint8Array[] = []) => `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;

function open(kept?: string) {
  let note = kept;
  const witness = new Witness({ logKey: logKey.verifierKey, key, now: () => now, store: { read: () => note, write: (text) => (note = text) } });
  return { ask: (body: string): WitnessAnswer => witness.addCheckpoint(body), kept: () => note };
}

describe('a witness (C2SP tlog-witness)', () => {
  it('cosigns what extends the tree it cosigned last, with its time', () => {
    const { ask, kept } = open();
    let before = 0;
    for (const size of [1, 7, 64, 64, 100]) {
      const note = noteOf(tree, size);
      const { status, body } = ask(request(before, note, before === size ? [] : tree.consistency(before, size)));
      assert.equal(status, 200, body);
      const cosigned = parseNote(note + body);
      assert.equal(cosignedAt(cosigned, parseVerifierKey(key.verifierKeyText, cosignatureType))?.toISOString(), now.toISOString());
      assert.equal(kept(), note);
      before = size;
    }
  });

  it('answers 409 with its size to an old size that is not its own', () => {
    const { ask } = open(noteOf(tree, 50));
    for (const oldSize of [0, 49, 51]) {
      assert.deepEqual(ask(request(oldSize, noteOf(tree, 60), tree.consistency(50, 60))), { status: 409, type: 'text/x.tlog.size', body: '50\n' });
    }
  });

  it('answers 422 to a false proof and keeps its head', () => {
    const kept = noteOf(tree, 50);
    const witness = open(kept);
    const proof = tree.consistency(50, 60);
    for (const wrong of [[], proof.slice(1), [...proof, proof[0]!], proof.with(0, randomBytes(32)), tree.consistency(49, 60)]) {
      assert.equal(witness.ask(request(50, noteOf(tree, 60), wrong)).status, 422);
    }
    assert.equal(witness.ask(request(50, noteOf(fork, 60), fork.consistency(50, 60))).status, 422, 'a fork with a proof of its own');
    assert.equal(open().ask(request(0, noteOf(tree, 5), [randomBytes(32)])).status, 422, 'a proof where there is nothing to prove');
    assert.equal(witness.kept(), kept);
  });

  it('raises the alarm where the log has signed two roots for one size', () => {
    const offered = noteOf(fork, 50);
    assert.throws(() => open(noteOf(tree, 50)).ask(request(50, offered)), { kind: 'fork', offered });
  });

  it('answers 403 to another key, 404 to another log, 400 to nonsense and to an old size beyond the new', () => {
    const { ask } = open(noteOf(tree, 50));
    const stranger = parseLogKey(generateLogKey(systemEnvironment, origin), origin).signCheckpoint({ origin, treeSize: 60, rootHash: tree.root(60) });
    assert.equal(ask(request(50, stranger, tree.consistency(50, 60))).status, 403);
    const otherOrigin = 'gbc-union.example/other';
    const other = parseLogKey(generateLogKey(systemEnvironment, otherOrigin), otherOrigin).signCheckpoint({ origin: otherOrigin, treeSize: 60, rootHash: tree.root(60) });
    assert.equal(ask(request(50, other)).status, 404);
    const note = noteOf(tree, 40);
    for (const body of ['', 'old 1', `old -1\n\n${note}`, `old 01\n\n${note}`, `new 1\n\n${note}`, `old 50\nAAAA\n\n${note}`, 'old 50\n\nno note\n', request(50, note), request(1, note, Array(64).fill(tree.root(1)))]) {
      assert.equal(ask(body).status, 400, body.slice(0, 40));
    }
  });

  it('has a key that reads back, and no other', () => {
    const text = generateWitnessKey('witness.example/two');
    assert.equal(parseWitnessKey(text).name, 'witness.example/two');
    for (const broken of [text.replace('two', 'three'), text.slice(0, -4), generateLogKey(systemEnvironment, origin), 'nonsense']) assert.throws(() => parseWitnessKey(broken), MalformedError);
  });
});
