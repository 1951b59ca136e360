import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateFeel, evaluateUnaryTests } from './evaluate.ts';
import { checkSyntax } from './compile.ts';
import { toJsonValue } from './json-value.ts';

const now = new Date('2026-03-02T01:02:03Z');
const value = (source: string, variables = {}) => toJsonValue(evaluateFeel(source, { variables, now }).value);

test('the functions that feelin lacks', () => {
  const cases: [source: string, expected: unknown][] = [
    ['is defined(a)', true], ['is defined(b)', false], ['get or else(b, 3)', 3], ['get or else(a, 3)', 1], ['"get or else(x)"', 'get or else(x)'],
    ['put({x: 1}, "y", 2)', { x: 1, y: 2 }], ['put({x: {z: 1}}, ["x", "y"], 2)', { x: { z: 1, y: 2 } }], ['put all({x: 1}, {y: 2})', { x: 1, y: 2 }],
    ['is blank("  ")', true], ['is blank("x")', false], ['is empty([])', true], ['is empty([1])', false], ['trim("  x ")', 'x'],
    ['to json({x: [1, null]})', '{"x":[1,null]}'], ['from json("{\\"x\\": 1}").x', 1], ['from json("{")', null],
    ['partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]], ['partition([1], 0)', null],
    ['last day of month(date("2024-02-03"))', '2024-02-29'], ['assert(a, a > 0)', 1], ['matches(uuid(), "[0-9a-f-]{36}")', true],
  ];
  for (const [source, expected] of cases) assert.deepEqual(value(source, { a: 1 }), expected, source);
  assert.throws(() => value('assert(a, a > 1, "too small")', { a: 1 }), /too small/);
});

test('now and today follow the given clock, also in an expression that was compiled before', () => {
  assert.equal(value('now()'), '2026-03-02T01:02:03Z');
  assert.equal(value('today() + duration("P1D")'), '2026-03-03');
  const later = evaluateFeel('now()', { variables: {}, now: new Date('2026-03-02T02:00:00Z') });
  assert.equal(toJsonValue(later.value), '2026-03-02T02:00:00Z');
});

test('a compiled expression sees the variables of each call, and warnings stay with their call', () => {
  assert.equal(value('a + b', { a: 1, b: 2 }), 3);
  assert.equal(value('a + b', { a: 5, b: 5 }), 10);
  assert.equal(value('a + b', { a: 5 }), null);
  assert.equal(evaluateFeel('a + b', { variables: { a: 1 }, now }).warnings.length > 0, true);
  assert.deepEqual(evaluateFeel('a + b', { variables: { a: 1, b: 1 }, now }).warnings, []);
});

test('names that FEEL can\'t take as parameters still work', () => {
  assert.equal(value('amount in fen + 1', { 'amount in fen': 1 }), 2);
  assert.equal(value('if if_ok then 1 else 2', { if_ok: true, if: 3 }), 1);
});

test('values as JSON', () => {
  assert.deepEqual(value('[date("2026-01-02"), time("10:00:00Z"), duration("P1Y2M"), function(x) x, 1/0, [1..2]]'), ['2026-01-02', '10:00:00Z', 'P1Y2M', null, null, null]);
});

test('unary tests', () => {
  const holds = (tests: string, input: unknown, variables = {}) => evaluateUnaryTests(tests, input, { variables, now });
  assert.deepEqual([holds('< 5, 7', 7), holds('< 5, 7', 6), holds('not("a")', 'b'), holds('[1..3]', 2), holds('> limit', 5, { limit: 4 })], [true, false, true, true, true]);
});

test('syntax is checked without knowing the variables', () => {
  checkSyntax('outcome = "approved" and get or else(amountFen, 0) > 5');
  for (const bad of ['x +', 'if a then', '"open', '1 1']) assert.throws(() => checkSyntax(bad), bad);
});
