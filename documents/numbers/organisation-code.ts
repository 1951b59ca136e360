import { weightedSum } from './check-digit.ts';

/**
 * Organisation code 组织机构代码 (GB 11714-1997): 8 characters and a check character. It stands in places 9 to 17
 * of a credit code. Here the alphabet has no gaps: A is 10, Z is 35.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const weights = [3, 7, 9, 10, 5, 8, 4, 2];

const valueOf = (character: string) => alphabet.indexOf(character);

const isFirst8 = (text: string) => text.length === 8 && [...text].every((character) => valueOf(character) >= 0);

function checkCharacter(first8: string): string {
  const check = 11 - (weightedSum(first8, weights, valueOf) % 11);
  return check === 10 ? 'X' : String(check % 11);
}

/** True for 9 characters, written without a hyphen, whose last one is the check of the others. */
export function organisationCodeIsValid(code: string): boolean {
  return isFirst8(code.slice(0, 8)) && code.slice(8) === checkCharacter(code);
}

/** Completes the first 8 characters with the check character. Throws RangeError where they are not of the alphabet. */
export function makeOrganisationCode(first8: string): string {
  if (!isFirst8(first8)) throw new RangeError(`${JSON.stringify(first8)} is not the beginning of an organisation code`);
  return first8 + checkCharacter(first8);
}
