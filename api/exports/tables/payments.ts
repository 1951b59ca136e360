import { eachPayment, type Payment } from '@gbc/bank';
import { readApplication } from '@gbc/applications';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { paymentStates } from './state-words.ts';

type Row = Payment & { readonly organisationId: string };

/** What the bank was told to pay for tokens. The creditor's name and account stay with those who have to do with the payment. */
export function paymentTable(read: Tx['query'], names: ExportNames): Sheet {
  async function* rows(): AsyncGenerator<Row> {
    for await (const payment of eachPayment(read)) yield { ...payment, organisationId: (await readApplication(read, payment.applicationId)).applicantOrganisationId };
  }
  return sheetOf<Row>(words('兑付付款', 'Redemption payments'), [
    { heading: words('付款编号', 'Payment'), kind: 'text', cell: ({ paymentId }) => paymentId },
    { heading: words('业务编号', 'Matter'), kind: 'text', cell: ({ applicationId }) => applicationId },
    { heading: words('兑付单位', 'Redeemed by'), kind: 'text', cell: ({ organisationId }) => names.organisation(organisationId) },
    { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
    { heading: words('状态', 'State'), kind: 'text', cell: ({ state }) => paymentStates[state] },
    { heading: words('拒付原因代码', 'Reason code'), kind: 'text', cell: ({ reasonCode }) => reasonCode },
    { heading: words('下达时间', 'Ordered'), kind: 'time', cell: ({ createdAt }) => createdAt },
    { heading: words('银行受理时间', 'Taken by the bank'), kind: 'time', cell: ({ takenAt }) => takenAt },
    { heading: words('答复时间', 'Answered'), kind: 'time', cell: ({ settledAt }) => settledAt },
  ], rows());
}
