import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fromBase64, toBase64 } from './bytes.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { commitToEvent, encodeEntry } from './entry.ts';
import { MalformedError } from './malformed.ts';
import { hashLeaf } from './merkle.ts';
import type { Receipt } from './receipt.ts';
import { formatSignature } from './signed-note.ts';
import { computeKeyId, formatVerifierKey } from './verifier-key.ts';
import { verifyReceipt } from './verify-receipt.ts';

// A receipt that a log once gave, and its key: what was provable then must stay provable.
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'testing', 'golden-receipt.json'), 'utf8')) as { receipt: Receipt; key: string };
const { receipt, key } = golden;

/** The whole evidence made anew by somebody with a key of their own. */
function forge(event: string): { forged: Receipt & { key: string }; forgersKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const name = receipt.checkpoint.split('\n')[0] as string;
  const publicBytes = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const keyId = computeKeyId(name, publicBytes);
  const leafHash = hashLeaf(encodeEntry(commitToEvent(fromBase64(receipt.salt), event)));
  const text = formatCheckpoint({ origin: name, treeSize: 1, rootHash: leafHash });
  const checkpoint = `${text}\n${formatSignature({ name, keyId, signature: sign(null, Buffer.from(text), privateKey) })}`;
  const forgersKey = formatVerifierKey({ name, keyId, publicKey: publicBytes });
  const hash = toBase64(leafHash);
  return { forgersKey, forged: { ...receipt, event, leafIndex: 0, leafHash: hash, treeSize: 1, rootHash: hash, inclusionProof: [], checkpoint, key: forgersKey } };
}

const failedChecks = async (json: unknown, trust = { key }) =>
  (await verifyReceipt(json, trust)).checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

describe('a receipt', () => {
  it('of the past is still verified', async () => {
    const { verdict, checks } = await verifyReceipt(receipt, { key });
    assert.equal(verdict, 'verified');
    assert.deepEqual(checks.map(({ id, outcome }) => [id, outcome]), [
      ['event', 'passed'],
      ['leaf', 'passed'],
      ['inclusion', 'passed'],
      ['checkpoint', 'passed'],
      ['signature', 'passed'],
      ['contract', 'notChecked'],
      ['anchored', 'notChecked'],
    ]);
    for (const { sentence } of checks) assert.ok(/\p{Script=Han}/u.test(sentence.zh) && /^[\x20-\x7e]+$/.test(sentence.en), JSON.stringify(sentence));
  });

  it('without anything to trust is consistent at most', async () => {
    assert.equal((await verifyReceipt(receipt)).verdict, 'unverified');
  });

  it('that is forged and brings its own key convinces nobody', async () => {
    const { forged, forgersKey } = forge(receipt.event.replace('"reminderSent"', '"transferPosted"'));
    assert.equal((await verifyReceipt(forged)).verdict, 'unverified', 'the key inside is not even looked at');
    assert.deepEqual(await failedChecks(forged), ['signature']);
    assert.equal((await verifyReceipt(forged, { key: forgersKey })).verdict, 'verified', 'only who trusts the forger believes it');
  });

  it('is refused with any byte of any member altered', async () => {
    const flip = (text: string): string => toBase64(fromBase64(text).map((byte, index) => (index === 5 ? byte ^ 4 : byte)));
    const proof = receipt.inclusionProof;
    for (const [altered, ids] of [
      [{ event: receipt.event.replace('"taskKey":"0"', '"taskKey":"1"') }, ['leaf', 'inclusion']],
      [{ event: ` ${receipt.event}` }, ['event', 'leaf', 'inclusion']],
      [{ salt: flip(receipt.salt) }, ['leaf', 'inclusion']],
      [{ leafHash: flip(receipt.leafHash) }, ['leaf']],
      [{ leafIndex: receipt.leafIndex + 1 }, ['inclusion']],
      [{ treeSize: receipt.treeSize + 1 }, ['checkpoint']],
      [{ rootHash: flip(receipt.rootHash) }, ['inclusion', 'checkpoint']],
      [{ inclusionProof: proof.with(0, flip(proof[0] as string)) }, ['inclusion']],
      [{ inclusionProof: proof.slice(1) }, ['inclusion']],
      [{ checkpoint: receipt.checkpoint.replace(`\n${receipt.treeSize}\n`, `\n${receipt.treeSize + 1}\n`) }, ['checkpoint', 'signature']],
      [{ checkpoint: receipt.checkpoint.replace('gbc-union.example', 'gbc-union.invalid') }, ['signature']],
    ] as const) {
      const found = await failedChecks({ ...receipt, ...altered });
      for (const id of ids) assert.ok(found.includes(id), `${JSON.stringify(altered)} failed ${found}, not ${id}`);
    }
  });

  it('that is no receipt fails, naming the member', async () => {
    for (const [broken, member] of [
      [null, 'receipt'],
      ['text', 'receipt'],
      [{ ...receipt, version: 2 }, 'version'],
      [{ ...receipt, salt: 'AAAA' }, 'salt'],
      [{ ...receipt, leafIndex: -1 }, 'leafIndex'],
      [{ ...receipt, inclusionProof: 'x' }, 'inclusionProof'],
      [{ ...receipt, inclusionProof: Array(65).fill(receipt.rootHash) }, 'inclusionProof'],
      [{ ...receipt, anchor: { chainId: 1 } }, 'contract'],
      [{ ...receipt, checkpoint: 'no note' }, 'note'],
    ] as const) {
      const { verdict, checks } = await verifyReceipt(broken, { key });
      assert.equal(verdict, 'failed');
      assert.ok(checks[0]?.sentence.en.includes(member), `${checks[0]?.sentence.en} names ${member}`);
    }
  });

  it('is not judged by means that are themselves malformed', async () => {
    await assert.rejects(verifyReceipt(receipt, { key: 'nonsense' }), MalformedError);
    await assert.rejects(verifyReceipt(receipt, { contract: '0x12' }), MalformedError);
  });

  it('whose anchor can not be looked up is not called verified', async () => {
    const anchor = { chainId: 31_337, contract: `0x${'12'.repeat(20)}`, blockNumber: 7, blockHash: `0x${'34'.repeat(32)}`, blockTime: '2026-11-22T10:00:00.000Z', txHash: `0x${'56'.repeat(32)}` };
    const { verdict, sentence } = await verifyReceipt({ ...receipt, anchor }, { key, contract: anchor.contract, rpc: 'http://127.0.0.1:1' });
    assert.equal(verdict, 'unverified');
    assert.match(sentence.en, /Signed by the log/);
    assert.ok((await failedChecks({ ...receipt, anchor: { ...anchor, contract: `0x${'13'.repeat(20)}` } }, { key, contract: anchor.contract } as { key: string })).includes('contract'));
  });
});

describe('the command', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'gbc-verify-'))));
  after(() => rmSync(folder, { recursive: true }));

  function run(json: unknown, ...options: string[]) {
    const file = join(folder, 'receipt.json');
    writeFileSync(file, JSON.stringify(json));
    return spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), file, ...options], { encoding: 'utf8' });
  }

  it('exits 0 when verified, 2 when the origin is not verified, 1 when failed', () => {
    const verified = run(receipt, '--key', key);
    assert.equal(verified.status, 0, verified.stderr);
    assert.match(verified.stdout, /已核实/);
    const unverified = run(receipt);
    assert.equal(unverified.status, 2);
    assert.match(unverified.stdout, /Consistent, origin not verified/);
    assert.equal(run({ ...receipt, leafIndex: 3 }, '--key', key).status, 1);
    assert.equal(run(forge(receipt.event).forged, '--key', key).status, 1);
  });

  it('exits 1 with one line for a wrong call or an unreadable file', () => {
    assert.match(run(receipt, '--nonsense').stderr, /--nonsense/);
    assert.equal(run(receipt, '--key', 'nonsense').status, 1);
    const none = spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), join(folder, 'absent.json')], { encoding: 'utf8' });
    assert.deepEqual([none.status, none.stderr.trim().split('\n').length], [1, 1]);
  });

  it('prints the checks as JSON when asked', () => {
    assert.equal(JSON.parse(run(receipt, '--key', key, '--json').stdout).verdict, 'verified');
  });
});
