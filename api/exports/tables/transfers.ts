import { applicationBehind, eachTransfer, type TransferEntry, type TransferFilter } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { transferKinds, transferStates } from './state-words.ts';

/** Every movement of tokens, in the order in which they were made. */
export function transferTable(read: Tx['query'], names: ExportNames, filter: TransferFilter): Sheet {
  return sheetOf<TransferEntry>(words('资金流水', 'Transfers'), [
    { heading: words('流水号', 'Transfer'), kind: 'text', cell: ({ transferId }) => transferId },
    { heading: words('类型', 'Kind'), kind: 'text', cell: ({ kind }) => transferKinds[kind] },
    { heading: words('业务编号', 'Matter'), kind: 'text', cell: (row) => applicationBehind(row) },
    { heading: words('付款序号', 'Payout no.'), kind: 'count', cell: ({ payoutNo }) => payoutNo },
    { heading: words('付方单位', 'Payer'), kind: 'text', cell: ({ debitOrganisationId }) => names.organisation(debitOrganisationId) },
    { heading: words('付方账户', 'Debit account'), kind: 'text', cell: ({ debitAccountId }) => debitAccountId },
    { heading: words('收方单位', 'Payee'), kind: 'text', cell: ({ creditOrganisationId }) => names.organisation(creditOrganisationId) },
    { heading: words('收方账户', 'Credit account'), kind: 'text', cell: ({ creditAccountId }) => creditAccountId },
    { heading: words('项目', 'Project'), kind: 'text', cell: ({ projectId }) => names.project(projectId) },
    { heading: words('预算科目', 'Budget line'), kind: 'text', cell: ({ budgetLine }) => budgetLine },
    { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
    { heading: words('状态', 'State'), kind: 'text', cell: ({ state }) => transferStates[state] },
    { heading: words('建立时间', 'Made'), kind: 'time', cell: ({ createdAt }) => createdAt },
    { heading: words('结清时间', 'Settled'), kind: 'time', cell: ({ settledAt }) => settledAt },
  ], eachTransfer(read, filter));
}
