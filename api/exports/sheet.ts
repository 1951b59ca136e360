import type { Language } from '../call.ts';

/** A text in both languages. */
export type Words = Readonly<Record<Language, string>>;
export const words = (chinese: string, english: string): Words => ({ 'zh-CN': chinese, en: english });

/** What a cell holds: `fen` is an amount, shown in yuan and in fen; `time` is shown in Shanghai's time. */
export type Cell = string | number | bigint | Date | null;
export type CellKind = 'text' | 'count' | 'fen' | 'time' | 'day';

export interface Column<Row> {
  readonly heading: Words;
  readonly kind: CellKind;
  readonly cell: (row: Row) => Cell | Words;
  /** An amount whose sum says something. */
  readonly isSummed?: true;
}

/** A table that is handed out as a file: its rows are read as they are written, never all at once. */
export interface Sheet {
  readonly name: Words;
  readonly columns: readonly Omit<Column<never>, 'cell'>[];
  rows(language: Language): AsyncIterable<readonly Cell[]>;
}

const isWords = (cell: Cell | Words): cell is Words => typeof cell === 'object' && cell !== null && 'zh-CN' in cell;

export function sheetOf<Row>(name: Words, columns: readonly Column<Row>[], rows: AsyncIterable<Row> | Iterable<Row>): Sheet {
  return {
    name,
    columns,
    async *rows(language) {
      for await (const row of rows) {
        yield columns.map(({ cell }) => {
          const value = cell(row);
          return isWords(value) ? value[language] : value;
        });
      }
    },
  };
}

/** Headings as the file has them: an amount has two columns. */
export function headingsOf({ columns }: Sheet, language: Language): readonly string[] {
  const unit = { 'zh-CN': ['（元）', '（分）'], en: [' (yuan)', ' (fen)'] }[language];
  return columns.flatMap(({ heading, kind }) => (kind === 'fen' ? unit.map((each) => heading[language] + each) : [heading[language]]));
}

/** An amount as a decimal number of yuan, exact: `-1234.50`. */
export function yuanOf(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const zoneOffsetMs = 8 * 60 * 60_000;

/** A time as milliseconds of a clock on a wall in Shanghai. */
export const wallMs = (at: Date): number => at.getTime() + zoneOffsetMs;
