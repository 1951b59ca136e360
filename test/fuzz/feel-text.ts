import fc from 'fast-check';
import { mutatedText } from './mutated-text.ts';

const names = ['a', 'b', 'item', 'partial', 'n', '`x y`', 'ctx', 'list', '__proto__', 'constructor', 'toString', 'date', 'ünï', 'nowhere'];
const literals = ['0', '1', '-1', '1.5', '9007199254740993', '1e400', '""', '"text"', '"\\u0041"', 'true', 'false', 'null', '@"2026-01-02"', '@"PT1H"', '@"nonsense"', 'duration("P1Y")', '[]', '{}', 'now()'];
const functions = ['count', 'sum', 'concatenate', 'flatten', 'string', 'number', 'date', 'time', 'duration', 'substring', 'replace', 'matches', 'split', 'extract', 'sort', 'union', 'distinct values',
  'index of', 'partition', 'context put', 'get value', 'get or else', 'is defined', 'decimal', 'modulo', 'min', 'max', 'mode', 'before', 'during', 'last day of month', 'from json', 'to json', 'insert before', 'sublist', 'list replace'];

/** Expressions by FEEL's grammar, most of them without sense. */
const grammatical: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => {
  const expression = tie('expression');
  const pair = fc.tuple(expression, expression);
  return {
    expression: fc.oneof({ maxDepth: 6, depthIdentifier: 'feel' },
      fc.constantFrom(...literals), fc.constantFrom(...names),
      fc.tuple(pair, fc.constantFrom('+', '-', '*', '/', '**', '=', '!=', '<', '>=', 'and', 'or', 'in', 'instance of')).map(([[a, b], operator]) => `${a} ${operator} ${b}`),
      fc.tuple(fc.constantFrom(...functions), fc.array(expression, { maxLength: 3 })).map(([name, args]) => `${name}(${args.join(', ')})`),
      fc.tuple(pair, expression).map(([[a, b], c]) => `if ${a} then ${b} else ${c}`),
      pair.map(([a, b]) => `(${a})[${b}]`),
      pair.map(([a, b]) => `for n in ${a} return ${b}`),
      pair.map(([a, b]) => `for n in 1..1000000, a in ${a} return ${b}`),
      fc.tuple(fc.constantFrom('some', 'every'), pair).map(([word, [a, b]]) => `${word} n in ${a} satisfies ${b}`),
      pair.map(([a, b]) => `{a: ${a}, "x y": ${b}}`),
      pair.map(([a, b]) => `[${a}, ${b}]`),
      pair.map(([a, b]) => `[${a}..${b}]`),
      pair.map(([a, b]) => `{f: function(n) ${a}, r: f(${b})}.r`),
      fc.tuple(expression, fc.constantFrom('a', 'x y', 'day', 'value', 'fn', 'length')).map(([a, name]) => `(${a}).${name}`),
      expression.map((a) => `-(${a})`),
      fc.tuple(expression, fc.nat(300)).map(([a, depth]) => '('.repeat(depth) + a + ')'.repeat(depth)),
    ),
  };
}).expression;

const examples = [
  'if amountFen > 5000000 then "second" else "first"', 'for i in 1..10 return partial[-1] + i', '{f: function(x) if x = 0 then 1 else x * f(x - 1), r: f(10)}.r',
  'sort(list, function(a, b) a < b)[item > 1]', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', 'date("2026-01-02") + duration("P1M") < now()', 'some x in list, y in list satisfies x + y = 3',
];

/** FEEL by the grammar, FEEL with errors, and any text. */
export const feelText: fc.Arbitrary<string> = fc.oneof({ weight: 4, arbitrary: grammatical }, { weight: 3, arbitrary: mutatedText(examples) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) });
