import { parse } from 'csv-parse/sync';
import { invalid } from '../messages/message-invalid.ts';
import type { ColumnMapping } from './column-mapping.ts';

const rowsCountMax = 100_000;

/** A row of a file: the cell under a header. */
export interface Row {
  /** Counted from 1 with the headers' line, for whoever looks for it. */
  readonly line: number;
  /** The cell's text, trimmed; empty where the header is undefined or the cell is. */
  at(header: string | undefined): string;
}

/**
 * Reads the rows of a file whose headers hold at least these, in whatever order; what else it has is passed over.
 * @throws BankError `bank.messageInvalid`
 */
export function readRows(bytes: Uint8Array, { encoding, delimiter, linesBefore }: ColumnMapping, needed: readonly string[]): Row[] {
  const [headers = [], ...lines] = parseCells(decode(bytes, encoding), delimiter, linesBefore);
  const columns = new Map(headers.map((header, index) => [header, index]));
  const missing = needed.find((header) => !columns.has(header));
  if (missing !== undefined) throw invalid('missing', missing);
  const repeated = needed.find((header) => headers.filter((each) => each === header).length > 1);
  if (repeated !== undefined) throw invalid('repeated', repeated);
  if (lines.length > rowsCountMax) throw invalid('tooLarge', `${lines.length}`);
  return lines.map((cells, index) => ({
    line: index + 2 + linesBefore,
    at: (header) => (header === undefined ? '' : (cells[columns.get(header) ?? -1] ?? '')),
  }));
}

function decode(bytes: Uint8Array, encoding: ColumnMapping['encoding']): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid('broken', encoding, { cause });
  }
}

function parseCells(text: string, delimiter: string, linesBefore: number): string[][] {
  try {
    return parse(text, { delimiter, from_line: linesBefore + 1, skip_empty_lines: true, trim: true, max_record_size: 65_536 });
  } catch (cause) {
    throw invalid('broken', cause instanceof Error && 'lines' in cause ? `${String(cause.lines)}` : 'CSV', { cause });
  }
}
