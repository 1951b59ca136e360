import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sheetOf, words, type Sheet } from './sheet.ts';
import { unzip } from './testing/unzip.ts';
import { toXlsx } from './xlsx.ts';

interface Row {
  readonly name: string;
  readonly amountFen: bigint | null;
}
const at = new Date('2026-10-31T16:00:00Z');
const table = (rows: AsyncIterable<Row> | Iterable<Row>): Sheet => sheetOf<Row>(words('资金/流水', 'Transfers'), [
  { heading: words('名称', 'Name'), kind: 'text', cell: ({ name }) => name },
  { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
  { heading: words('时间', 'Time'), kind: 'time', cell: () => at },
], rows);
const pack = async (sheet: Sheet, rowsMax?: number) => unzip(Buffer.concat(await toXlsx(sheet, 'zh-CN', rowsMax).toArray() as Buffer[]));
const partOf = (files: ReadonlyMap<string, string>, path: string) => files.get(path) ?? assert.fail(`no ${path}`);
const rowsOf = (xml: string) => [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => row);

describe('a workbook', () => {
  it('has amounts as numbers with a format, times as dates, a heading that stays, and the totals', async () => {
    const xml = partOf(await pack(table([{ name: '甲', amountFen: 9_007_199_254_740_991n }, { name: '乙', amountFen: 5n }, { name: '丙', amountFen: null }])), 'xl/worksheets/sheet1.xml');
    assert.match(xml, /<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/);
    const [heading = '', first = '', , third = '', total = '', ...others] = rowsOf(xml);
    assert.deepEqual(others, []);
    assert.deepEqual([...heading.matchAll(/preserve">(.*?)</g)].map(([, text]) => text), ['名称', '金额（元）', '金额（分）', '时间']);
    assert.match(first, /<c r="B2" s="2"><v>90071992547409.91<\/v><\/c><c r="C2" s="3"><v>9007199254740991<\/v><\/c><c r="D2" s="4"><v>46327<\/v><\/c>/);
    assert.doesNotMatch(third, /r="[BC]4"/);
    assert.match(total, /合计.*<c r="B5" s="7"><v>90071992547409.96<\/v><\/c><c r="C5" s="8"><v>9007199254740996<\/v>/);
  });

  it('computes nothing that somebody entered, and stays well-formed whatever it is', async () => {
    const name = '=1+1 <b>&"\u0000\uD800\u0007]]>\r😀';
    const xml = partOf(await pack(table([{ name, amountFen: 1n }])), 'xl/worksheets/sheet1.xml');
    assert.match(rowsOf(xml)[1] ?? '', /^<c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">=1\+1 &lt;b&gt;&amp;&quot;\]\]&gt;&#13;😀<\/t><\/is><\/c>/);
    assert.doesNotMatch(xml, /<f>/);
  });

  it('goes on in a next worksheet where one is full, and has the totals at the end of the last', async () => {
    const files = await pack(table(Array.from({ length: 5 }, (_, index) => ({ name: String(index), amountFen: 10n }))), 2);
    const sheets = [1, 2, 3].map((number) => rowsOf(partOf(files, `xl/worksheets/sheet${number}.xml`)));
    assert.deepEqual(sheets.map((rows) => rows.length), [3, 3, 3]);
    assert.match(sheets[2]?.at(-1) ?? '', /<v>50<\/v>/);
    assert.deepEqual([...partOf(files, 'xl/workbook.xml').matchAll(/name="(.*?)"/g)].map(([, name]) => name), ['资金 流水', '资金 流水 2', '资金 流水 3']);
    assert.equal([...partOf(files, '[Content_Types].xml').matchAll(/worksheet\+xml/g)].length, 3);
  });

  it('of nothing has its heading and a total of nothing', async () => {
    assert.equal(rowsOf(partOf(await pack(table([])), 'xl/worksheets/sheet1.xml')).length, 2);
  });

  it('waits for whoever reads slowly, and reads no more rows once they have gone', async () => {
    let made = 0;
    let hasEnded = false;
    async function* endless(): AsyncGenerator<Row> {
      try {
        for (;;) yield { name: `${(made += 1)} ${Math.random()}`, amountFen: BigInt(made) };
      } finally {
        hasEnded = true;
      }
    }
    const stream = toXlsx(table(endless()), 'zh-CN');
    stream.on('data', () => stream.pause());
    await once(stream, 'data');
    let before = -1;
    // The buffers between fill up, and then nothing moves.
    while (made !== before) {
      before = made;
      await sleep(200);
    }
    assert.ok(made < 200_000, `${made} rows were made ahead`);
    stream.destroy();
    await once(stream, 'close');
    while (!hasEnded) await sleep(5);
  });

  it('breaks off where a row can’t be read, so that nobody takes a part for the whole', async () => {
    async function* broken(): AsyncGenerator<Row> {
      yield { name: 'one', amountFen: 1n };
      throw new Error('the database has gone');
    }
    await assert.rejects(toXlsx(table(broken()), 'zh-CN').toArray(), /the database has gone/);
  });
});
