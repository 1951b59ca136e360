import { builtins } from './functions/builtins.ts';
import type { SyntaxNode, SyntaxTree } from './syntax-tree.ts';

/** FEEL text whose work is counted, with what it needs to run. */
export interface Instrumented {
  readonly text: string;
  /** Functions by the name that they have in the text. */
  readonly functions: ReadonlyMap<string, string>;
  /** Variables that the text mentions, by the name of their parameter. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What the rewritten text calls beside builtins; see `evaluate.ts`. */
export const internalNames = {
  each: 'ƒeach', range: 'ƒrange', step: 'ƒstep', sized: 'ƒsized', input: 'ƒinput', matches: 'ƒmatches', equals: 'ƒequals', holds: 'ƒholds', any: 'ƒany', none: 'ƒnone',
  add: 'ƒadd', subtract: 'ƒsubtract', multiply: 'ƒmultiply', divide: 'ƒdivide', power: 'ƒpower', negate: 'ƒnegate',
} as const;
const { each, range, step, sized, input, matches, equals, holds, any, none, negate } = internalNames;
/** A date before the year 0 as a constant: feelin throws at it while it compiles. Other dates it can't make are null, so this one is too. */
const negativeYear = /^(?:@|date\s*\(|date\s+and\s+time\s*\()\s*"-\d/;
const operators: Readonly<Record<string, string>> = {
  '+': internalNames.add, '-': internalNames.subtract, '*': internalNames.multiply, '/': internalNames.divide, '**': internalNames.power,
};
/** Functions that answer yes or no: as the condition of a filter they are asked of each element. */
const predicates = new Set([
  'not', 'contains', 'starts with', 'ends with', 'matches', 'is defined', 'is blank', 'is empty', 'list contains', 'all', 'any', 'odd', 'even', 'is',
  'before', 'after', 'meets', 'met by', 'overlaps', 'overlaps before', 'overlaps after', 'finishes', 'finished by', 'includes', 'during', 'starts', 'started by', 'coincides',
]);
/** Whether a condition is an index or is asked of each element shows only when it is evaluated. */
const isDynamic = ({ name }: SyntaxNode) => name === 'VariableName' || name === 'PathExpression';
const openings = /\(/g;

const simpleName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
export const normalizeName = (text: string) => text.replace(/`/g, '').replace(/\s+/g, ' ').trim();

function mentionsInput(node: SyntaxNode): boolean {
  for (let part = node.firstChild; part; part = part.nextSibling) if (part.name === '?' || mentionsInput(part)) return true;
  return false;
}

const isLast = (node: SyntaxNode) => node.nextSibling === null;
const isFirst = (node: SyntaxNode) => node.prevSibling === null;
const scalars = new Set(['NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'null', 'DateTimeLiteral']);

/** Rewrites one parsed expression. */
class Rewriter {
  readonly #source: string;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #locals = new Set<string>();
  /** Only these can make a value of shared parts, which is far larger than the work that made it. */
  #buildsValues = false;
  readonly functions = new Map<string, string>();
  readonly parameters = new Map<string, string>();
  #text = '';
  #position = 0;

  constructor(source: string, variables: readonly string[]) {
    this.#source = source;
    this.#variables = new Map(variables.map((name) => [normalizeName(name), name]));
  }

  rewrite(tree: SyntaxTree): string {
    tree.iterate({ enter: ({ node }) => this.#survey(node) });
    const closings: string[] = [];
    tree.iterate({
      enter: ({ node }) => {
        const opening = this.#opening(node);
        const closing = ')'.repeat(opening.match(openings)?.length ?? 0);
        this.#copyUntil(node.from);
        this.#text += opening;
        const replacement = this.#replacement(node);
        if (replacement === null) return void closings.push(closing);
        this.#text += replacement + closing;
        this.#position = node.to;
        return false;
      },
      leave: ({ to }) => {
        this.#copyUntil(to);
        this.#text += closings.pop() ?? '';
      },
    });
    this.#copyUntil(this.#source.length);
    return this.#text;
  }

  #copyUntil(position: number): void {
    this.#text += this.#source.slice(this.#position, position);
    this.#position = Math.max(this.#position, position);
  }

  #nameOf({ from, to }: SyntaxNode): string {
    return normalizeName(this.#source.slice(from, to).replace(/^"|"$/g, ''));
  }

  #survey(node: SyntaxNode): void {
    const { name, parent } = node;
    if (name === 'Context' || name === 'ForExpression' || name === 'FunctionDefinition') this.#buildsValues = true;
    const defines = (name === 'Name' && parent?.name === 'InExpression') || name === 'Key' || (name === 'ParameterName' && parent?.name === 'FormalParameter');
    if (defines) this.#locals.add(this.#nameOf(node));
  }

  /** Text that stands for a whole node, or null. */
  #replacement(node: SyntaxNode): string | null {
    const { name, parent } = node;
    if (name === '..' && parent?.name === 'IterationContext') return ', ';
    if (parent?.name === 'FilterExpression' && (name === '[' || name === ']')) return this.#filterBracket(node, parent);
    if (name === 'ArithOp' && parent?.name === 'ArithmeticExpression') return isFirst(node) ? ' ' : ', ';
    if (parent?.name === 'UnaryTests' && (name === 'not' || name === '(' || name === ')')) return '';
    if (name === 'Wildcard') return 'true';
    if (name === 'DateTimeLiteral' && negativeYear.test(this.#source.slice(node.from, node.to))) return 'null';
    if (name === '?') return input;
    if (name === 'SpecialFunctionName' || (name === 'VariableName' && parent?.name !== 'QualifiedName')) return this.#reference(node);
    return null;
  }

  /**
   * feelin takes a condition that is not a comparison for an index. A predicate is compared with true; where only the value can tell,
   * list and value are kept in a context and looked at.
   */
  #filterBracket({ name }: SyntaxNode, filter: SyntaxNode): string {
    const condition = filter.lastChild?.prevSibling;
    if (!condition) return name;
    if (isDynamic(condition)) {
      return name === '[' ? `, ƒvalue: ${this.#plainText(condition)}, ƒresult: if ƒvalue instance of number then ƒlist[ƒvalue] else ƒlist[(` : ') = true]}.ƒresult';
    }
    const isPredicate = condition.name === 'FunctionInvocation' && condition.firstChild !== null && predicates.has(this.#nameOf(condition.firstChild));
    if (!isPredicate) return name;
    return name === '[' ? '[(' : ') = true]';
  }

  /** A variable or a path from one, rewritten. */
  #plainText(node: SyntaxNode): string {
    const { from, to, firstChild } = node;
    if (node.name === 'VariableName') return this.#reference(node) ?? this.#source.slice(from, to);
    return firstChild && isDynamic(firstChild) ? `${this.#plainText(firstChild)}${this.#source.slice(firstChild.to, to)}` : 'null';
  }

  #reference(node: SyntaxNode): string | null {
    const name = this.#nameOf(node);
    const isCalled = node.parent?.name === 'FunctionInvocation' && isFirst(node);
    const variable = this.#variables.get(name);
    if (this.#locals.has(name)) {
      if (variable !== undefined && simpleName.test(name)) this.parameters.set(variable, name);
      return null;
    }
    if (builtins.has(name) && (isCalled || variable === undefined)) {
      const called = `ƒ_${name.replaceAll(' ', '_')}`;
      this.functions.set(called, name);
      return called;
    }
    if (variable === undefined) return null;
    const parameter = simpleName.test(name) ? name : `ƒ_variable${this.parameters.size}`;
    if (!this.parameters.has(variable)) this.parameters.set(variable, parameter);
    return this.parameters.get(variable) ?? null;
  }

  /** What is put before a node; its brackets are closed behind it. */
  #opening(node: SyntaxNode): string {
    const { name, parent } = node;
    if (name === 'UnaryTests') return node.firstChild?.name === 'Wildcard' ? '' : `${node.firstChild?.name === 'not' ? none : any}(`;
    if (name === 'PositiveUnaryTest' && parent?.parent?.name === 'UnaryTests') {
      if (node.firstChild?.name === 'SimplePositiveUnaryTest') return `(${input} in (`;
      if (mentionsInput(node)) return `${equals}(true, `;
      return `${node.firstChild?.name === 'BooleanLiteral' ? equals : matches}(${input}, `;
    }
    return this.#counting(node) + this.#arithmetic(node);
  }

  /** What is put before the list of a filter; a context for its list is closed by the bracket. */
  #filtered(filter: SyntaxNode): string {
    const condition = filter.lastChild?.prevSibling;
    if (!condition || condition.name === 'NumericLiteral') return '';
    return isDynamic(condition) ? `{ƒlist: ${each}(` : `${each}(`;
  }

  #arithmetic(node: SyntaxNode): string {
    const operator = node.name === 'ArithmeticExpression' ? node.getChild('ArithOp') : null;
    if (!operator) return '';
    return `${isFirst(operator) ? negate : operators[this.#source.slice(operator.from, operator.to)]}(`;
  }

  #counting(node: SyntaxNode): string {
    const { name, parent } = node;
    if (name === 'IterationContext') return node.getChild('..') ? `${range}(` : `${each}(`;
    switch (parent?.name) {
      case 'FilterExpression':
        return isFirst(node) ? this.#filtered(parent) : '';
      case 'IfExpression':
        return node.prevSibling?.name === 'if' ? `${holds}(` : '';
      case 'ForExpression':
      case 'QuantifiedExpression':
        return isLast(node) ? `${step}(` : '';
      case 'FunctionBody':
        return parent.parent?.getChild('external') ? '' : `${step}(`;
      case 'Comparison':
        return this.#buildsValues && isFirst(node) && !scalars.has(name) ? `${sized}(` : '';
      default:
        return '';
    }
  }
}

/**
 * Puts calls into an expression that count its work: lists before they are looped over or filtered, what runs once an element, the
 * bodies of functions, and values before they are compared. Builtins and variables get names that neither keywords nor
 * each other can hide. Unary tests become an expression on `input`.
 */
export function instrument(source: string, tree: SyntaxTree, variables: readonly string[]): Instrumented {
  const rewriter = new Rewriter(source, variables);
  const text = rewriter.rewrite(tree);
  return { text, functions: rewriter.functions, parameters: rewriter.parameters };
}
