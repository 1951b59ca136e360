/** Groups the digits of a whole number by three: `1234567` -> `1,234,567`. */
function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Fen (an integer) as a decimal text of yuan with two places and no grouping: `109000` -> `1090.00`. */
export function fenToYuan(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not a whole number of fen: ${fen}`);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Decimal text of yuan as fen, digit by digit, never through a float. `undefined` when the text is no amount, has more
 * than two decimals, or is beyond what a JSON integer carries exactly.
 */
export function yuanToFen(yuan: string): number | undefined {
  const match = /^(\d+)(?:\.(\d{0,2})0*)?$/.exec(yuan.trim().replaceAll(',', ''));
  if (!match) return undefined;
  const fen = Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`);
  return Number.isSafeInteger(fen) ? fen : undefined;
}

/** Fen as people read it: `¥1,234,567.00`. */
export function formatFen(fen: number): string {
  const yuan = fenToYuan(Math.abs(fen));
  return `${fen < 0 ? '−' : ''}¥${groupThousands(yuan.slice(0, -3))}${yuan.slice(-3)}`;
}
