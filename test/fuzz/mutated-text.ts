import fc from 'fast-check';

/** What is done to a text at a place, both chosen by numbers, so that a failure shrinks to few changes. */
type Change = (text: string, place: number, size: number) => string;

const at = (text: string, place: number) => Math.floor((place / 2 ** 31) * (text.length + 1));
const parts = /<[^>]*>|"[^"]*"|\w+/g;

/** The tag, quoted value or word at a place. */
function partAt(text: string, place: number): readonly [from: number, to: number] {
  const found = Array.from(text.matchAll(parts));
  const match = found[Math.floor((place / 2 ** 31) * found.length)];
  return match ? [match.index, match.index + match[0].length] : [0, 0];
}

const odd = ['', '\0', '\uFFFF', '\uD800', '<', '&', '&#0;', '&lol;', ']]>', '<!DOCTYPE x [<!ENTITY a "b">]>', '<!-- -->', '"', '__proto__', 'constructor', '=', '=1 +', '=[', '='.padEnd(5000, '('),
  '9'.repeat(400), '-1', 'NaN', 'R/PT0S', 'P9999999999Y', 'javascript:', '\u202E', '𝒳', 'a'.repeat(10_000)];

const changes: readonly Change[] = [
  (text, place, size) => text.slice(0, at(text, place)) + text.slice(at(text, place) + (size % 64)),
  (text, place, size) => text.slice(0, at(text, place)) + (odd[size % odd.length] ?? '') + text.slice(at(text, place)),
  (text, place, size) => text.slice(0, at(text, place)) + String.fromCharCode(size % 256) + text.slice(at(text, place) + 1),
  (text, place) => text.slice(0, at(text, place)),
  (text, place) => {
    const [from, to] = partAt(text, place);
    return text.slice(0, to) + text.slice(from);
  },
  (text, place) => {
    const [from, to] = partAt(text, place);
    return text.slice(0, from) + text.slice(to);
  },
  (text, place, size) => {
    const [from, to] = partAt(text, place);
    const value = odd[size % odd.length] ?? '';
    return text.slice(0, from) + (text[from] === '"' ? `"${value}"` : value) + text.slice(to);
  },
  (text, place, size) => {
    const [from, to] = partAt(text, place);
    const [otherFrom, otherTo] = partAt(text, size);
    return text.slice(0, from) + text.slice(otherFrom, otherTo) + text.slice(to);
  },
];

/** Texts with one to four random changes: deletions, insertions, doublings and exchanges of characters, tags, values and words. */
export function mutatedText(texts: readonly string[]): fc.Arbitrary<string> {
  const number = fc.nat(2 ** 31 - 1);
  const step = fc.record({ change: fc.constantFrom(...changes), place: number, size: number });
  return fc.tuple(fc.constantFrom(...texts), fc.array(step, { minLength: 1, maxLength: 4 }))
    .map(([text, steps]) => steps.reduce((changed, { change, place, size }) => change(changed, place, size), text));
}
