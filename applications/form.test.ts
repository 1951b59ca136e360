import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApplicationError } from './application-error.ts';
import { changedFields, parseForm } from './form.ts';

const complete = {
  proposal: { title: '道路整治', purpose: '工程进度款', projectId: 'HK-2026-001' },
  contract: { number: 'HT-1', amountFen: 200_000_00, signedOn: '2026-09-01' },
  invoice: { number: '26312000000012345678', amountFen: 109_000_00, issuedOn: '2026-10-15' },
  amountFen: 109_000_00,
};

function fieldsOf(form: unknown): Record<string, string> {
  try {
    parseForm({ startFormId: 'street-application' }, form);
  } catch (error) {
    assert.ok(error instanceof ApplicationError);
    assert.equal(error.code, 'application.formInvalid');
    return Object.fromEntries(error.fields.map(({ field, code }) => [field, code]));
  }
  return {};
}

describe('the form of an application', () => {
  it('is taken as it is when it is complete', () => assert.deepEqual(parseForm({ startFormId: 'street-application' }, complete), complete));

  it('names every field that is missing', () => {
    assert.deepEqual(fieldsOf({ ...complete, proposal: { title: ' ', purpose: 'x' }, amountFen: undefined }), {
      'proposal.title': 'form.required',
      'proposal.projectId': 'form.required',
      amountFen: 'form.required',
    });
  });

  for (const [amountFen, code] of [[-1, 'form.tooSmall'], [0, 'form.tooSmall'], [1.5, 'form.notWhole'], [2 ** 53, 'form.tooBig'], ['100', 'form.type'], [Number.NaN, 'form.type']] as const) {
    it(`refuses the amount ${amountFen}`, () => assert.equal(fieldsOf({ ...complete, amountFen })['amountFen'], code));
  }

  it('refuses an invoice number that has not 20 digits, and a day that is none', () => {
    assert.equal(fieldsOf({ ...complete, invoice: { ...complete.invoice, number: '123' } })['invoice.number'], 'form.format');
    assert.equal(fieldsOf({ ...complete, contract: { ...complete.contract, signedOn: '2026-02-30' } })['contract.signedOn'], 'form.format');
  });

  it('drops what no form asks for', () => {
    assert.equal('approved' in parseForm({ startFormId: 'street-application' }, { ...complete, approved: true }), false);
  });

  it('says which fields a resubmission changed, also inside', () => {
    assert.deepEqual(changedFields(complete, { ...complete, amountFen: 1, contract: { ...complete.contract, number: 'HT-2' } }), ['amountFen', 'contract.number']);
    assert.deepEqual(changedFields(complete, structuredClone(complete)), []);
    assert.deepEqual(changedFields({ a: 1 }, { b: 2 }), ['a', 'b']);
  });
});
