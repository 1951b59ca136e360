import { eachBudget, readBalances, type BudgetStanding } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { lineKinds } from './state-words.ts';

/** Appropriations, contracts and invoices with what is held and spent on each. What is spent on a contract is spent on its appropriation, too: no totals. */
export async function budgetTable(read: Tx['query'], names: ExportNames, filter: { readonly projectId?: string }): Promise<Sheet> {
  const owners = new Map((await readBalances(read)).map(({ id, organisationId }) => [id, organisationId]));
  const ownerOf = (accountId: string | null) => names.organisation(accountId === null ? null : (owners.get(accountId) ?? null));
  return sheetOf<BudgetStanding>(words('预算额度', 'Budgets'), [
    { heading: words('编号', 'Budget'), kind: 'text', cell: ({ id }) => id },
    { heading: words('层级', 'Level'), kind: 'text', cell: ({ level }) => lineKinds[level] },
    { heading: words('上级', 'Under'), kind: 'text', cell: ({ parentId }) => parentId },
    { heading: words('付款单位', 'Payer'), kind: 'text', cell: ({ payerAccountId }) => ownerOf(payerAccountId) },
    { heading: words('收款单位', 'Payee'), kind: 'text', cell: ({ payeeAccountId }) => ownerOf(payeeAccountId) },
    { heading: words('项目', 'Project'), kind: 'text', cell: ({ projectId }) => names.project(projectId) },
    { heading: words('额度', 'Limit'), kind: 'fen', cell: ({ limitFen }) => limitFen },
    { heading: words('已到位', 'Funded'), kind: 'fen', cell: ({ fundedFen }) => fundedFen },
    { heading: words('占用', 'Held'), kind: 'fen', cell: ({ heldFen }) => heldFen },
    { heading: words('已支出', 'Spent'), kind: 'fen', cell: ({ spentFen }) => spentFen },
    { heading: words('剩余', 'Left'), kind: 'fen', cell: ({ availableFen }) => availableFen },
  ], eachBudget(read, filter));
}
