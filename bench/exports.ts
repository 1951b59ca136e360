/**
 * What an export of a million rows takes: memory above what the process had before, the rows made as they are written and read by somebody
 * who keeps nothing. BENCH_ROWS asks for other numbers.
 */
import { toCsv } from '../api/exports/csv.ts';
import { sheetOf, words } from '../api/exports/sheet.ts';
import { toXlsx } from '../api/exports/xlsx.ts';
import { figure, type Figure } from './figure.ts';

const rows = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const limitMb = 100;
const sampleEvery = 20_000;

interface Row {
  readonly id: string;
  readonly amountFen: bigint;
  readonly at: Date;
}

function sheet(onRow: (count: number) => void) {
  function* make(): Generator<Row> {
    for (let count = 1; count <= rows; count += 1) {
      onRow(count);
      yield { id: `01980000-0000-7000-8000-${String(count).padStart(12, '0')}`, amountFen: BigInt(count) * 109n, at: new Date(1_790_000_000_000 + count * 1_000) };
    }
  }
  return sheetOf<Row>(words('资金流水', 'Transfers'), [
    { heading: words('流水号', 'Transfer'), kind: 'text', cell: ({ id }) => id },
    ...['付方', '收方', '项目', '状态', '业务编号'].map((name) => ({ heading: words(name, name), kind: 'text' as const, cell: ({ id }: Row) => `上海示例浦江市政建设有限公司 ${id}` })),
    { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
    { heading: words('时间', 'Time'), kind: 'time', cell: ({ at }) => at },
  ], make());
}

/** The most memory that was in use while everything was written, and how long it took. */
async function measure(write: (onRow: (count: number) => void) => AsyncIterable<string | Buffer>) {
  globalThis.gc?.();
  const beforeBytes = process.memoryUsage.rss();
  let peakBytes = beforeBytes;
  let sizeBytes = 0;
  const startedMs = performance.now();
  for await (const chunk of write((count) => { if (count % sampleEvery === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss()); })) sizeBytes += Buffer.byteLength(chunk);
  return { aboveMb: (peakBytes - beforeBytes) / 1024 / 1024, seconds: (performance.now() - startedMs) / 1000, sizeMb: sizeBytes / 1024 / 1024 };
}

export async function* figures(): AsyncGenerator<Figure> {
  const kinds = [
    ['csv', (onRow: (count: number) => void) => toCsv(sheet(onRow), 'zh-CN')],
    ['xlsx', (onRow: (count: number) => void) => toXlsx(sheet(onRow), 'zh-CN') as AsyncIterable<Buffer>],
  ] as const;
  for (const [kind, write] of kinds) {
    const { aboveMb, seconds, sizeMb } = await measure(write);
    console.error(`exports.${kind}: ${rows} rows, ${sizeMb.toFixed(1)} MB in ${seconds.toFixed(1)} s, ${aboveMb.toFixed(1)} MB of memory above the start`);
    yield figure(`exports.${kind}.memory`, aboveMb, 'MB', `the limit, for ${rows} rows`, limitMb);
    yield figure(`exports.${kind}.rows`, rows / seconds, '1/s', 'a million rows in a minute', 1_000_000 / 60);
  }
}
