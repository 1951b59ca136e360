import { readDeposits, type Deposit } from '@gbc/bank';
import type { Tx } from '@gbc/prisma';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { depositStates } from './state-words.ts';

/** What was paid into custody. Who paid it in is not said. */
export async function depositTable(read: Tx['query']): Promise<Sheet> {
  return sheetOf<Deposit>(words('托管存入', 'Deposits'), [
    { heading: words('银行通知号', 'Advice'), kind: 'text', cell: ({ adviceId }) => adviceId },
    { heading: words('附言', 'Reference'), kind: 'text', cell: ({ reference }) => reference },
    { heading: words('起息日', 'Value date'), kind: 'text', cell: ({ valueDate }) => valueDate },
    { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
    { heading: words('状态', 'State'), kind: 'text', cell: ({ state }) => depositStates[state] },
    { heading: words('记入账户', 'Account'), kind: 'text', cell: ({ accountId }) => accountId },
    { heading: words('收到时间', 'Received'), kind: 'time', cell: ({ receivedAt }) => receivedAt },
    { heading: words('生成凭证时间', 'Minted'), kind: 'time', cell: ({ mintedAt }) => mintedAt },
  ], await readDeposits(read));
}
