import { createHash } from 'node:crypto';
import type { CID } from 'multiformats/cid';

const importIpfs = async () => ({
  ...(await import('@ipld/car/buffer-reader')),
  car: await import('@ipld/car/buffer-writer'),
  ...(await import('ipfs-unixfs-importer')),
  raw: await import('multiformats/codecs/raw'),
  ...(await import('multiformats/cid')),
  digest: await import('multiformats/hashes/digest'),
});

let ipfs: ReturnType<typeof importIpfs> | undefined;

/** The IPFS packages are loaded with the first document: a start has no need of their hundred modules. */
const loadIpfs = () => (ipfs ??= importIpfs());

const leafBytesMax = 1024 * 1024;
/** Of SHA2-256, in the table of multihashes. */
const sha256Code = 0x12;

interface Block {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}

/** Content of one leaf is its own root: there is no tree to build. */
async function toLeaf(bytes: Uint8Array): Promise<Block> {
  const { CID, digest, raw } = await loadIpfs();
  return { cid: CID.createV1(raw.code, digest.create(sha256Code, createHash('sha256').update(bytes).digest())), bytes };
}

/** The content's UnixFS tree (CIDv1): raw leaves of 1 MiB in the order of the content, and their parent if there are several. */
async function toTree(content: Uint8Array): Promise<{ root: CID; blocks: Block[] }> {
  if (content.length <= leafBytesMax) {
    const leaf = await toLeaf(content);
    return { root: leaf.cid, blocks: [leaf] };
  }
  const blocks: Block[] = [];
  const collect = {
    async put(cid: CID, bytes: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('the importer hands blocks over whole');
      blocks.push({ cid, bytes });
      return cid;
    },
  };
  const { importFile } = await loadIpfs();
  const { cid } = await importFile({ content }, collect, { profile: 'unixfs-v1-2025', blockWriteConcurrency: 1 });
  return { root: cid, blocks };
}

/** Packs content as a CAR (version 1) with its one root. The same bytes give the same CID everywhere. */
export async function packArchive(content: Uint8Array): Promise<{ cid: string; archive: Uint8Array }> {
  const { root, blocks } = await toTree(content);
  const { car } = await loadIpfs();
  const size = car.headerLength({ roots: [root] }) + blocks.reduce((sum, block) => sum + car.blockLength(block), 0);
  const writer = car.createWriter(new ArrayBuffer(size), { roots: [root] });
  for (const block of blocks) writer.write(block);
  return { cid: root.toString(), archive: writer.close() };
}

/**
 * The content of an archive made by {@link packArchive}. It trusts nothing in the archive: the leaves are packed anew,
 * and every byte must be the same. Throws where one is not, or the content's identifier is not `cid`.
 */
export async function unpackArchive(archive: Uint8Array, cid: string): Promise<Buffer> {
  const { CarBufferReader, raw } = await loadIpfs();
  const leaves = CarBufferReader.fromBytes(archive)
    .blocks()
    .filter((block) => block.cid.code === raw.code);
  const content = Buffer.concat(leaves.map((leaf) => leaf.bytes));
  const anew = await packArchive(content);
  if (anew.cid !== cid) throw new Error(`the content of ${cid} has the identifier ${anew.cid}`);
  if (Buffer.compare(anew.archive, archive) !== 0) throw new Error(`the archive of ${cid} was altered around its content`);
  return content;
}
