import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { upperCaseAmount } from './upper-case-amount.ts';

it('passes the words for the figure, however they are spelt, and misses none', () => {
  for (const totalUpperCase of ['壹拾万玖仟圆整', '人民币壹拾万零玖仟元正', null]) {
    assert.equal(upperCaseAmount(withEInvoice({ totalUpperCase })).outcome, 'passed', String(totalUpperCase));
  }
  assert.equal(upperCaseAmount(withEInvoice({ totalFen: -1_05n, totalUpperCase: '（负数）壹圆零伍分' })).outcome, 'passed');
});

it('warns of words for another figure', () => {
  const { outcome, params } = upperCaseAmount(withEInvoice({ totalUpperCase: '壹拾万玖佰圆整' }));
  assert.deepEqual([outcome, params], ['warned', { found: '壹拾万玖佰圆整', expected: '壹拾万玖仟圆整' }]);
  assert.equal(upperCaseAmount(withEInvoice({ totalFen: null })).outcome, 'warned');
  assert.equal(upperCaseAmount({ ...soundFacts, eInvoice: { ...soundFacts.eInvoice, totalFen: -109_000_00n } }).outcome, 'warned');
});
