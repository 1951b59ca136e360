import { readBalances, type AccountStanding } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { lineKinds } from './state-words.ts';

/** What every account of an organisation holds, now or at the end of a moment. */
export async function balanceTable(read: Tx['query'], names: ExportNames, at: Date | undefined): Promise<Sheet> {
  const accounts = (await readBalances(read, {}, at)).filter(({ kind }) => kind !== 'custody');
  return sheetOf<AccountStanding>(words('账户余额', 'Balances'), [
    { heading: words('单位', 'Organisation'), kind: 'text', cell: ({ organisationId }) => names.organisation(organisationId) },
    { heading: words('账户', 'Account'), kind: 'text', cell: ({ id }) => id },
    { heading: words('类别', 'Kind'), kind: 'text', cell: ({ kind }) => lineKinds[kind] },
    { heading: words('项目', 'Project'), kind: 'text', cell: ({ projectId }) => names.project(projectId) },
    { heading: words('预算科目', 'Budget line'), kind: 'text', cell: ({ budgetLine }) => budgetLine },
    { heading: words('累计收入', 'Received'), kind: 'fen', cell: ({ creditsPostedFen }) => creditsPostedFen, isSummed: true },
    { heading: words('累计支出', 'Paid'), kind: 'fen', cell: ({ debitsPostedFen }) => debitsPostedFen, isSummed: true },
    { heading: words('余额', 'Balance'), kind: 'fen', cell: ({ creditsPostedFen, debitsPostedFen }) => creditsPostedFen - debitsPostedFen, isSummed: true },
    { heading: words('占用', 'Held'), kind: 'fen', cell: ({ debitsPendingFen }) => debitsPendingFen, isSummed: true },
    { heading: words('可用', 'Available'), kind: 'fen', cell: ({ availableFen }) => availableFen, isSummed: true },
  ], accounts);
}
