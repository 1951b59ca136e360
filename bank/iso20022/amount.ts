import type { XmlElement } from '@gbc/xml';
import { invalid } from '../messages/message-invalid.ts';
import { amountFenOfYuan, fenOfYuan, yuanOfFen } from '../messages/yuan.ts';

const currency = 'CNY';

/** An amount as it is written: yuan with two decimals. */
export const isoAmount = (fen: bigint): object => ({ '@Ccy': currency, '#': yuanOfFen(fen) });

/** More than nothing, in fen. @throws BankError `bank.messageInvalid` for another currency or anything but two decimals at most */
export function fenOfAmount(amount: XmlElement): bigint {
  requireYuan(amount);
  return amountFenOfYuan(amount.text, amount.name);
}

/** A balance in fen: below zero where the account is overdrawn. @throws BankError `bank.messageInvalid` */
export function fenOfBalance(amount: XmlElement, creditOrDebit: string): bigint {
  requireYuan(amount);
  const fen = fenOfYuan(amount.text, amount.name);
  return isCredit(creditOrDebit) ? fen : -fen;
}

/** Whether an indicator says credit. @throws BankError `bank.messageInvalid` where it says neither */
export function isCredit(creditOrDebit: string): boolean {
  if (creditOrDebit !== 'CRDT' && creditOrDebit !== 'DBIT') throw invalid('unreadable', 'CdtDbtInd');
  return creditOrDebit === 'CRDT';
}

function requireYuan({ name, attributes }: XmlElement): void {
  if (attributes['Ccy'] !== currency) throw invalid('foreignCurrency', name);
}
