import type { Language } from '../call.ts';
import { headingsOf, wallMs, words, yuanOf, type Cell, type CellKind, type Sheet } from './sheet.ts';

/** Places in the list of `cellXfs` of {@link stylesXml}. */
const style = { plain: 0, heading: 1, yuan: 2, whole: 3, time: 4, day: 5, totalText: 6, totalYuan: 7, totalWhole: 8 } as const;

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const formats = [[0, 0, 0], [0, 1, 2], [4, 0, 0], [3, 0, 0], [164, 0, 0], [165, 0, 0], [0, 1, 2], [4, 1, 2], [3, 1, 2]]
  .map(([format, font, fill]) => `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>`);

export const stylesXml = [
  `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>`,
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F5"/></patternFill></fill></fills>',
  `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${formats.length}">`, ...formats, '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

const widths: Readonly<Record<CellKind, readonly number[]>> = { text: [24], count: [10], fen: [18, 18], time: [20], day: [12] };

/** Control characters that XML can't carry, and halves of a character. */
const unsayable = /[[\p{Cc}--[\t\n\r]]\p{Cs}\uFFFE\uFFFF]/gv;
const cellCharsMax = 32_767;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
export const escapeXml = (text: string): string => text.replace(unsayable, '').replace(/[&<>"\r]/g, (char) => entities[char] ?? char);

/** `A`, `B`, .. `Z`, `AA`, .. */
function letters(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26);
}

/** Days since the spreadsheet's day 0, in Shanghai's time. */
const serial = (at: Date) => wallMs(at) / 86_400_000 + 25_569;
const textCell = (place: string, text: string, at: number = style.plain) => `<c r="${place}" s="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, cellCharsMax))}</t></is></c>`;
const numberCell = (place: string, number: string | number | bigint, at: number) => `<c r="${place}" s="${at}"><v>${number}</v></c>`;

interface XlsxCell {
  readonly write: (place: string) => string;
}
const nothing: XlsxCell = { write: () => '' };

function cellsOf(cell: Cell, kind: CellKind): XlsxCell[] {
  if (kind === 'fen') {
    if (typeof cell !== 'bigint') return [nothing, nothing];
    return [{ write: (place) => numberCell(place, yuanOf(cell), style.yuan) }, { write: (place) => numberCell(place, cell, style.whole) }];
  }
  if (cell === null) return [nothing];
  if (cell instanceof Date) return [{ write: (place) => numberCell(place, serial(cell), kind === 'day' ? style.day : style.time) }];
  if (typeof cell === 'string') return [{ write: (place) => textCell(place, cell) }];
  return [{ write: (place) => numberCell(place, cell, style.whole) }];
}

const totalWords = words('合计', 'Total');

/** The sums of a sheet's amounts, kept over all of its parts. */
export class Totals {
  readonly #sums: (bigint | null)[];

  constructor({ columns }: Sheet) {
    this.#sums = columns.map(({ isSummed }) => (isSummed ? 0n : null));
  }

  add(row: readonly Cell[]): void {
    for (const [index, cell] of row.entries()) {
      const sum = this.#sums[index];
      if (typeof sum === 'bigint' && typeof cell === 'bigint') this.#sums[index] = sum + cell;
    }
  }

  get isEmpty(): boolean {
    return this.#sums.every((sum) => sum === null);
  }

  cells({ columns }: Sheet, language: Language): XlsxCell[] {
    return columns.flatMap(({ kind }, index): XlsxCell[] => {
      const sum = this.#sums[index];
      if (typeof sum === 'bigint') return [{ write: (place) => numberCell(place, yuanOf(sum), style.totalYuan) }, { write: (place) => numberCell(place, sum, style.totalWhole) }];
      const blank: XlsxCell = { write: (place) => textCell(place, index === 0 ? totalWords[language] : '', style.totalText) };
      return kind === 'fen' ? [blank, blank] : [blank];
    });
  }
}

const chunkChars = 64 * 1024;

/** The XML of one worksheet: a heading that stays in sight, rows, and where it is the last one the totals. */
export async function* worksheetXml(sheet: Sheet, rows: AsyncIterable<readonly Cell[]>, totals: Totals, isLast: () => boolean, language: Language): AsyncGenerator<string> {
  const headings = headingsOf(sheet, language);
  const places = headings.map((_, index) => letters(index));
  const columnXml = sheet.columns.flatMap(({ kind }) => widths[kind]).map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('');
  let number = 1;
  const rowXml = (cells: readonly XlsxCell[]) => `<row r="${number}">${cells.map(({ write }, index) => write(`${places[index]}${number}`)).join('')}</row>`;
  const view = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const headingXml = rowXml(headings.map((text) => ({ write: (place) => textCell(place, text, style.heading) })));
  let chunk = `${xmlHead}<worksheet xmlns="${main}">${view}<cols>${columnXml}</cols><sheetData>${headingXml}`;
  for await (const row of rows) {
    number += 1;
    totals.add(row);
    chunk += rowXml(row.flatMap((cell, index) => cellsOf(cell, sheet.columns[index]?.kind ?? 'text')));
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  number += 1;
  if (isLast() && !totals.isEmpty) chunk += rowXml(totals.cells(sheet, language));
  yield `${chunk}</sheetData></worksheet>`;
}
