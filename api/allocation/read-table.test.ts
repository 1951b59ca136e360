import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeXlsx, type WriteSheet } from 'hucre/xlsx';
import { refusedLinesFile, templateOf, toFileRows } from './allocation-table.ts';
import { readTable, tableSizeBytesMax } from './read-table.ts';

const heading = ['收款单位统一社会信用代码', '项目编号', '预算科目', '金额（元）', '用途', '业务编号'];
const line = ['11310109002451005A', 'HK-2026-001', '2120303', '12.50', '道路整治，第四季度', 'BF-1'];
const csv = [heading, line].map((cells) => cells.join(',')).join('\r\n');
/** The same in GB 18030, as a spreadsheet in China writes it. */
const csvInGb18030 = Buffer.from(
  'cad5bfeeb5a5cebbcdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2ccfeec4bfb1e0bac52cd4a4cbe3bfc6c4bf2cbdf0b6eea3a8d4aaa3a92cd3c3cdbe2cd2b5cef1b1e0bac50d0a313133313031' +
  '3039303032343531303035412c484b2d323032362d3030312c323132303330332c31322e35302cb5c0c2b7d5fbd6cea3acb5dacbc4bcbeb6c82c42462d31',
  'hex',
);
const sheetOf = async (sheet: WriteSheet) => Buffer.from(await writeXlsx({ sheets: [sheet] }));
const refusedWith = (code: string) => (error: unknown) => (assert.equal((error as { code: string }).code, code), true);
const cellsOf = async (bytes: Buffer) => toFileRows(await readTable(bytes), 'zh-CN');

describe('an allocation file', () => {
  it('is read in the encodings that spreadsheets write, with either line end', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv.replaceAll(',', '\t'), 'utf16le')]);
    for (const bytes of [Buffer.from(csv), Buffer.from(`\ufeff${csv}`), csvInGb18030, utf16, Buffer.from(csv.replaceAll('\r\n', '\n'))]) {
      const [row] = await cellsOf(bytes);
      assert.deepEqual([row?.rowNo, row?.cells.purpose, row?.cells.amountYuan], [2, '道路整治，第四季度', '12.50']);
    }
  });

  it('is read from a workbook, and a computed or merged cell is named', async () => {
    const rows = [heading, line, [...line.slice(0, 3), 1234.5, '合并', 'BF-2'], [...line.slice(0, 4), '公式', 'BF-3']];
    const cells = new Map([['3,3', { value: 99, formula: 'SUM(D2:D3)' }]]);
    const found = await cellsOf(await sheetOf({ name: '拨付', rows, cells, merges: [{ startRow: 2, startCol: 4, endRow: 2, endCol: 5 }] }));
    assert.deepEqual(found.map(({ rowNo, findings }) => [rowNo, findings.map(({ column, code }) => `${column} ${code}`)]), [
      [2, []], [3, ['purpose form.merged', 'reference form.merged']], [4, ['amountYuan form.formula']],
    ]);
    assert.equal(found[1]?.cells.amountYuan, '1234.5');
  });

  it('takes its columns in any order and ignores others; a computed cell in CSV is named too', async () => {
    const [row] = await cellsOf(Buffer.from('reference,备注,purpose,Amount (yuan),budgetLine,projectId,creditCode\nBF-9,x,用途,=1+1,2120303,HK-2026-001,11310109002451005A'));
    assert.deepEqual([row?.cells.reference, row?.findings], ['BF-9', [{ column: 'amountYuan', code: 'form.formula', params: {} }]]);
  });

  it('is refused when it is empty, too large, no table, or lacks a column', async () => {
    await assert.rejects(readTable(Buffer.alloc(0)), refusedWith('allocation.fileEmpty'));
    await assert.rejects(cellsOf(Buffer.from(heading.join(','))), refusedWith('allocation.fileEmpty'));
    await assert.rejects(readTable(Buffer.alloc(tableSizeBytesMax + 1, 'a')), refusedWith('allocation.fileTooLarge'));
    await assert.rejects(readTable(Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0xff])), refusedWith('allocation.fileUnreadable'));
    await assert.rejects(readTable(Buffer.from('PK\u0003\u0004 and then nothing')), refusedWith('allocation.fileUnreadable'));
    await assert.rejects(readTable(Buffer.from('a,"b\nc')), refusedWith('allocation.fileUnreadable'));
    await assert.rejects(cellsOf(Buffer.from('a,b\n1,2')), refusedWith('allocation.columnsMissing'));
    await assert.rejects(cellsOf(Buffer.from(`${heading.join(',')}\n${`${line.join(',')}\n`.repeat(10_001)}`)), refusedWith('allocation.tooManyLines'));
  });

  it('is refused when a small archive says that it unpacks to an endless one', async () => {
    const bytes = await sheetOf({ name: 'x', rows: [heading, line] });
    const entry = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bytes.writeUInt32LE(0x7fff_ffff, entry + 24);
    await assert.rejects(readTable(bytes), refusedWith('allocation.fileTooLarge'));
  });

  it('can be filled in from either template, and what was refused can be uploaded again', async () => {
    for (const format of ['csv', 'xlsx'] as const) for (const language of ['zh-CN', 'en'] as const) assert.equal((await cellsOf(await templateOf(format, language))).length, 1);
    const [row] = await cellsOf(Buffer.from(csv));
    assert.ok(row);
    const refused = { ...row, organisationId: null, projectId: null, amountFen: null, reference: null, state: 'refused' as const, applicationId: null, findings: [{ column: 'creditCode' as const, code: 'form.creditCodeWrong', params: {} }] };
    const file = refusedLinesFile([refused], 'zh-CN');
    assert.match(file.toString(), /校验位不符/);
    assert.deepEqual((await cellsOf(file))[0]?.cells, row.cells);
  });
});
