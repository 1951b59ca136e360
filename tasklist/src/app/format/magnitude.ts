const fenPerWan = 10_000_00n;
const fenPerYi = 100_000_000_00n;

export interface Magnitude {
  /** At most two decimals, shortened towards zero, so that a hint never shows more than there is. */
  figure: string;
  unit: 'wan' | 'yi';
}

/** The size of a large amount in 万 or 亿 yuan, as a hint beside the exact figure; `undefined` below 1 万. */
export function magnitudeOf(fen: number): Magnitude | undefined {
  const amount = BigInt(Math.abs(fen));
  if (amount < fenPerWan) return undefined;
  const unit = amount >= fenPerYi ? 'yi' : 'wan';
  const hundredths = (amount * 100n) / (unit === 'yi' ? fenPerYi : fenPerWan);
  const decimals = String(hundredths % 100n).padStart(2, '0').replace(/0+$/, '');
  return { figure: `${hundredths / 100n}${decimals ? `.${decimals}` : ''}`, unit };
}
