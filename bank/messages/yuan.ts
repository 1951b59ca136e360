import { invalid } from './message-invalid.ts';

/** Yuan with at most two decimals as exact fen; `where` names the field. @throws BankError `bank.messageInvalid` */
export function fenOfYuan(text: string, where: string): bigint {
  const [, yuan, decimals = ''] = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (yuan === undefined) throw invalid('unreadable', where);
  const fen = BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
  if (fen > BigInt(Number.MAX_SAFE_INTEGER)) throw invalid('unreadable', where);
  return fen;
}

/** As {@link fenOfYuan}, and more than nothing. */
export function amountFenOfYuan(text: string, where: string): bigint {
  const fen = fenOfYuan(text, where);
  if (fen === 0n) throw invalid('unreadable', where);
  return fen;
}

/** Fen, not below zero, as yuan with two decimals: 123456n is `1234.56`. */
export function yuanOfFen(fen: bigint): string {
  return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
}
