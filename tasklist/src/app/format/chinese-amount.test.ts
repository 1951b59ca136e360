import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chineseAmount } from './chinese-amount.ts';

const cases: [number, string][] = [
  [0, '零元整'],
  [10_900_000, '壹拾万玖仟元整'],
  [10_000_500, '壹拾万零伍元整'],
  [100_100_00, '壹拾万零壹佰元整'],
  [1_0000_0001_00, '壹亿零壹元整'],
  [1_0010_0000_00, '壹亿零壹拾万元整'],
  [1_705_00, '壹仟柒佰零伍元整'],
  [5, '伍分'],
  [1_50, '壹元伍角整'],
  [1_05, '壹元零伍分'],
  [175_170_000_000_00, '壹仟柒佰伍拾壹亿柒仟万元整'],
];

for (const [fen, expected] of cases) test(`${fen} fen reads ${expected}`, () => assert.equal(chineseAmount(fen), expected));

test('what is no amount is refused', () => {
  assert.throws(() => chineseAmount(-1), RangeError);
  assert.throws(() => chineseAmount(1.5), RangeError);
});
