import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSyntax, checkUnaryTests } from './compile.ts';
import { evaluateFeel, evaluateUnaryTests } from './evaluate.ts';
import { toJsonValue } from './json-value.ts';
import { feelLimits } from './limits.ts';

const now = new Date('2026-03-02T01:02:03Z');
const evaluate = (source: string, variables = {}) => toJsonValue(evaluateFeel(source, { variables, now }).value);

/** A value that doubles sixty times over. */
const doubled = (first: string, next: (value: string) => string, last: string) =>
  `{v0: ${first}${Array.from({ length: 60 }, (_, n) => `, v${n + 1}: ${next(`v${n}`)}`).join('')}, end: ${last}}.end`;

test('what would never end, or fill the memory, is stopped and says by which limit', () => {
  const cases: [source: string, limit: RegExp][] = [
    ['for i in 1..1000000000 return i', /500000 steps|1000 ms/],
    ['for i in [1..1000000000] return i', /500000 steps|1000 ms/],
    ['for i in 1..1000, j in 1..1000, k in 1..1000 return 1', /500000 steps|1000 ms/],
    ['every i in 1..1000 satisfies every j in 1..1000 satisfies every k in 1..1000 satisfies true', /500000 steps|1000 ms/],
    ['(for i in 1..1000 return i)[count((for j in 1..1000 return j)[item > 0]) > 0]', /500000 steps|1000 ms/],
    ['sort(for i in 1..10000 return i, function(a, b) count(for i in 1..100 return i) > a)', /500000 steps|1000 ms/],
    ['{f: function(x) f(x), r: f(1)}.r', /nests too deeply/],
    ['{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(40)}.r', /1000 ms|500000 steps/],
    [doubled('[1]', (value) => `concatenate(${value}, ${value})`, 'count(v60)'), /500000 steps|1000 ms/],
    [doubled('[1]', (value) => `[${value}, ${value}]`, 'v60'), /larger than 4194304 bytes|1000 ms/],
    [doubled('[1]', (value) => `[${value}, ${value}]`, 'v60 = v60'), /500000 steps|1000 ms/],
    [doubled('[1]', (value) => `[${value}, ${value}]`, 'flatten(v60)'), /500000 steps|1000 ms/],
    [doubled('[1]', (value) => `[${value}, ${value}]`, 'string(v60)'), /500000 steps|1000 ms/],
    [doubled('"x"', (value) => `${value} + ${value}`, 'v60'), /too large/],
    [doubled('"x"', (value) => `${value} + ${value}`, 'upper case(v25)'), /too large|longer than 4194304/],
    [doubled('1', (value) => `{a: ${value}, b: ${value}}`, 'v60'), /larger than 4194304 bytes|1000 ms/],
    ['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', /pattern takes longer than 1000 ms/],
    ['replace(long, "a*a*a*b", "x")', /pattern takes longer than 1000 ms/],
  ];
  for (const [source, limit] of cases) {
    const before = process.threadCpuUsage();
    assert.throws(() => evaluate(source, { long: 'a'.repeat(20_000) }), { name: 'FeelLimitError', message: limit }, source);
    const { user, system } = process.threadCpuUsage(before);
    assert.ok((user + system) / 1000 < 5 * feelLimits.timeMsMax, source);
  }
});

test('what is too long or too deep is refused before it runs', () => {
  const cases: [source: string, limit: RegExp][] = [
    [`${'('.repeat(16_000)  }1${  ')'.repeat(16_000)}`, /brackets deeper than 100/],
    [`${'1 + '.repeat(5000)  }1`, /nests deeper than 500|not understood/],
    ['x'.repeat(feelLimits.textLengthMax + 1), /longer than 32768/],
    [`${'not('.repeat(101)  }true${  ')'.repeat(101)}`, /brackets deeper than 100/],
    [`[1]${  '[item > 0]'.repeat(3000)}`, /nests deeper than 500|not understood/],
  ];
  for (const [source, limit] of cases) {
    assert.throws(() => checkSyntax(source), { name: 'FeelSyntaxError', message: limit });
    assert.throws(() => checkUnaryTests(source), { name: 'FeelSyntaxError', message: limit });
  }
});

test('what is large but bounded works, and an evaluation leaves nothing of its budget behind', () => {
  assert.equal(evaluate('count(for i in 1..100000 return i)'), 100_000);
  assert.equal(evaluate('sum(for i in 1..1000 return i)'), 500_500);
  assert.equal(evaluate(`1${  ' + 1'.repeat(400)}`), 401);
  assert.equal(evaluate(`${'not('.repeat(100)  }true${  ')'.repeat(100)}`), true);
  assert.equal(evaluate('matches(text, "^([a-z]+)+$")', { text: 'abc' }), true);
  for (let n = 0; n < 10; n += 1) assert.equal(evaluate('count(for i in 1..90000 return i)'), 90_000);
});

test('brackets in text and comments do not count', () => {
  assert.equal(evaluate(`"${'('.repeat(200)}" /* ${'['.repeat(200)} */`), '('.repeat(200));
});

test('unary tests have the same limits', () => {
  assert.throws(() => evaluateUnaryTests('count(for i in 1..1000000000 return i) > ?', 1, { variables: {}, now }), { name: 'FeelLimitError' });
});
