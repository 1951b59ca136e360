import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DocumentError } from '../document-error.ts';
import { makeEInvoice } from '../testing/make-e-invoice.ts';
import { parseEInvoice } from './parse-e-invoice.ts';

const sample = readFileSync(join(import.meta.dirname, 'e-invoice.sample.xml'), 'utf8');
const parse = (xml: string) => parseEInvoice(Buffer.from(xml));

describe('e-invoice', () => {
  it('is read whole', () => {
    assert.deepEqual(parse(sample), {
      eInvoiceId: '26312000000012345678',
      number: '26312000000012345678',
      issuedOn: '2026-10-15',
      seller: { creditCode: '91310109MA1G5K2P2Y', name: '上海示例市政建设有限公司' },
      buyer: { creditCode: '11310109002453126Q', name: '虹口区示例街道办事处' },
      amountWithoutTaxFen: 100_000_00n,
      taxFen: 9_000_00n,
      totalFen: 109_000_00n,
      totalUpperCase: '壹拾万玖仟圆整',
      lines: [
        { name: '*建筑服务*道路整治工程进度款', amountFen: 60_000_00n, taxFen: 5_400_00n, taxRate: '0.09', classificationCode: '3050200000000000000' },
        { name: '*建筑服务*排水管网改造进度款', amountFen: 40_000_00n, taxFen: 3_600_00n, taxRate: '0.09', classificationCode: '3050200000000000000' },
      ],
    });
  });

  it('may have one line or many', () => {
    const lines = sample.match(/ *<IssuItemInformation>[^]*?<\/IssuItemInformation>\n/g) ?? [];
    assert.equal(parse(sample.replace(lines[1] ?? '', '')).lines.length, 1);
    assert.equal(parse(sample.replace(lines[1] ?? '', (lines[1] ?? '').repeat(500))).lines.length, 501);
  });

  it('passes over what it does not know, in any order, under any prefix', () => {
    const known = parse(sample);
    assert.deepEqual(parse(sample.replaceAll('<Version>', '<New><Amount>1</Amount></New><Version>')), known);
    assert.deepEqual(parse(sample.replace(/<(\/?)(EInvoice|Header)>/g, '<$1inv:$2>')), known);
    const header = / {2}<Header>[^]*<\/Header>\n/.exec(sample)?.[0] ?? '';
    assert.deepEqual(parse(sample.replace(header, '').replace('</EInvoice>', `${header}</EInvoice>`)), known);
  });

  it('has null for all that is missing or empty', () => {
    const nothing = {
      eInvoiceId: null,
      number: null,
      issuedOn: null,
      seller: { creditCode: null, name: null },
      buyer: { creditCode: null, name: null },
      amountWithoutTaxFen: null,
      taxFen: null,
      totalFen: null,
      totalUpperCase: null,
      lines: [],
    };
    assert.deepEqual(parse('<EInvoice/>'), nothing);
    assert.deepEqual(parse('<EInvoice><Header><EIid> </EIid></Header><EInvoiceData><BasicInformation><TotalTaxAm/></BasicInformation></EInvoiceData></EInvoice>'), nothing);
    assert.deepEqual(parse('<EInvoice><EInvoiceData><IssuItemInformation/></EInvoiceData></EInvoice>').lines, [
      { name: null, amountFen: null, taxFen: null, taxRate: null, classificationCode: null },
    ]);
  });

  it('has no day of issue where the element is no time', () => {
    for (const time of ['2026-02-30 10:00:00', '15.10.2026', 'yesterday']) {
      assert.equal(parse(sample.replace('2026-10-15 10:21:35', time)).issuedOn, null, time);
    }
  });

  it('may be red: negative amounts', () => {
    const red = makeEInvoice({
      number: '26312000000012345679',
      seller: { creditCode: '91310109MA1G5K2P2Y', name: 'A' },
      buyer: { creditCode: '11310109002453126Q', name: 'B' },
      lines: [{ name: 'reversal', amountFen: -1_00n, taxFen: -9n }],
      issuedOn: '2026-10-16',
    });
    const { totalFen, totalUpperCase } = parse(red);
    assert.equal(totalFen, -1_09n);
    assert.equal(totalUpperCase, '负壹圆零玖分');
  });

  it('is refused where the root is another', () => {
    assert.throws(() => parse('<html/>'), { code: 'invoice.notAnEInvoice', params: { root: 'html' } });
    assert.throws(() => parse(`<${'x'.repeat(100)}/>`), { code: 'invoice.notAnEInvoice', params: { root: `${'x'.repeat(40)}…` } });
  });

  for (const element of ['Header', 'EIid', 'EInvoiceData', 'SellerInformation', 'SellerIdNum', 'TotalTax-includedAmount', 'InvoiceNumber', 'Amount']) {
    it(`is refused with two of ${element}`, () => {
      const twice = sample.replace(new RegExp(`<${element}>`), `<${element}></${element}><${element}>`);
      assert.throws(() => parse(twice), { code: 'invoice.elementRepeated', params: { element } });
    });
  }

  for (const found of ['100000.000', '100000.005', '1e5', '100,000.00', '0x10', '壹拾万', '1 000', '***', 'NaN', `${'9'.repeat(40)}x`]) {
    it(`is refused with the amount ${found}`, () => {
      assert.throws(() => parse(sample.replace('100000.00', found)), {
        code: 'invoice.amountInvalid',
        params: { element: 'TotalAmWithoutTax', found: found.length > 40 ? `${found.slice(0, 40)}…` : found },
      });
    });
  }

  it('reads amounts up to 2^53-1 fen, and refuses one fen more', () => {
    assert.equal(parse(sample.replace('109000.00', '90071992547409.91')).totalFen, 9007199254740991n);
    assert.equal(parse(sample.replace('109000.00', '-90071992547409.91')).totalFen, -9007199254740991n);
    for (const amount of ['90071992547409.92', '-90071992547409.92', '9'.repeat(5000)]) {
      assert.throws(() => parse(sample.replace('109000.00', amount)), {
        code: 'invoice.amountTooLarge',
        params: { element: 'TotalTax-includedAmount' },
      });
    }
  });

  it('is refused where the lines together are beyond what can be counted exactly', () => {
    const huge = sample.replace('60000.00</Amount>', '50071992547409.91</Amount>').replace('40000.00</Amount>', '-50071992547409.91</Amount>');
    assert.throws(() => parse(huge), { code: 'invoice.amountTooLarge', params: { element: 'IssuItemInformation' } });
  });

  it('is refused above 1 MiB, before a line of it is read', () => {
    const padded = Buffer.alloc(1024 * 1024 + 1, ' ');
    padded.write(sample);
    assert.equal(parseEInvoice(padded.subarray(0, -1)).number, '26312000000012345678');
    assert.throws(() => parseEInvoice(padded), { code: 'invoice.tooLarge' });
  });

  it('comes back from the generator as it went in', () => {
    const fen = fc.bigInt(-(10n ** 12n), 10n ** 12n);
    const text = fc.string({ unit: fc.constantFrom(...'甲乙ab&<>"\''), minLength: 1, maxLength: 8 });
    const line = fc.record({ name: text, amountFen: fen, taxFen: fen }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), text, (lines, name) => {
        const party = { creditCode: '91310109MA1G5K2P2Y', name };
        const read = parse(makeEInvoice({ number: '26312000000012345678', seller: party, buyer: party, lines, issuedOn: '2026-10-15' }));
        assert.deepEqual(read.lines.map(({ name, amountFen, taxFen }) => ({ name, amountFen, taxFen })), lines);
        assert.equal(read.totalFen, lines.reduce((sum, { amountFen, taxFen }) => sum + amountFen + taxFen, 0n));
        assert.deepEqual(read.seller, party);
      }),
    );
  });

  it('damaged in any place, is read or refused, and never anything else', () => {
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(30), fc.string({ maxLength: 5 }), (at, cut, put) => {
        try {
          parse(sample.slice(0, at) + put + sample.slice(at + cut));
        } catch (error) {
          assert.ok(error instanceof DocumentError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
