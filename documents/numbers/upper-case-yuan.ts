import { absoluteFen } from './fen.ts';

const digits = '零壹贰叁肆伍陆柒捌玖';

/** The places that have a name, largest first: a number is (how many of the place) + name + (what remains). */
const places = [
  { value: 100_000_000n, name: '亿' },
  { value: 10_000n, name: '万' },
  { value: 1_000n, name: '仟' },
  { value: 100n, name: '佰' },
  { value: 10n, name: '拾' },
];

function inWords(number: bigint): string {
  const place = places.find(({ value }) => number >= value);
  if (!place) return digits.charAt(Number(number));
  const rest = number % place.value;
  const head = inWords(number / place.value) + place.name;
  if (rest === 0n) return head;
  // 零 stands where the next place below is empty.
  return head + (rest * 10n < place.value ? '零' : '') + inWords(rest);
}

/**
 * An amount in the upper-case Chinese numerals that law wants on invoices and orders, e.g. 10900000 fen ->
 * `壹拾万玖仟圆整`. A negative amount (a red invoice) begins with 负.
 */
export function toUpperCaseYuan(fen: bigint): string {
  const amount = absoluteFen(fen);
  const yuan = amount / 100n;
  const jiao = Number((amount / 10n) % 10n);
  const cent = Number(amount % 10n);
  const sign = fen < 0n ? '负' : '';
  const whole = yuan > 0n ? `${inWords(yuan)}圆` : '';
  if (jiao === 0 && cent === 0) return `${sign}${whole || '零圆'}整`;
  if (cent === 0) return `${sign}${whole}${digits.charAt(jiao)}角整`;
  const tenths = jiao > 0 ? `${digits.charAt(jiao)}角` : whole ? '零' : '';
  return `${sign}${whole}${tenths}${digits.charAt(cent)}分`;
}

/**
 * One spelling for the ways to write the same upper-case amount, so that two can be compared. 零 between places is
 * dropped, since writers may leave it out where a group ends in zero and every digit carries the name of its place.
 */
export function normaliseUpperCaseYuan(words: string): string {
  return words
    .replace(/\s/g, '')
    .replace(/^(人民币|[\u00a5\uffe5⊗ⓧ])+/, '')
    .replace(/[(（]负数[)）]/, '负')
    .replace(/[元园]/g, '圆')
    .replace(/正/g, '整')
    .replace(/[零〇]/g, '')
    .replace(/角整$/, '角')
    .replace(/^(负?)圆(?!整)/, '$1');
}
