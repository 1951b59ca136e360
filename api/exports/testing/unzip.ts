import { inflateRawSync } from 'node:zlib';

const endSignature = 0x06054b50;
const endSizeBytes = 22;
const entrySizeBytes = 46;

/** The files of a zip archive by their names, read by its directory as a reader of workbooks does (APPNOTE 4.3). */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.length - endSizeBytes;
  if (archive.readUInt32LE(end) !== endSignature) throw new Error('no archive without a comment');
  const files = new Map<string, string>();
  let place = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, sizeBytes, nameSize, extraSize, commentSize, header] = [
      archive.readUInt16LE(place + 10), archive.readUInt32LE(place + 20), archive.readUInt16LE(place + 28), archive.readUInt16LE(place + 30), archive.readUInt16LE(place + 32), archive.readUInt32LE(place + 42),
    ] as const;
    const name = archive.toString('utf8', place + entrySizeBytes, place + entrySizeBytes + nameSize);
    const begin = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const content = archive.subarray(begin, begin + sizeBytes);
    files.set(name, (method === 8 ? inflateRawSync(content) : content).toString('utf8'));
    place += entrySizeBytes + nameSize + extraSize + commentSize;
  }
  return files;
}
