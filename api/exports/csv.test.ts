import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCsv } from './csv.ts';
import { sheetOf, words, type Cell } from './sheet.ts';

const joined = async (parts: AsyncIterable<string>): Promise<string> => {
  let all = '';
  for await (const part of parts) all += part;
  return all;
};
const text = (rows: readonly Cell[], language: 'zh-CN' | 'en' = 'zh-CN'): Promise<string> => {
  const sheet = sheetOf<Cell>(words('表', 'Table'), [{ heading: words('内容, "原文"', 'Content'), kind: 'text', cell: (row) => row }], rows);
  return joined(toCsv(sheet, language));
};

describe('comma-separated values', () => {
  it('begin with the mark by which Excel knows UTF-8, and name the columns in the reader’s language', async () => {
    assert.equal(await text([]), '\uFEFF"内容, ""原文"""\r\n');
    assert.equal(await text([], 'en'), '\uFEFFContent\r\n');
  });

  it('quote what RFC 4180 has quoted, and nothing else', async () => {
    assert.equal(await text(['a', 'a,b', 'a"b', 'a\nb', '路面 整治', null, ''], 'en'), '\uFEFFContent\r\na\r\n"a,b"\r\n"a""b"\r\n"a\nb"\r\n路面 整治\r\n\r\n\r\n');
  });

  for (const formula of ['=1+1', '+86 21', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＠x', "=HYPERLINK(\"http://x\",\"y\")"]) {
    it(`make ${JSON.stringify(formula)} a text, not a formula`, async () => {
      const field = (await text([formula], 'en')).split('Content\r\n')[1] ?? '';
      assert.match(field, /^"?'/);
    });
  }

  it('have amounts as yuan with two places and as fen, exact, and times as they were in Shanghai', async () => {
    const sheet = sheetOf<bigint | null>(words('表', 'Table'), [
      { heading: words('金额', 'Amount'), kind: 'fen', cell: (fen) => fen, isSummed: true },
      { heading: words('时间', 'Time'), kind: 'time', cell: () => new Date('2026-10-31T16:00:01Z') },
      { heading: words('次数', 'Count'), kind: 'count', cell: () => -3 },
    ], [9_007_199_254_740_991n, 5n, 0n, -123n, null]);
    assert.deepEqual((await joined(toCsv(sheet, 'zh-CN'))).split('\r\n').slice(0, -1), [
      '\uFEFF金额（元）,金额（分）,时间,次数',
      '90071992547409.91,9007199254740991,2026-11-01 00:00:01,-3', '0.05,5,2026-11-01 00:00:01,-3', '0.00,0,2026-11-01 00:00:01,-3', '-1.23,-123,2026-11-01 00:00:01,-3', ',,2026-11-01 00:00:01,-3',
    ]);
  });
});
