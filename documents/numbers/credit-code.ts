import { weightedSum } from './check-digit.ts';

/**
 * Unified social credit code 统一社会信用代码 (GB 32100-2015): 1 registrar + 1 category + 6 region + 9 organisation
 * code + 1 check. The alphabet has gaps (no I O S V Z), so the value of a letter is its place here.
 */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const valueOf = (character: string) => alphabet.indexOf(character);

function checkCharacter(first17: string): string {
  return alphabet.charAt((31 - (weightedSum(first17, weights, valueOf) % 31)) % 31);
}

const isFirst17 = (text: string) => text.length === 17 && [...text].every((character) => valueOf(character) >= 0);

/** True for 18 characters of the alphabet whose last one is the check of the others. Lower case is no credit code. */
export function creditCodeIsValid(code: string): boolean {
  return isFirst17(code.slice(0, 17)) && code.slice(17) === checkCharacter(code);
}

/** Completes the first 17 characters with the check character. Throws RangeError where they are not of the alphabet. */
export function makeCreditCode(first17: string): string {
  if (!isFirst17(first17)) throw new RangeError(`${JSON.stringify(first17)} is not the beginning of a credit code`);
  return first17 + checkCharacter(first17);
}
