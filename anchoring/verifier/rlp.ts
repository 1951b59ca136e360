import { concatBytes } from './bytes.ts';
import { MalformedError } from './malformed.ts';

/** What RLP can say: a byte string, or a list of such items. */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** Ethereum's recursive length prefix. */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    return item.length === 1 && (item[0] as number) < 0x80 ? item : concatBytes(prefix(0x80, item.length), item);
  }
  const content = concatBytes(...item.map(encodeRlp));
  return concatBytes(prefix(0xc0, content.length), content);
}

/** A number as RLP has it: big-endian without leading zeros, zero as the empty string. */
export function rlpNumber(value: bigint | number): Uint8Array {
  let rest = BigInt(value);
  const bytes: number[] = [];
  for (; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return Uint8Array.from(bytes);
}

/** Reads the one item that these bytes are. @throws MalformedError for anything but the one canonical encoding */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = decodeAt(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw new MalformedError('RLP: bytes follow the item');
  return item;
}

/** A byte string of an RLP list. @throws MalformedError where there is none at this position */
export function rlpBytes(item: RlpItem | undefined, name: string): Uint8Array {
  if (!(item instanceof Uint8Array)) throw new MalformedError(`RLP: ${name} is no byte string`);
  return item;
}

/** A list. @throws MalformedError where the item is none */
export function rlpList(item: RlpItem | undefined, name: string): readonly RlpItem[] {
  if (item === undefined || item instanceof Uint8Array) throw new MalformedError(`RLP: ${name} is no list`);
  return item;
}

function prefix(base: 0x80 | 0xc0, sizeBytes: number): Uint8Array {
  if (sizeBytes < 56) return Uint8Array.of(base + sizeBytes);
  const size = rlpNumber(sizeBytes);
  return concatBytes(Uint8Array.of(base + 55 + size.length), size);
}

/** Deeper than any header or receipt, and shallow enough for every stack. */
const depthMax = 16;

function decodeAt(bytes: Uint8Array, start: number, limit: number, depth: number): { item: RlpItem; end: number } {
  if (depth > depthMax) throw new MalformedError('RLP: nested too deep');
  const first = bytes[start];
  if (first === undefined || start >= limit) throw new MalformedError('RLP: an item is missing');
  if (first < 0x80) return { item: bytes.slice(start, start + 1), end: start + 1 };
  const isList = first >= 0xc0;
  const { from, sizeBytes } = readSize(bytes, start, first - (isList ? 0xc0 : 0x80));
  const end = from + sizeBytes;
  if (end > limit) throw new MalformedError('RLP: an item is cut off');
  if (!isList) {
    if (sizeBytes === 1 && (bytes[from] as number) < 0x80) throw new MalformedError('RLP: a small byte has a prefix');
    return { item: bytes.slice(from, end), end };
  }
  const items: RlpItem[] = [];
  for (let next = from; next < end; ) {
    const read = decodeAt(bytes, next, end, depth + 1);
    items.push(read.item);
    next = read.end;
  }
  return { item: items, end };
}

function readSize(bytes: Uint8Array, start: number, short: number): { from: number; sizeBytes: number } {
  if (short < 56) return { from: start + 1, sizeBytes: short };
  const width = short - 55;
  if (width > 4) throw new MalformedError('RLP: an item is too long');
  let sizeBytes = 0;
  for (let position = 0; position < width; position += 1) sizeBytes = sizeBytes * 256 + (bytes[start + 1 + position] ?? 0);
  if (sizeBytes < 56 || bytes[start + 1] === 0) throw new MalformedError('RLP: a size is not in its shortest form');
  return { from: start + 1 + width, sizeBytes };
}
