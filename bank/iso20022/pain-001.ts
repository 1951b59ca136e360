import type { CustodyAccount } from '../custody-account.ts';
import type { XmlElement } from '@gbc/xml';
import type { PaymentOrder } from '../custodian-bank.ts';
import { invalid } from '../messages/message-invalid.ts';
import { chinaDay } from '../messages/china-day.ts';
import { fenOfYuan, yuanOfFen } from '../messages/yuan.ts';
import { accountNumberOf, isoAccount } from './account.ts';
import { fenOfAmount, isoAmount } from './amount.ts';
import { writeDocument } from './document.ts';
import { each, find, need, needText, textAt } from './element.ts';

/** Orders to pay out of one account, sent together (`pain.001`, CustomerCreditTransferInitiation). */
export interface PaymentInstruction {
  /** At most 35 characters; the bank takes a message of this id once. */
  readonly messageId: string;
  readonly createdAt: Date;
  readonly debtor: CustodyAccount;
  readonly orders: readonly PaymentOrder[];
}

/** Writes `pain.001.001.09`: fields and their order as ISO 20022 has them, Chinese text as it is. */
export function writePain001({ messageId, createdAt, debtor, orders }: PaymentInstruction): Uint8Array {
  const sums = { NbOfTxs: String(orders.length), CtrlSum: yuanOfFen(orders.reduce((sum, { amountFen }) => sum + amountFen, 0n)) };
  return writeDocument('pain.001.001.09', {
    CstmrCdtTrfInitn: {
      GrpHdr: { MsgId: messageId, CreDtTm: createdAt.toISOString(), ...sums, InitgPty: { Nm: debtor.holder } },
      PmtInf: {
        PmtInfId: messageId, PmtMtd: 'TRF', ...sums, ReqdExctnDt: { Dt: chinaDay(createdAt) },
        Dbtr: { Nm: debtor.holder }, DbtrAcct: { ...isoAccount(debtor.number), Ccy: 'CNY' }, DbtrAgt: { FinInstnId: { Nm: debtor.bank } },
        CdtTrfTxInf: orders.map(({ paymentId, amountFen, creditor, remittance }) => ({
          PmtId: { InstrId: paymentId, EndToEndId: paymentId },
          Amt: { InstdAmt: isoAmount(amountFen) },
          CdtrAgt: { FinInstnId: { Nm: creditor.bank } }, Cdtr: { Nm: creditor.name }, CdtrAcct: isoAccount(creditor.account),
          RmtInf: { Ustrd: remittance },
        })),
      },
    },
  });
}

/** Reads it, as the bank does. @throws BankError `bank.messageInvalid`, also where number or sum of the orders isn't what it says */
export function readPain001(body: XmlElement): PaymentInstruction {
  const header = need(body, 'GrpHdr');
  const payments = each(body, 'PmtInf');
  const [first] = payments;
  if (!first) throw invalid('missing', 'PmtInf');
  const orders = payments.flatMap((payment) => each(payment, 'CdtTrfTxInf').map(readOrder));
  const sumFen = orders.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const statedSum = textAt(header, 'CtrlSum');
  if (needText(header, 'NbOfTxs') !== String(orders.length)) throw invalid('sumWrong', 'NbOfTxs');
  if (statedSum !== undefined && fenOfYuan(statedSum, 'CtrlSum') !== sumFen) throw invalid('sumWrong', 'CtrlSum');
  return {
    messageId: needText(header, 'MsgId'),
    createdAt: new Date(needText(header, 'CreDtTm')),
    debtor: { number: accountNumberOf(find(first, 'DbtrAcct')) ?? '', holder: textAt(first, 'Dbtr', 'Nm') ?? '', bank: textAt(first, 'DbtrAgt', 'FinInstnId', 'Nm') ?? '' },
    orders,
  };
}

function readOrder(transfer: XmlElement): PaymentOrder {
  return {
    paymentId: needText(transfer, 'PmtId', 'EndToEndId'),
    amountFen: fenOfAmount(need(transfer, 'Amt', 'InstdAmt')),
    creditor: {
      name: needText(transfer, 'Cdtr', 'Nm'),
      account: accountNumberOf(find(transfer, 'CdtrAcct')) ?? '',
      bank: textAt(transfer, 'CdtrAgt', 'FinInstnId', 'Nm') ?? '',
    },
    remittance: each(find(transfer, 'RmtInf'), 'Ustrd').map(({ text }) => text).join(''),
  };
}
