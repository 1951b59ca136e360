const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
const commentMaxBytes = 0xffff;

/** The names of the files in a zip, from its central directory, without unpacking anything; none where it is broken. */
export function listZipNames(zip: Uint8Array): string[] {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(bytes);
  if (end < 0) return [];
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (at + entryBytes > end || bytes.readUInt32LE(at) !== entrySignature) return [];
    const nameEnd = at + entryBytes + bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + entryBytes, nameEnd));
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

/** The directory's end record stands last, before a comment of at most 64 KiB. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - endBytes; at >= Math.max(0, bytes.length - endBytes - commentMaxBytes); at -= 1) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  return -1;
}
