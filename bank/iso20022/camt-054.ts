import type { CustodyAccount } from '../custody-account.ts';
import type { XmlElement } from '@gbc/xml';
import type { BankNews } from '../messages/bank-news.ts';
import { isoAccount, requireCustody } from './account.ts';
import { writeDocument } from './document.ts';
import { each, find, need } from './element.ts';
import { readEntry, writeEntry, type Movement } from './entry.ts';

/** Movements as they are booked (`camt.054`, BankToCustomerDebitCreditNotification). */
export interface Notification {
  readonly messageId: string;
  readonly createdAt: Date;
  readonly account: CustodyAccount;
  readonly movements: readonly Movement[];
}

/** Writes `camt.054.001.08`, as the bank does. */
export function writeCamt054({ messageId, createdAt, account, movements }: Notification): Uint8Array {
  const created = createdAt.toISOString();
  return writeDocument('camt.054.001.08', {
    BkToCstmrDbtCdtNtfctn: {
      GrpHdr: { MsgId: messageId, CreDtTm: created },
      Ntfctn: { Id: messageId, CreDtTm: created, Acct: { ...isoAccount(account.number), Ccy: 'CNY' }, Ntry: movements.map(writeEntry) },
    },
  });
}

/** Credits are deposits, debits are payments done. @throws BankError `bank.messageInvalid` */
export function readCamt054(body: XmlElement, account: CustodyAccount): Pick<BankNews, 'deposits' | 'payments'> {
  need(body, 'GrpHdr', 'MsgId');
  const movements = each(body, 'Ntfctn').flatMap((notification) => {
    requireCustody(find(notification, 'Acct'), account);
    return each(notification, 'Ntry').flatMap(readEntry);
  });
  return {
    deposits: movements.filter(({ isCredit }) => isCredit).map(({ bankReference: adviceId, remittance: reference, amountFen, valueDate, debtorName, bookedAtMs }) => ({
      advice: { adviceId, reference, amountFen, valueDate, debtorName }, bookedAtMs,
    })),
    payments: movements.filter(({ isCredit }) => !isCredit).map(({ bankReference: adviceId, endToEndId: paymentId, amountFen, valueDate, bookedAtMs }) => ({
      advice: { adviceId, paymentId, outcome: 'paid', amountFen, valueDate, reasonCode: null }, bookedAtMs,
    })),
  };
}
