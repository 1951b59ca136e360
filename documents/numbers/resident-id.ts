import { isDay } from './day.ts';
import { weightedSum } from './check-digit.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';
const shape = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;

/**
 * Resident identity number 居民身份证 (GB 11643-1999): 6 region + 8 date of birth + 3 order + 1 check.
 * True where the shape, the check and the date fit. The number is personal data: keep it out of logs and events.
 */
export function residentIdIsValid(id: string): boolean {
  const [, year, month, day] = shape.exec(id) ?? [];
  if (!isDay(`${year}-${month}-${day}`)) return false;
  return id.charAt(17) === checkCharacters.charAt(weightedSum(id, weights, Number) % 11);
}
