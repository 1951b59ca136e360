import { createHash } from 'node:crypto';

/** A text as it may stand in a file. */
export interface Spelling {
  readonly name: string;
  readonly text: string;
}

/** The characters of base64 that these bytes alone decide, when they begin `offset` bytes into a group of three. */
function innerBase64(bytes: Buffer, offset: 0 | 1 | 2): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** Every way in which a value could be written down in what is published: plain, escaped, encoded, or hashed with no salt to hide it. */
export function spellingsOf(value: string): Spelling[] {
  const bytes = Buffer.from(value, 'utf8');
  const hash = createHash('sha256').update(bytes).digest();
  const base64 = ([0, 1, 2] as const).map((offset) => innerBase64(bytes, offset));
  const spellings: Spelling[] = [
    { name: 'plain', text: value },
    { name: 'JSON escapes', text: value.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) },
    { name: 'percent', text: encodeURIComponent(value) },
    { name: 'hex', text: bytes.toString('hex') },
    { name: 'HEX', text: bytes.toString('hex').toUpperCase() },
    { name: 'UTF-16 hex', text: Buffer.from(value, 'utf16le').toString('hex') },
    ...base64.map((text) => ({ name: 'base64', text })),
    ...base64.map((text) => ({ name: 'base64url', text: text.replaceAll('+', '-').replaceAll('/', '_') })),
    { name: 'SHA-256', text: hash.toString('hex') },
    { name: 'SHA-256 in base64', text: hash.toString('base64') },
  ];
  return spellings.filter(({ text }, position) => spellings.findIndex((other) => other.text === text) === position);
}

/** What is published, by a name for each file; bytes are searched as they are and as hex. */
export type Published = ReadonlyMap<string, Buffer>;

/** Where any of the values stands in what is published, in whatever spelling. */
export function findValues(values: Iterable<string>, published: Published): string[] {
  const texts = [...published].map(([name, bytes]) => ({ name, text: bytes.toString('utf8'), hex: bytes.toString('hex') }));
  const found: string[] = [];
  for (const value of values) {
    for (const { name: spelling, text } of spellingsOf(value)) {
      const raw = Buffer.from(text, 'utf8').toString('hex');
      for (const file of texts) if (file.text.includes(text) || file.hex.includes(raw)) found.push(`${value} (${spelling}) in ${file.name}`);
    }
  }
  return found;
}
