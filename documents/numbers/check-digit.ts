/** Sum over the places of (value of the character) x (weight of the place); NaN where a character has no value. */
export function weightedSum(text: string, weights: readonly number[], valueOf: (character: string) => number): number {
  return weights.reduce((sum, weight, place) => {
    const value = valueOf(text.charAt(place));
    return sum + (value < 0 ? NaN : value * weight);
  }, 0);
}
