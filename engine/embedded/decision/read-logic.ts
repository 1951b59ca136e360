import { checkSyntax, checkUnaryTests } from '../feel/compile.ts';
import { invalid } from '../model/resource-text.ts';
import { child, children, text, type XmlElement } from '../model/xml-element.ts';
import type { Aggregation, DecisionTable, HitPolicy, Logic, TableInput, TableOutput, TableRule } from './decision-model.ts';

const hitPolicies: ReadonlySet<string> = new Set<HitPolicy>(['UNIQUE', 'FIRST', 'ANY', 'PRIORITY', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT']);
const aggregations: ReadonlySet<string> = new Set<Aggregation>(['SUM', 'COUNT', 'MIN', 'MAX']);
const isHitPolicy = (value: string): value is HitPolicy => hitPolicies.has(value);
const isAggregation = (value: string): value is Aggregation => aggregations.has(value);

/** One decision or business knowledge model under way, so that every refusal names it. */
export class LogicReader {
  readonly #resourceName: string;
  readonly #elementId: string;
  /** Names that expressions may mention; those with operators or keywords in them parse only if they are known. */
  readonly #names: readonly string[];

  constructor(resourceName: string, elementId: string, names: readonly string[]) {
    this.#resourceName = resourceName;
    this.#elementId = elementId;
    this.#names = names;
  }

  refuse(reason: string): Error {
    return invalid(this.#resourceName, `decision '${this.#elementId}': ${reason}`);
  }

  /** The logic of a decision, or of a part of one. */
  logic(element: XmlElement | undefined, place: string): Logic {
    const type = element?.$type.replace(/^dmn:/, '');
    switch (element && type) {
      case 'LiteralExpression': return { kind: 'literal', expression: this.#expression(element, place) };
      case 'DecisionTable': return this.#table(element as XmlElement);
      case 'Context': return { kind: 'context', entries: children(element as XmlElement, 'contextEntry').map((entry) => this.#contextEntry(entry)) };
      case 'List': return { kind: 'list', elements: children(element as XmlElement, 'elements').map((item) => this.logic(item, 'list')) };
      case 'Relation': return this.#relation(element as XmlElement);
      case 'Invocation': return this.#invocation(element as XmlElement);
      case 'FunctionDefinition': return this.function(element as XmlElement);
      default: throw this.refuse(`${place}: ${type ?? 'no logic'} is not supported`);
    }
  }

  /** A boxed function. Its parameters are names that its body knows. */
  function(element: XmlElement): Extract<Logic, { kind: 'function' }> {
    const kind = text(element, 'kind') ?? 'FEEL';
    if (kind !== 'FEEL') throw this.refuse(`functions of kind ${kind} are not supported`);
    const parameters = this.#namesOf(children(element, 'formalParameter'), 'a parameter');
    return { kind: 'function', parameters, body: this.#knowing(parameters).logic(child(element, 'body'), 'function') };
  }

  #knowing(names: readonly string[]): LogicReader {
    return new LogicReader(this.#resourceName, this.#elementId, [...this.#names, ...names]);
  }

  #namesOf(elements: readonly XmlElement[], what: string): string[] {
    return elements.map((element) => {
      const name = text(element, 'name');
      if (name === undefined) throw this.refuse(`${what} has no name`);
      return name;
    });
  }

  /** The text of an element; `check` throws where it isn't FEEL. */
  #feel(element: XmlElement | undefined, place: string, check: (source: string, names: readonly string[]) => void): string {
    const source = (element && text(element, 'text')?.trim()) ?? '';
    const language = element && text(element, 'expressionLanguage');
    if (language && !/feel/i.test(language)) throw this.refuse(`${place}: expression language '${language}' is not supported`);
    try {
      if (source !== '') check(source, this.#names);
    } catch (error) {
      throw this.refuse(`${place}: '${source}' is not FEEL: ${(error as Error).message}`);
    }
    return source;
  }

  #expression(element: XmlElement | undefined, place: string): string {
    const source = this.#feel(element, place, checkSyntax);
    if (source === '') throw this.refuse(`${place} has no expression`);
    return source;
  }

  #contextEntry(entry: XmlElement): { name: string | null; value: Logic } {
    const variable = child(entry, 'variable');
    const name = (variable && text(variable, 'name')) ?? null;
    return { name, value: this.logic(child(entry, 'value'), `context entry '${name ?? 'result'}'`) };
  }

  #relation(element: XmlElement): Logic {
    const columns = this.#namesOf(children(element, 'column'), 'a column');
    const rows = children(element, 'row').map((row, index) => {
      const cells = children(row, 'elements').map((cell) => this.logic(cell, `row ${index + 1}`));
      if (cells.length !== columns.length) throw this.refuse(`row ${index + 1} has not one entry for every column`);
      return cells;
    });
    return { kind: 'relation', columns, rows };
  }

  #invocation(element: XmlElement): Logic {
    const bindings = children(element, 'binding').map((binding) => {
      const [name] = this.#namesOf([child(binding, 'parameter')].filter((parameter) => parameter !== undefined), 'a binding');
      if (name === undefined) throw this.refuse('a binding has no parameter');
      return { name, value: this.logic(child(binding, 'bindingFormula'), `parameter '${name}'`) };
    });
    return { kind: 'invocation', called: this.#expression(child(element, 'calledFunction'), 'called function'), bindings };
  }

  #table(element: XmlElement): DecisionTable {
    const hitPolicy = text(element, 'hitPolicy') ?? 'UNIQUE';
    const aggregation = text(element, 'aggregation') ?? null;
    if (!isHitPolicy(hitPolicy)) throw this.refuse(`hit policy ${hitPolicy} is not supported`);
    if (aggregation !== null && !isAggregation(aggregation)) throw this.refuse(`aggregation ${aggregation} is not supported`);
    const inputs = children(element, 'input').map((input, index) => this.#input(input, index));
    const outputs = children(element, 'output').map((output) => this.#output(output));
    if (outputs.length === 0) throw this.refuse('the table has no output');
    const names = new Set(outputs.map(({ name }) => name).filter((name) => name !== ''));
    if (outputs.length > 1 && names.size < outputs.length) throw this.refuse('outputs need names of their own');
    if (outputs.length > 1 && aggregation !== null) throw this.refuse(`hit policy 'COLLECT' with aggregator is not defined for compound output`);
    const rules = children(element, 'rule').map((rule, index) => this.#rule(rule, index, inputs.length, outputs.length));
    return { kind: 'table', hitPolicy, aggregation, inputs, outputs, rules };
  }

  #input(input: XmlElement, index: number): TableInput {
    const label = text(input, 'label');
    const expression = this.#expression(child(input, 'inputExpression'), `input '${label ?? index + 1}'`);
    return { inputId: input.id ?? '', inputName: label ?? expression, expression };
  }

  #output(output: XmlElement): TableOutput {
    const name = text(output, 'name') ?? '';
    const place = `output '${name}'`;
    const values = child(output, 'outputValues');
    const byDefault = child(output, 'defaultOutputEntry');
    return {
      outputId: output.id ?? '',
      outputName: text(output, 'label') ?? name,
      name,
      values: values ? this.#values(values, place) : [],
      defaultEntry: byDefault && text(byDefault, 'text') !== undefined ? this.#expression(byDefault, place) : null,
    };
  }

  /** A list of values is written like unary tests: expressions with commas between them. */
  #values(element: XmlElement, place: string): string[] {
    const source = this.#feel(element, place, checkUnaryTests);
    const pieces = source.match(/"(?:\\.|[^"\\])*"|[^,"]+|,/g) ?? [];
    const values = [''];
    for (const piece of pieces) {
      if (piece === ',') values.push('');
      else values.push(`${values.pop() ?? ''}${piece}`);
    }
    return values.map((value) => value.trim()).filter((value) => value !== '');
  }

  #rule(rule: XmlElement, index: number, inputCount: number, outputCount: number): TableRule {
    const place = `rule ${index + 1}`;
    const tests = children(rule, 'inputEntry').map((entry) => this.#feel(entry, place, checkUnaryTests));
    const outputs = children(rule, 'outputEntry').map((entry) => this.#expression(entry, place));
    if (tests.length !== inputCount || outputs.length !== outputCount) throw this.refuse(`${place} has not one entry for every column`);
    return { ruleId: rule.id ?? '', tests: tests.map((source) => (source === '-' ? '' : source)), outputs };
  }
}
