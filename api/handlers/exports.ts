import { LedgerError, readClose, readPeriodText } from '@gbc/ledger';
import type { FileAnswer, Handlers, Language } from '../call.ts';
import { toCsv } from '../exports/csv.ts';
import { readExportNames } from '../exports/export-names.ts';
import { ocdsPackage } from '../exports/ocds.ts';
import { wallMs, type Sheet } from '../exports/sheet.ts';
import { applicationTable } from '../exports/tables/applications.ts';
import { balanceTable } from '../exports/tables/balances.ts';
import { budgetTable } from '../exports/tables/budgets.ts';
import { depositTable } from '../exports/tables/deposits.ts';
import { paymentTable } from '../exports/tables/payments.ts';
import { periodTable } from '../exports/tables/period-lines.ts';
import { transferTable } from '../exports/tables/transfers.ts';
import { toXlsx } from '../exports/xlsx.ts';
import type { ApiParts } from '../parts.ts';
import { tableTypes } from '../schemas/exports.ts';

type Table = 'Applications' | 'Transfers' | 'Balances' | 'Budgets' | 'Deposits' | 'Payments' | 'Period';
type Ids = `export${Table}` | 'exportOcds';

/** Midnight at the beginning of a day in Shanghai, so many days later. */
const midnight = (day: string, daysLater = 0) => new Date(Date.parse(`${day}T00:00:00+08:00`) + daysLater * 86_400_000);

/** What pages show to everybody, as files: who may see a page may take it home. */
export function exportHandlers({ database, env, ocidPrefix }: ApiParts): Handlers<Ids> {
  const { read } = database;
  const today = () => new Date(wallMs(env.now())).toISOString().slice(0, 10);

  function fileOf(sheet: Sheet, format: 'csv' | 'xlsx', language: Language): FileAnswer {
    const fileName = `${sheet.name[language]} ${today()}.${format}`;
    return format === 'csv' ? { mediaType: `${tableTypes[0]}; charset=utf-8`, fileName, body: toCsv(sheet, language) } : { mediaType: tableTypes[1], fileName, body: toXlsx(sheet, language) };
  }

  /** The text of a closed period. Throws `ledger.periodMissing`. */
  async function periodText(periodId: string): Promise<FileAnswer> {
    const close = await requireClose(periodId);
    const previousHash = close.previousId === null ? null : ((await readClose(read, close.previousId))?.balancesHash ?? null);
    return { mediaType: 'application/x-ndjson', fileName: `period-${periodId}.ndjson`, body: readPeriodText(read, { ...close, previousHash }) };
  }

  async function requireClose(periodId: string) {
    const close = await readClose(read, periodId);
    if (!close) throw new LedgerError('ledger.periodMissing', { periodId });
    return close;
  }

  return {
    exportApplications: {
      answer: async ({ by, language, query: { format, ...filter } }) => fileOf(applicationTable(read, await readExportNames(read), by, filter), format, language),
    },
    exportTransfers: {
      async answer({ language, query: { format, from, to, organisationId, projectId, kind, state } }) {
        const filter = {
          ...(from ? { from: midnight(from) } : {}), ...(to ? { before: midnight(to, 1) } : {}), ...(organisationId ? { organisationId } : {}),
          ...(projectId ? { projectId } : {}), ...(kind ? { kind } : {}), ...(state ? { state } : {}),
        };
        return fileOf(transferTable(read, await readExportNames(read), filter), format, language);
      },
    },
    exportBalances: {
      answer: async ({ language, query: { format, at } }) => fileOf(await balanceTable(read, await readExportNames(read), at === undefined ? undefined : new Date(at)), format, language),
    },
    exportBudgets: {
      answer: async ({ language, query: { format, projectId } }) => fileOf(await budgetTable(read, await readExportNames(read), projectId ? { projectId } : {}), format, language),
    },
    exportDeposits: { answer: async ({ language, query: { format } }) => fileOf(await depositTable(read), format, language) },
    exportPayments: { answer: async ({ language, query: { format } }) => fileOf(paymentTable(read, await readExportNames(read)), format, language) },
    exportPeriod: {
      async answer({ language, params: { periodId = '' }, query: { format } }) {
        if (format === 'ndjson') return periodText(periodId);
        await requireClose(periodId);
        return fileOf(await periodTable(read, await readExportNames(read), periodId), format, language);
      },
    },
    exportOcds: {
      async answer({ request, query: { projectId } }) {
        const baseUrl = `${request.protocol}://${request.get('host') ?? ''}`;
        const body = await ocdsPackage({ read, env, ocidPrefix, baseUrl, ...(projectId ? { projectId } : {}) });
        return { mediaType: 'application/json; charset=utf-8', fileName: `ocds-${today()}.json`, body };
      },
    },
  };
}
