/** The largest amount that is an exact JSON integer, in fen. */
export const amountMaxFen = BigInt(Number.MAX_SAFE_INTEGER);

/** Reads yuan in decimal notation with at most two decimals as exact fen; undefined where the text is anything else. */
export function parseYuan(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const fen = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign ? -fen : fen;
}

/** Fen as yuan with two decimals and no grouping: `-1` becomes `-0.01`. */
export function formatYuan(fen: bigint): string {
  const digits = absoluteFen(fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const absoluteFen = (fen: bigint) => (fen < 0n ? -fen : fen);

export const sumFen = (amounts: readonly bigint[]) => amounts.reduce((sum, fen) => sum + fen, 0n);
