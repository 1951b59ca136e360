import { parse } from 'csv-parse/sync';
import { readXlsx, type CellValue } from 'hucre/xlsx';
import { ApiError } from '../problem.ts';

/** A cell that isn't what it shows: computed, or covered by a neighbour. */
export type CellFault = 'form.formula' | 'form.merged';

export interface TableRow {
  /** As a spreadsheet counts, from 1. */
  readonly rowNo: number;
  readonly cells: readonly string[];
  /** By the place of the cell, from 0. */
  readonly faults: ReadonlyMap<number, CellFault>;
}

/** Of the bytes that are uploaded; what a workbook unpacks to may be as many times more. */
export const tableSizeBytesMax = 5 * 1024 * 1024;
const unpackedTimesMax = 40;

/**
 * The rows of a CSV file (UTF-8, UTF-16 with its mark, or GB 18030) or of the first sheet of a workbook, every cell as text; empty rows are left out.
 * Throws `allocation.fileEmpty`, `allocation.fileTooLarge`, `allocation.fileUnreadable`.
 */
export async function readTable(bytes: Buffer): Promise<readonly TableRow[]> {
  if (bytes.length > tableSizeBytesMax) throw new ApiError('allocation.fileTooLarge', { sizeMb: tableSizeBytesMax / 1024 / 1024 });
  const rows = bytes.subarray(0, 4).equals(zipMark) ? await readWorkbook(bytes) : readCsv(bytes);
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) throw new ApiError('allocation.fileEmpty');
  return filled;
}

const zipMark = Buffer.from('PK\u0003\u0004', 'latin1');

function readCsv(bytes: Buffer): TableRow[] {
  const text = decode(bytes);
  if (text.includes('\0')) throw new ApiError('allocation.fileUnreadable');
  const [heading = ''] = text.split(/\r?\n/, 1);
  const delimiter = [',', '\t', ';'].find((each) => heading.includes(each)) ?? ',';
  try {
    const records = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false, info: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record }, index) => ({ rowNo: index + 1, cells: record, faults: faultsOf(record) }));
  } catch {
    throw new ApiError('allocation.fileUnreadable');
  }
}

/** What a spreadsheet would compute is no amount and no code: nobody could see in the file what it comes to. */
function faultsOf(cells: readonly string[]): Map<number, CellFault> {
  return new Map(cells.flatMap((cell, place) => (/^[=@]/.test(cell.trim()) ? [[place, 'form.formula'] as const] : [])));
}

/** Spreadsheets in China write GB 18030 where they aren't asked for UTF-8. */
function decode(bytes: Buffer): string {
  const marks = [[0xff, 0xfe, 'utf-16le'], [0xfe, 0xff, 'utf-16be']] as const;
  const marked = marks.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new ApiError('allocation.fileUnreadable');
}

async function readWorkbook(bytes: Buffer): Promise<TableRow[]> {
  if (unpackedSizeBytes(bytes) > tableSizeBytesMax * unpackedTimesMax) throw new ApiError('allocation.fileTooLarge', { sizeMb: tableSizeBytesMax / 1024 / 1024 });
  const workbook = await readXlsx(bytes, { sheets: [0] }).catch(() => {
    throw new ApiError('allocation.fileUnreadable');
  });
  const [sheet] = workbook.sheets;
  if (!sheet) throw new ApiError('allocation.fileEmpty');
  const faults = new Map<string, CellFault>();
  for (const [place, cell] of sheet.cells ?? []) if (cell.formula !== undefined) faults.set(place, 'form.formula');
  for (const { startRow, startCol, endRow, endCol } of sheet.merges ?? []) {
    for (let row = startRow; row <= Math.min(endRow, sheet.rows.length - 1); row += 1) {
      for (let column = startCol; column <= Math.min(endCol, startCol + 50); column += 1) faults.set(`${row},${column}`, 'form.merged');
    }
  }
  return sheet.rows.map((row, index) => ({
    rowNo: index + 1,
    cells: row.map(textOf),
    faults: new Map(row.flatMap((_, place) => {
      const fault = faults.get(`${index},${place}`);
      return fault ? [[place, fault] as const] : [];
    })),
  }));
}

/** A number as it is written without an exponent; a code that a spreadsheet took for a number keeps what is left of it. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  return String(value);
}

/** What the entries of an archive say that they unpack to, added up: a small file may be an endless one. */
function unpackedSizeBytes(bytes: Buffer): number {
  let sum = 0;
  const entryMark = Buffer.from('PK\u0001\u0002', 'latin1');
  for (let at = bytes.indexOf(entryMark); at >= 0 && at + 28 <= bytes.length; at = bytes.indexOf(entryMark, at + 4)) sum += bytes.readUInt32LE(at + 24);
  return sum;
}
