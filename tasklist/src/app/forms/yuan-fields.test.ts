import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fenToYuanFields, fieldOf, formKeyOf, yuanToFenFields } from './yuan-fields.ts';

test('amounts change their unit at every depth, the rest stays', () => {
  const kept = { proposal: { title: '道路整治' }, contract: { number: 'A-1', amountFen: 10_900_000 }, amountFen: 1 };
  const shown = { proposal: { title: '道路整治' }, contract: { number: 'A-1', amountYuan: '109000.00' }, amountYuan: '0.01' };
  assert.deepEqual(fenToYuanFields(kept), shown);
  assert.deepEqual(yuanToFenFields(shown), kept);
});

test('any amounts survive the way through a form', () => {
  const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(amount, amount, (amountFen, invoiceFen) => {
      const data = { amountFen, invoice: { amountFen: invoiceFen } };
      assert.deepEqual(yuanToFenFields(fenToYuanFields(data)), data);
    }),
  );
});

test('what is empty or no amount is left out', () => {
  assert.deepEqual(yuanToFenFields({ amountYuan: '1.234', a: '', b: null, contract: { amountYuan: null } }), { contract: {} });
});

test('a field and its key in the form name each other', () => {
  assert.equal(formKeyOf('contract.amountFen'), 'contract.amountYuan');
  assert.equal(fieldOf('contract.amountYuan'), 'contract.amountFen');
  assert.equal(formKeyOf('invoice.number'), 'invoice.number');
});
