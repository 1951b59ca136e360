import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { normaliseUpperCaseYuan, toUpperCaseYuan } from './upper-case-yuan.ts';

const vectors: readonly (readonly [bigint, string])[] = [
  [0n, '零圆整'],
  [1n, '壹分'],
  [10n, '壹角整'],
  [12n, '壹角贰分'],
  [100n, '壹圆整'],
  [105n, '壹圆零伍分'],
  [150n, '壹圆伍角整'],
  [10_00n, '壹拾圆整'],
  [1_001_00n, '壹仟零壹圆整'],
  [1_010_00n, '壹仟零壹拾圆整'],
  [10_000_00n, '壹万圆整'],
  [100_001_00n, '壹拾万零壹圆整'],
  [100_100_00n, '壹拾万零壹佰圆整'],
  [109_000_00n, '壹拾万玖仟圆整'],
  [1_234_567_89n, '壹佰贰拾叁万肆仟伍佰陆拾柒圆捌角玖分'],
  [100_000_000_00n, '壹亿圆整'],
  [100_000_001_00n, '壹亿零壹圆整'],
  [100_050_000_00n, '壹亿零伍万圆整'],
  [1_000_000_000_000_00n, '壹万亿圆整'],
  [-109_000_00n, '负壹拾万玖仟圆整'],
];

describe('upper-case yuan', () => {
  for (const [fen, words] of vectors) {
    it(`writes ${fen} fen as ${words}`, () => assert.equal(toUpperCaseYuan(fen), words));
  }

  it('writes no two amounts alike, also once normalised', () => {
    const amount = fc.bigInt(0n, BigInt(Number.MAX_SAFE_INTEGER));
    const words = (fen: bigint) => normaliseUpperCaseYuan(toUpperCaseYuan(fen));
    fc.assert(fc.property(amount, (fen) => assert.equal(readBack(words(fen)), fen)), { numRuns: 500 });
  });

  for (const other of ['人民币壹拾万玖仟元正', '壹拾万零玖仟圆整', ' 壹拾万玖仟圆整 ', '¥壹拾万玖仟圆整']) {
    it(`takes ${other} for 壹拾万玖仟圆整`, () => assert.equal(normaliseUpperCaseYuan(other), '壹拾万玖仟圆整'));
  }

  it('keeps different amounts apart', () => {
    assert.notEqual(normaliseUpperCaseYuan('壹拾万玖佰圆整'), normaliseUpperCaseYuan('壹拾万玖仟圆整'));
    assert.equal(normaliseUpperCaseYuan('伍角整'), normaliseUpperCaseYuan('零圆伍角'));
  });
});

/** Reads normalised words back into fen, by the value of each place's name: an inverse written apart from the writer. */
function readBack(words: string): bigint {
  const digit = new Map([...'壹贰叁肆伍陆柒捌玖'].map((name, index) => [name, BigInt(index + 1)]));
  const small = new Map([['拾', 10n], ['佰', 100n], ['仟', 1000n]]);
  let [fen, hundredMillions, tenThousands, group, current] = [0n, 0n, 0n, 0n, 0n];
  for (const name of words) {
    if (digit.has(name)) current = digit.get(name) ?? 0n;
    else if (small.has(name)) [group, current] = [group + current * (small.get(name) ?? 0n), 0n];
    else if (name === '万') [tenThousands, group, current] = [(group + current) * 10_000n, 0n, 0n];
    else if (name === '亿') [hundredMillions, tenThousands, group, current] = [(tenThousands + group + current) * 100_000_000n, 0n, 0n, 0n];
    else if (name === '圆') [fen, current] = [(hundredMillions + tenThousands + group + current) * 100n, 0n];
    else if (name === '角') [fen, current] = [fen + current * 10n, 0n];
    else if (name === '分') fen += current;
  }
  return fen;
}
