import { eachPeriodLine, readBalances, type PeriodLine } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet } from '../sheet.ts';
import { lineKinds } from './state-words.ts';

/** What every account and budget opened and closed a period with. Custody, accounts and budgets say the same money thrice: no totals. */
export async function periodTable(read: Tx['query'], names: ExportNames, periodId: string): Promise<Sheet> {
  const accounts = new Map((await readBalances(read)).map((account) => [account.id, account]));
  const accountOf = ({ subject, subjectId }: PeriodLine) => (subject === 'account' ? accounts.get(subjectId) : undefined);
  return sheetOf<PeriodLine>(words(`期间结账 ${periodId}`, `Period ${periodId}`), [
    { heading: words('类别', 'Kind'), kind: 'text', cell: ({ kind }) => lineKinds[kind] },
    { heading: words('账户或额度', 'Account or budget'), kind: 'text', cell: ({ subjectId }) => subjectId },
    { heading: words('单位', 'Organisation'), kind: 'text', cell: (line) => names.organisation(accountOf(line)?.organisationId ?? null) },
    { heading: words('项目', 'Project'), kind: 'text', cell: (line) => names.project(accountOf(line)?.projectId ?? null) },
    { heading: words('期初余额', 'Opening'), kind: 'fen', cell: ({ openingFen }) => openingFen },
    { heading: words('本期借方', 'Debits'), kind: 'fen', cell: ({ debitsFen }) => debitsFen },
    { heading: words('本期贷方', 'Credits'), kind: 'fen', cell: ({ creditsFen }) => creditsFen },
    { heading: words('期末余额', 'Closing'), kind: 'fen', cell: ({ closingFen }) => closingFen },
    { heading: words('期末借方占用', 'Held, debit'), kind: 'fen', cell: ({ pendingDebitsFen }) => pendingDebitsFen },
    { heading: words('期末贷方占用', 'Held, credit'), kind: 'fen', cell: ({ pendingCreditsFen }) => pendingCreditsFen },
  ], eachPeriodLine(read, periodId));
}
