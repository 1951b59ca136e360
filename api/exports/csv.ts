import type { Language } from '../call.ts';
import { headingsOf, wallMs, yuanOf, type Cell, type CellKind, type Sheet } from './sheet.ts';

/** By it Excel knows UTF-8 from the code page of the machine. */
const byteOrderMark = '\uFEFF';
/** Beginnings that a spreadsheet takes for a formula, also in the wide form of East Asian keyboards. */
const formula = /^[=+\-@\t\r＝＋－＠]/;
const chunkChars = 64 * 1024;

/** A text as a field by RFC 4180; one that a spreadsheet would compute is made plain by an apostrophe. */
function field(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function fields(cell: Cell, kind: CellKind): string[] {
  if (kind === 'fen') return typeof cell === 'bigint' ? [yuanOf(cell), String(cell)] : ['', ''];
  if (cell === null) return [''];
  if (cell instanceof Date) return [new Date(wallMs(cell)).toISOString().slice(0, 19).replace('T', ' ')];
  // Numbers of ours are no text that somebody entered.
  return [typeof cell === 'string' ? field(cell) : String(cell)];
}

/** A sheet as comma-separated values in UTF-8: headings, then the rows as they come. It has no totals, which would be read as a row. */
export async function* toCsv(sheet: Sheet, language: Language): AsyncGenerator<string> {
  let chunk = `${byteOrderMark}${headingsOf(sheet, language).map(field).join(',')}\r\n`;
  for await (const row of sheet.rows(language)) {
    chunk += `${row.flatMap((cell, index) => fields(cell, sheet.columns[index]?.kind ?? 'text')).join(',')}\r\n`;
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
