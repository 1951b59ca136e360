import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decode, encode, rfc8949EncodeOptions, Tagged } from 'cborg';
import { fromBase64 } from './bytes.ts';
import { encodeCoseReceipt, encodeProtectedHeader, parseCoseReceipt } from './cose-receipt.ts';
import type { Packet } from './packet.ts';
import { parseVerifierKey } from './verifier-key.ts';
import { verifyCoseReceipt } from './verify-cose-receipt.ts';

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, 'testing', name), 'utf8')) as Record<string, unknown>;
const { key, hex, rootHash } = read('golden-cose-receipt.json') as { key: string; hex: string; rootHash: string };
// The receipt is of the same matter and tree as the golden packet, by a key of its own (RFC 8032, test 1).
const { packet } = read('golden-packet.json') as { packet: Packet };
const golden = new Uint8Array(Buffer.from(hex, 'hex'));
const trust = { key };

const failedChecks = async (file: Uint8Array) => (await verifyCoseReceipt(file, trust)).checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
const parts = () => parseCoseReceipt(golden);

describe('a COSE Receipt of the past (RFC 9942)', () => {
  it('is verified by the log’s key alone, and written again byte for byte', async () => {
    const { verdict, report } = await verifyCoseReceipt(golden, trust);
    assert.equal(verdict, 'verified');
    assert.deepEqual(report?.signers.map(({ en }) => en), ['The log gbc-union.example/test']);
    assert.equal((await verifyCoseReceipt(golden)).verdict, 'unverified', 'without a key');
    assert.equal((await verifyCoseReceipt(golden, { key, block: `0x${'12'.repeat(32)}` })).verdict, 'unverified', 'of a block it says nothing');
    assert.equal(Buffer.from(encodeCoseReceipt(parts())).toString('hex'), hex);
    assert.deepEqual(parts().events, packet.events);
  });

  it('has the parts and numbers of the standard, and a signature that Node’s own code takes', () => {
    const options = { useMaps: true, tags: Tagged.preserve(18) };
    const { tag, value } = decode(golden, options) as Tagged & { value: [Uint8Array, Map<unknown, unknown>, null, Uint8Array] };
    const [protectedHeader, unprotected, payload, signature] = value;
    assert.deepEqual([tag, payload], [18, null]);
    const { publicKey, keyId, name } = parseVerifierKey(key);
    assert.deepEqual(
      decode(protectedHeader, options),
      new Map<number, unknown>([[1, -19], [4, new Uint8Array(Buffer.from(keyId, 'hex'))], [15, new Map([[1, name]])], [395, 1]]),
    );
    const proofs = (unprotected.get(396) as Map<number, Uint8Array[]>).get(-1) ?? [];
    assert.equal(proofs.length, packet.events.length);
    const [treeSize, leafIndex, path] = decode(proofs[0] as Uint8Array) as [number, number, Uint8Array[]];
    assert.equal(treeSize, Number(packet.checkpoint.split('\n')[1]));
    assert.equal(leafIndex, packet.events[0]?.leafIndex);
    assert.deepEqual(path, packet.events[0]?.inclusionProof.map(fromBase64));
    assert.equal(rootHash, packet.checkpoint.split('\n')[2]);
    const signed = encode(['Signature1', protectedHeader, new Uint8Array(), fromBase64(rootHash)], rfc8949EncodeOptions);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    assert.ok(verifyByNode(null, signed, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature));
  });

  it('fails with anything in it altered, left out or signed by another', async () => {
    const { events, treeSize, signature, protectedHeader } = parts();
    const [first, ...others] = events;
    const withEvent = (change: object) => encodeCoseReceipt({ ...parts(), events: [{ ...first!, ...change }, ...others] });
    const altered: readonly [string, Uint8Array, string][] = [
      ['an event', withEvent({ event: first!.event.replace('12345', '92345') }), 'inclusion'],
      ['a salt', withEvent({ salt: others[0]!.salt }), 'inclusion'],
      ['a path', withEvent({ inclusionProof: first!.inclusionProof.slice(1) }), 'inclusion'],
      ['a place', withEvent({ leafIndex: first!.leafIndex + 1 }), 'event'],
      ['a size', encodeCoseReceipt({ ...parts(), treeSize: treeSize - 1 }), 'inclusion'],
      ['a decision left out', encodeCoseReceipt({ ...parts(), events: events.filter((_, position) => position !== 4) }), 'subject'],
      ['a subject', encodeCoseReceipt({ ...parts(), subject: { kind: 'application', applicationId: 'A-2' } }), 'subject'],
      ['a signature', encodeCoseReceipt({ ...parts(), signature: signature.with(5, signature[5]! ^ 1) }), 'signature'],
      ['an issuer', encodeCoseReceipt({ ...parts(), protectedHeader: encodeProtectedHeader('gbc-union.example/other', parts().keyId) }), 'signature'],
      ['a key', encodeCoseReceipt({ ...parts(), protectedHeader: encodeProtectedHeader(parts().origin, '00000000') }), 'signature'],
      ['an algorithm', encodeCoseReceipt({ ...parts(), protectedHeader: protectedHeader.with(3, 0x27) }), 'checkpoint'],
    ];
    for (const [what, file, check] of altered) assert.ok((await failedChecks(file)).includes(check as never), `${what}: ${await failedChecks(file)} and not ${check}`);
  });

  it('that is malformed fails: cut off, gone on, of another tag, with indefinite lengths or nested without end', async () => {
    for (const end of [1, 2, 40, 200, golden.length - 1]) assert.deepEqual(await failedChecks(golden.subarray(0, end)), ['checkpoint'], `${end} bytes`);
    const broken = [
      Uint8Array.from([...golden, 0]),
      golden.with(0, 0xd1),
      Uint8Array.of(0xd2, 0x9f, 0xff),
      Uint8Array.from([0xd2, ...new Uint8Array(100_000).fill(0x81)]),
      encode(new Tagged(18, [new Uint8Array(), new Map(), new Uint8Array(32), new Uint8Array(64)])),
    ];
    for (const file of broken) assert.deepEqual(await failedChecks(file), ['checkpoint']);
  });

  it('with any one bit turned is never verified', async () => {
    for (let position = 0; position < golden.length; position += 7) {
      const { verdict } = await verifyCoseReceipt(golden.with(position, golden[position]! ^ (1 << (position % 8))), trust);
      assert.notEqual(verdict, 'verified', `byte ${position}`);
    }
  });

  it('is checked by the command', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'gbc-cose-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'packet.cose');
    writeFileSync(file, golden);
    const run = (...options: string[]) => spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), file, ...options], { encoding: 'utf8' });
    const verified = run('--key', key);
    assert.equal(verified.status, 0, verified.stderr);
    assert.match(verified.stdout, /is signed by the trusted key/);
    assert.equal(run().status, 2);
    writeFileSync(file, golden.subarray(0, 90));
    assert.equal(run('--key', key).status, 1);
  });
});
