import { allocationColumns, type AllocationColumn, type AllocationLine, type FileRow } from '@gbc/applications';
import { stringify } from 'csv-stringify/sync';
import { writeXlsx } from 'hucre/xlsx';
import type { Language } from '../call.ts';
import { sentence } from '../messages.ts';
import { ApiError } from '../problem.ts';
import type { TableRow } from './read-table.ts';

export const linesMax = 10_000;

const headings: Readonly<Record<Language, Readonly<Record<AllocationColumn | 'result', string>>>> = {
  'zh-CN': { creditCode: '收款单位统一社会信用代码', projectId: '项目编号', budgetLine: '预算科目', amountYuan: '金额（元）', purpose: '用途', reference: '业务编号', result: '检查结果' },
  en: { creditCode: 'Receiving office (credit code)', projectId: 'Project', budgetLine: 'Budget line', amountYuan: 'Amount (yuan)', purpose: 'Purpose', reference: 'Reference', result: 'Result' },
};

/** How a column is headed, spaces and case aside, in either language or by its name in the API. */
const columnOf = (heading: string): AllocationColumn | undefined => {
  const plain = (text: string) => text.replaceAll(/[\s\ufeff]/g, '').toLowerCase();
  return allocationColumns.find((column) => [column, headings['zh-CN'][column], headings.en[column]].some((known) => plain(known) === plain(heading)));
};

/**
 * The lines of an allocation file: the first row says which column is which, in any order; others are ignored, such as the result in a file of
 * lines that were refused. Throws `allocation.columnsMissing`, `allocation.fileEmpty`, `allocation.tooManyLines`.
 */
export function toFileRows(table: readonly TableRow[], language: Language): FileRow[] {
  const [heading, ...rows] = table;
  const columns = (heading?.cells ?? []).map(columnOf);
  const missing = allocationColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new ApiError('allocation.columnsMissing', { columns: missing.map((column) => headings[language][column]).join('、') });
  if (rows.length === 0) throw new ApiError('allocation.fileEmpty');
  if (rows.length > linesMax) throw new ApiError('allocation.tooManyLines', { max: linesMax });
  return rows.map(({ rowNo, cells, faults }) => ({
    rowNo,
    cells: Object.fromEntries(allocationColumns.map((column) => [column, (cells[columns.indexOf(column)] ?? '').slice(0, 5_000)])) as FileRow['cells'],
    findings: Array.from(faults, ([place, code]) => ({ column: columns[place] ?? null, code, params: {} })).filter(({ column }) => column !== null),
  }));
}

/** An empty file to fill in, with one line as an example. */
export async function templateOf(format: 'csv' | 'xlsx', language: Language): Promise<Buffer> {
  const example = ['11310109002451005A', 'HK-2026-001', '2120303', '1234567.00', language === 'en' ? 'Progress payment, fourth quarter' : '第四季度工程进度款', 'BF-2026-0001'];
  const rows = [allocationColumns.map((column) => headings[language][column]), example];
  return format === 'csv' ? csvOf(rows) : Buffer.from(await writeXlsx({ sheets: [{ name: language === 'en' ? 'Allocations' : '批量拨付', rows }] }));
}

/** Refused lines as they stood in the file, each with what is wrong: to be mended and uploaded again. */
export function refusedLinesFile(lines: readonly AllocationLine[], language: Language): Buffer {
  const words = ({ findings }: AllocationLine) => findings.map(({ column, code, params }) => `${column ? `${headings[language][column]}：` : ''}${sentence(language, 'field', code, params)}`).join('；');
  return csvOf([
    [...allocationColumns, 'result' as const].map((column) => headings[language][column]),
    ...lines.map((line) => [...allocationColumns.map((column) => line.cells[column]), words(line)]),
  ]);
}

/** With the mark by which a spreadsheet knows UTF-8, and nothing that it would compute. */
const csvOf = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(stringify(rows.map((row) => [...row]), { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
