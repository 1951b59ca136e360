import type { XmlElement } from '@gbc/xml';
import type { PaymentAdvice } from '../custodian-bank.ts';
import { invalid } from '../messages/message-invalid.ts';
import { dayOf, momentOf } from '../messages/china-day.ts';
import type { Noted } from '../messages/bank-news.ts';
import { fenOfAmount, isoAmount } from './amount.ts';
import { writeDocument } from './document.ts';
import { each, find, need, needText, textAt } from './element.ts';

/** `ACCP` accepted, `ACSC` settled, `RJCT` refused; of a message also `PART`, some refused. */
export type TransactionStatus = 'ACCP' | 'ACSC' | 'RJCT';

/** How a transfer of an instruction stands. */
export interface TransferStatus {
  /** The bank's own id of this status; the same status always has the same. */
  readonly statusId: string;
  readonly paymentId: string;
  readonly status: TransactionStatus;
  /** Of a refusal, such as `AC04`. */
  readonly reasonCode: string | null;
  readonly amountFen: bigint;
}

/** What the bank says of an instruction (`pain.002`, CustomerPaymentStatusReport). */
export interface StatusReport {
  readonly messageId: string;
  readonly createdAt: Date;
  readonly originalMessageId: string;
  readonly transfers: readonly TransferStatus[];
}

/** Writes `pain.002.001.10`, as the bank does. */
export function writePain002({ messageId, createdAt, originalMessageId, transfers }: StatusReport): Uint8Array {
  const distinct = [...new Set(transfers.map(({ status }) => status))];
  return writeDocument('pain.002.001.10', {
    CstmrPmtStsRpt: {
      GrpHdr: { MsgId: messageId, CreDtTm: createdAt.toISOString() },
      OrgnlGrpInfAndSts: { OrgnlMsgId: originalMessageId, OrgnlMsgNmId: 'pain.001.001.09', GrpSts: distinct.length === 1 ? distinct[0] : 'PART' },
      OrgnlPmtInfAndSts: {
        OrgnlPmtInfId: originalMessageId,
        TxInfAndSts: transfers.map(({ statusId, paymentId, status, reasonCode, amountFen }) => ({
          StsId: statusId, OrgnlInstrId: paymentId, OrgnlEndToEndId: paymentId, TxSts: status,
          StsRsnInf: reasonCode === null ? undefined : { Rsn: { Cd: reasonCode } },
          OrgnlTxRef: { Amt: { InstdAmt: isoAmount(amountFen) } },
        })),
      },
    },
  });
}

/**
 * The refusals in a status report. A status of the whole message or of all its payments is one of each order in it: since an order of ours
 * is a message of its own (`MsgId` = `PmtInfId` = the payment's id), those names say which. Every other status is progress and settles
 * nothing: that money left the account is told by the debit advice, with amount and date.
 * @throws BankError `bank.messageInvalid`
 */
export function readPain002(body: XmlElement): Noted<PaymentAdvice>[] {
  const header = need(body, 'GrpHdr');
  const messageId = needText(header, 'MsgId');
  const createdAt = needText(header, 'CreDtTm');
  const [bookedAtMs, valueDate] = [momentOf(createdAt, 'CreDtTm'), dayOf(createdAt, 'CreDtTm')];
  const refusal = (paymentId: string, of: XmlElement): Noted<PaymentAdvice> => ({
    advice: { adviceId: textAt(of, 'StsId') ?? `${messageId} ${paymentId}`, paymentId, outcome: 'refused', amountFen: amountOf(of), valueDate, reasonCode: reasonOf(of) },
    bookedAtMs,
  });
  const group = find(body, 'OrgnlGrpInfAndSts');
  const payments = each(body, 'OrgnlPmtInfAndSts');
  const transfers = payments.flatMap((payment) => each(payment, 'TxInfAndSts'));
  if (transfers.length > 0) {
    return transfers.filter((transfer) => textAt(transfer, 'TxSts') === 'RJCT').map((transfer) => refusal(needText(transfer, 'OrgnlEndToEndId'), transfer));
  }
  const refused = payments.filter((payment) => textAt(payment, 'PmtInfSts') === 'RJCT');
  if (refused.length > 0) return refused.map((payment) => refusal(needText(payment, 'OrgnlPmtInfId'), payment));
  return group && textAt(group, 'GrpSts') === 'RJCT' ? [refusal(needText(group, 'OrgnlMsgId'), group)] : [];
}

function amountOf(transfer: XmlElement): bigint | null {
  const amount = find(transfer, 'OrgnlTxRef', 'Amt', 'InstdAmt');
  return amount ? fenOfAmount(amount) : null;
}

/** The first reason; `NARR` where it is only told in words. */
function reasonOf(of: XmlElement): string {
  const [first] = each(of, 'StsRsnInf');
  const code = textAt(first, 'Rsn', 'Cd') ?? textAt(first, 'Rsn', 'Prtry') ?? 'NARR';
  if (!/^[A-Z0-9]{2,4}$/.test(code)) throw invalid('unreadable', 'StsRsnInf/Rsn');
  return code;
}
