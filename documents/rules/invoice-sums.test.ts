import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { EInvoice, EInvoiceLine } from '../e-invoice/e-invoice.ts';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceSums } from './invoice-sums.ts';

const { eInvoice } = soundFacts;
const faultOf = (changes: Partial<EInvoice>) => {
  const { outcome, params } = invoiceSums(withEInvoice(changes));
  assert.equal(outcome, 'refused');
  return params;
};
const line = (amountFen: bigint | null, taxFen: bigint | null): EInvoiceLine => ({ name: null, amountFen, taxFen, taxRate: null, classificationCode: null });

it('passes an invoice of one line or two that adds up', () => {
  assert.deepEqual(invoiceSums(soundFacts).params, {});
  assert.equal(invoiceSums(soundFacts).outcome, 'passed');
  assert.equal(invoiceSums(withEInvoice({ lines: [line(100_000_00n, 9_000_00n)] })).outcome, 'passed');
});

it('passes a red invoice that adds up', () => {
  const red = { amountWithoutTaxFen: -100n, taxFen: -9n, totalFen: -109n, lines: [line(-100n, -9n)] };
  assert.equal(invoiceSums(withEInvoice(red)).outcome, 'passed');
});

it('refuses lines that miss the amount or the tax by one fen', () => {
  assert.deepEqual(faultOf({ lines: [line(100_000_01n, 9_000_00n)] }), { sum: 'amount', statedFen: 10_000_000, computedFen: 10_000_001 });
  assert.deepEqual(faultOf({ lines: [line(100_000_00n, 8_999_99n)] }), { sum: 'tax', statedFen: 900_000, computedFen: 899_999 });
  assert.deepEqual(faultOf({ lines: eInvoice.lines.slice(1) }), { sum: 'amount', statedFen: 10_000_000, computedFen: 4_000_000 });
});

it('lets amount and tax miss the total by one fen a line, and no more', () => {
  for (const missFen of [-2n, -1n, 1n, 2n]) {
    assert.equal(invoiceSums(withEInvoice({ totalFen: 109_000_00n + missFen })).outcome, 'passed');
  }
  assert.deepEqual(faultOf({ totalFen: 109_000_03n }), { sum: 'total', statedFen: 10_900_003, computedFen: 10_900_000 });
  assert.deepEqual(faultOf({ totalFen: 109_000_02n, lines: [line(100_000_00n, 9_000_00n)] })['sum'], 'total');
});

it('refuses an invoice without lines or with a figure missing', () => {
  assert.deepEqual(faultOf({ lines: [] }), { sum: 'lines', statedFen: null, computedFen: null });
  assert.deepEqual(faultOf({ totalFen: null }), { sum: 'total', statedFen: null, computedFen: 10_900_000 });
  assert.deepEqual(faultOf({ taxFen: null }), { sum: 'tax', statedFen: null, computedFen: 900_000 });
  assert.deepEqual(faultOf({ lines: [line(100_000_00n, 9_000_00n), line(null, 0n)] }), { sum: 'amount', statedFen: 10_000_000, computedFen: null });
});

it('judges any invoice by exact addition', () => {
  const fen = fc.bigInt(-(10n ** 11n), 10n ** 11n);
  const anyLines = fc.array(fc.tuple(fen, fen), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(anyLines, fc.bigInt(-40n, 40n), (lines, missFen) => {
      const amountWithoutTaxFen = lines.reduce((sum, [amountFen]) => sum + amountFen, 0n);
      const taxFen = lines.reduce((sum, [, tax]) => sum + tax, 0n);
      const invoice = { amountWithoutTaxFen, taxFen, totalFen: amountWithoutTaxFen + taxFen + missFen, lines: lines.map(([a, t]) => line(a, t)) };
      const within = Math.abs(Number(missFen)) <= lines.length;
      assert.equal(invoiceSums(withEInvoice(invoice)).outcome, within ? 'passed' : 'refused');
    }),
  );
});
