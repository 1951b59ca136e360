import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { CID } from 'multiformats/cid';
import { packArchive, unpackArchive } from './content-archive.ts';

const leafBytes = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
/** CIDv1 bytes: version 1, codec, sha2-256, 32 bytes of digest. */
const cidBytes = (codec: number, block: Uint8Array) => Buffer.concat([Buffer.from([1, codec, 0x12, 32]), sha256(block)]);

function varint(value: number): Buffer {
  return value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value % 128) | 128]), varint(Math.floor(value / 128))]);
}
const bytesField = (tag: number, bytes: Uint8Array) => Buffer.concat([Buffer.from([(tag << 3) | 2]), varint(bytes.length), bytes]);
const numberField = (tag: number, value: number) => Buffer.concat([Buffer.from([tag << 3]), varint(value)]);

/** The root over several leaves, spelt out from the dag-pb and UnixFS specifications. */
function rootCid(leaves: readonly Buffer[]): string {
  const links = leaves.map((leaf) =>
    bytesField(2, Buffer.concat([bytesField(1, cidBytes(0x55, leaf)), bytesField(2, Buffer.alloc(0)), numberField(3, leaf.length)])),
  );
  const size = leaves.reduce((sum, leaf) => sum + leaf.length, 0);
  const unixFs = Buffer.concat([numberField(1, 2), numberField(3, size), ...leaves.map((leaf) => numberField(4, leaf.length))]);
  return CID.decode(cidBytes(0x70, Buffer.concat([...links, bytesField(1, unixFs)]))).toString();
}

it('addresses small content as every IPFS node does', async () => {
  const { cid } = await packArchive(Buffer.from('hello world'));
  assert.equal(cid, 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
});

it('addresses larger content by a root over leaves of 1 MiB', async () => {
  const leaves = [Buffer.alloc(leafBytes, 'a'), Buffer.alloc(leafBytes, 'b'), Buffer.from('c')];
  const { cid, archive } = await packArchive(Buffer.concat(leaves));
  assert.equal(cid, rootCid(leaves));
  assert.deepEqual(await unpackArchive(archive, cid), Buffer.concat(leaves));
});

it('unpacks no content under another identifier, and no archive with anything added', async () => {
  const { archive } = await packArchive(Buffer.from('hello'));
  const other = await packArchive(Buffer.from('world'));
  await assert.rejects(unpackArchive(archive, other.cid), /has the identifier/);
  await assert.rejects(unpackArchive(Buffer.concat([archive, archive.subarray(-42)]), other.cid));
});
