import { parser } from '@bpmn-io/lezer-feel';
import { idOf, is } from '../../moddle/element.ts';
import type { ModdleElement } from '../../moddle/element.ts';
import { report } from '../rule.ts';
import type { RuleFactory } from '../rule.ts';

const NUMERIC_FUNCTIONS = /^(abs|ceiling|decimal|floor|mean|median|modulo|product|round( (half )?(up|down))?|sqrt|stddev|sum)$/;

/** The name of an amount that an expression computes with, or undefined. Amounts are the variables whose names end in `Fen`. */
export function amountInArithmetic(expression: string): string | undefined {
  const cursor = parser.parse(expression).cursor();
  const computing: number[] = [];
  do {
    while (computing.length > 0 && (computing.at(-1) ?? 0) <= cursor.from) computing.pop();
    const source = expression.slice(cursor.from, cursor.to);
    const callsNumericFunction = cursor.name === 'FunctionInvocation' && NUMERIC_FUNCTIONS.test(source.split('(')[0]?.trim() ?? '');
    if (cursor.name === 'ArithmeticExpression' || callsNumericFunction) computing.push(cursor.to);
    if (cursor.name === 'VariableName' && computing.length > 0 && source.endsWith('Fen')) return source;
  } while (cursor.next());
  return undefined;
}

function expressionsOf(node: ModdleElement): readonly string[] {
  return (node.$descriptor.properties ?? [])
    .filter((property) => property.isReference !== true && property.isVirtual !== true)
    .map((property) => node.get(property.name))
    .filter((value): value is string => typeof value === 'string' && value.startsWith('='));
}

function ownerOf(node: ModdleElement): ModdleElement {
  return is(node, 'bpmn:FlowElement', 'bpmn:RootElement') || node.$parent === undefined ? node : ownerOf(node.$parent);
}

/** FEEL computes in doubles and a process variable proves nothing, so amounts are compared in a model but never computed. */
export const noAmountArithmetic: RuleFactory = () => ({
  check(node, reporter) {
    for (const expression of expressionsOf(node)) {
      const amount = amountInArithmetic(expression.slice(1));
      if (amount === undefined) continue;
      report(reporter, idOf(ownerOf(node)), {
        'zh-CN': `流程中不得计算金额“${amount}”，金额由账本计算`,
        en: `A process must not compute the amount "${amount}"; the ledger does`,
      });
    }
  },
});
