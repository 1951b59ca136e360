import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fromBase64, toBase64 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import type { Packet } from './packet.ts';
import { verifyPacket } from './verify-packet.ts';

const path = join(import.meta.dirname, 'testing', 'golden-packet.json');

// A packet that a log once gave, cosigned by two witnesses and anchored: what was provable then must stay provable.
const golden = JSON.parse(readFileSync(path, 'utf8')) as { key: string; contract: string; witnesses: [string, string]; packet: Packet };
const { key, contract, witnesses, packet } = golden;

const failedChecks = async (json: unknown, trust = {}) => (await verifyPacket(json, { key, contract, witnesses, ...trust })).checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

describe('an audit packet of the past', () => {
  it('is still verified, by each thing that its reader may trust', async () => {
    const block = packet.anchor?.blockHash as string;
    for (const trust of [{ key }, { witnesses }, { contract, block }, { key, contract, witnesses, block }, { witnesses, quorum: 1 }]) {
      assert.equal((await verifyPacket(packet, trust)).verdict, 'verified', JSON.stringify(trust));
    }
    for (const trust of [{}, { contract }]) assert.equal((await verifyPacket(packet, trust)).verdict, 'unverified', JSON.stringify(trust));
  });

  it('names its signers and when they saw it', async () => {
    const { report } = await verifyPacket(packet, { key, contract, witnesses });
    assert.deepEqual(report?.signers.map(({ en }) => en), ['The log gbc-union.example/test', 'The witness witness.example/yangpu', 'The witness witness.example/hongkou-audit']);
    assert.equal(report?.since.length, 3);
  });

  it('is not taken for cosigned by witnesses that have not, nor by fewer than asked for', async () => {
    const [first, second] = witnesses;
    const stranger = 'witness.example/stranger+b5dc1a9e+BKvKGUSxBgkR1TQ4tVYUp4/5BxW8yKVZ7Hd4C0zRd8qk';
    await assert.rejects(verifyPacket(packet, { witnesses: [stranger] }), MalformedError, 'a key whose id is not its own');
    await assert.rejects(verifyPacket(packet, { witnesses: [first, first] }), MalformedError, 'one witness counted twice');
    await assert.rejects(verifyPacket(packet, { witnesses: [first], quorum: 2 }), MalformedError);
    const lines = packet.witnessed?.checkpoint ?? '';
    const alone = { ...packet, witnessed: { ...packet.witnessed, checkpoint: lines.split('\n').filter((line) => !line.includes('hongkou-audit')).join('\n') } };
    assert.equal((await verifyPacket(alone, { key, witnesses })).verdict, 'unverified', 'one of two is missing');
    assert.equal((await verifyPacket(alone, { key, witnesses, quorum: 1 })).verdict, 'verified');
    assert.equal((await verifyPacket({ ...packet, witnessed: null }, { key, witnesses: [second] })).verdict, 'unverified');
  });

  it('fails with a cosignature, its time or the witnessed tree altered', async () => {
    const { checkpoint, consistencyProof } = packet.witnessed ?? assert.fail('not witnessed');
    const line = checkpoint.split('\n').find((text) => text.includes('yangpu')) ?? '';
    const encoded = line.split(' ')[2] ?? '';
    for (const position of [4, 11, 12, 40, 75]) {
      const altered = toBase64(fromBase64(encoded).map((byte, index) => (index === position ? byte ^ 1 : byte)));
      assert.deepEqual(await failedChecks({ ...packet, witnessed: { consistencyProof, checkpoint: checkpoint.replace(encoded, altered) } }), ['witness'], `byte ${position}`);
    }
    assert.deepEqual(await failedChecks({ ...packet, witnessed: { checkpoint, consistencyProof: consistencyProof.slice(1) } }), ['witness']);
    assert.deepEqual(await failedChecks({ ...packet, witnessed: { checkpoint: packet.checkpoint.replace('/test\n', '/other\n'), consistencyProof: [] } }), ['witness']);
  });

  it('that is malformed fails, naming the member', async () => {
    for (const [broken, member] of [
      [{ ...packet, version: 2 }, 'version'],
      [{ ...packet, subject: { kind: 'person' } }, 'subject'],
      [{ ...packet, subject: { kind: 'day', date: 'today' } }, 'date'],
      [{ ...packet, events: 'none' }, 'events'],
      [{ ...packet, events: [7] }, 'events[0]'],
      [{ ...packet, anchor: {} }, 'chainId'],
      [{ ...packet, witnessed: 7 }, 'witnessed'],
    ] as const) {
      const { verdict, checks, report } = await verifyPacket(broken, { key });
      assert.deepEqual([verdict, report], ['failed', undefined]);
      assert.ok(checks[0]?.sentence.en.includes(member), `${checks[0]?.sentence.en} names ${member}`);
    }
    assert.deepEqual(await failedChecks({ ...packet, events: [] }), ['subject']);
  });

  it('is checked by the command, in both languages, and without trust exits 2', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'gbc-packet-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'packet.json');
    writeFileSync(file, JSON.stringify(packet));
    const run = (...options: string[]) => spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), file, ...options], { encoding: 'utf8' });
    const verified = run('--key', key, '--contract', contract, '--witness', witnesses[0], '--witness', witnesses[1]);
    assert.equal(verified.status, 0, verified.stderr);
    for (const heading of ['证明了什么', 'Since when', '谁签了名', 'What it can’t prove']) assert.ok(verified.stdout.includes(heading), heading);
    assert.equal(run().status, 2);
    assert.equal(run('--key', key, '--contract', `0x${'12'.repeat(20)}`).status, 1);
  });
});
