import { asList, type Builtins, named } from './signature.ts';
import { matching, regex } from './regex.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Characters are code points, counted from 1, or from the end where `start` is negative. */
function substring(text: unknown, start: unknown, length: unknown): string | null {
  if (!isText(text) || typeof start !== 'number' || (length !== undefined && length !== null && typeof length !== 'number')) return null;
  const characters = Array.from(text);
  const from = start < 0 ? characters.length + start : start - 1;
  if (from < 0) return '';
  return characters.slice(from, typeof length === 'number' ? Math.max(from, from + length) : undefined).join('');
}

function matches(input: unknown, pattern: unknown, flags: unknown): boolean | null {
  const expression = regex(pattern, flags);
  return isText(input) && expression ? matching(expression, input, () => expression.test(input)) : null;
}

/** `$0` is the whole match in FEEL, `$&` in JavaScript. */
function replace(input: unknown, pattern: unknown, replacement: unknown, flags: unknown): string | null {
  const expression = regex(pattern, flags, 'g');
  if (!isText(input) || !isText(replacement) || !expression) return null;
  const by = replacement.replace(/\$0/g, '$$&');
  return matching(expression, input, () => input.replace(expression, by));
}

/** Empty pieces stay, groups are left out. */
function split(text: unknown, delimiter: unknown): readonly string[] | null {
  const expression = regex(delimiter, undefined, 'g');
  if (!isText(text) || !expression) return null;
  return matching(expression, text, () => {
    const pieces: string[] = [];
    let from = 0;
    for (const match of text.matchAll(expression)) {
      if (match[0] === '' && (match.index === 0 || match.index === text.length)) continue;
      pieces.push(text.slice(from, match.index));
      from = match.index + match[0].length;
    }
    return [...pieces, text.slice(from)];
  });
}

function extract(text: unknown, pattern: unknown): readonly string[] | null {
  const expression = regex(pattern, undefined, 'g');
  return isText(text) && expression ? matching(expression, text, () => Array.from(text.matchAll(expression), ([match]) => match)) : null;
}

function join(list: unknown, delimiter: unknown, prefix: unknown, suffix: unknown): string | null {
  const items = asList(list)?.filter((item) => item !== null);
  const marks = [delimiter, prefix, suffix].map((mark) => mark ?? '');
  if (!items?.every(isText) || !marks.every(isText)) return null;
  return `${marks[1]}${items.join(marks[0])}${marks[2]}`;
}

export const textFunctions: Builtins = {
  substring: named(['string', 'start position', 'length'], substring),
  'is blank': named(['string'], (text: unknown) => (isText(text) ? text.trim() === '' : null)),
  trim: named(['string'], (text: unknown) => (isText(text) ? text.trim() : null)),
  'to base64': named(['value'], (text: unknown) => (isText(text) ? Buffer.from(text).toString('base64') : null)),
  matches: named(['input', 'pattern', 'flags'], matches),
  replace: named(['input', 'pattern', 'replacement', 'flags'], replace),
  split: named(['string', 'delimiter'], split),
  extract: named(['string', 'pattern'], extract),
  'string join': named(['list', 'delimiter', 'prefix', 'suffix'], join),
};
