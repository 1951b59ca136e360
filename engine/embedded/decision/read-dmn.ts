import { DmnModdle } from 'dmn-moddle';
import { checkSyntax, checkUnaryTests } from '../feel/compile.ts';
import { invalid, refuseDocumentType } from '../model/resource-text.ts';
import { child, children, refuseWarnings, text, type XmlElement } from '../model/xml-element.ts';
import { readVersionTag } from './version-tag.ts';
import type { DecisionInput, DecisionRule, DecisionTable, HitPolicy, InputType } from './decision-table.ts';

const hitPolicies: Readonly<Record<string, HitPolicy>> = { UNIQUE: 'UNIQUE', FIRST: 'FIRST' };
const checkedTypes: Readonly<Record<string, InputType>> = {
  string: 'string', number: 'number', integer: 'number', long: 'number', double: 'number', boolean: 'boolean',
};

/** One decision under way, so that every refusal names it. */
class DecisionReader {
  readonly #resourceName: string;
  readonly #decisionId: string;

  constructor(resourceName: string, decisionId: string) {
    this.#resourceName = resourceName;
    this.#decisionId = decisionId;
  }

  refuse(reason: string): Error {
    return invalid(this.#resourceName, `decision '${this.#decisionId}': ${reason}`);
  }

  /** The text of an expression; `check` throws where it isn't FEEL. */
  feel(element: XmlElement | undefined, place: string, check: (source: string) => void): string {
    const source = (element && text(element, 'text')?.trim()) ?? '';
    const language = element && text(element, 'expressionLanguage');
    if (language && !/feel/i.test(language)) throw this.refuse(`${place}: expression language '${language}' is not supported`);
    try {
      if (source !== '') check(source);
    } catch (error) {
      throw this.refuse(`${place}: '${source}' is not FEEL: ${(error as Error).message}`);
    }
    return source;
  }
}

function readInput(reader: DecisionReader, input: XmlElement, index: number): DecisionInput {
  const expression = child(input, 'inputExpression');
  const label = text(input, 'label') ?? `${index + 1}`;
  const source = reader.feel(expression, `input '${label}'`, checkSyntax);
  if (source === '') throw reader.refuse(`input '${label}' has no expression`);
  return { label, expression: source, type: checkedTypes[(expression && text(expression, 'typeRef')) ?? ''] ?? null };
}

function readRule(reader: DecisionReader, rule: XmlElement, index: number, counts: { inputs: number; outputs: number }): DecisionRule {
  const place = `rule ${index + 1}`;
  const tests = children(rule, 'inputEntry').map((entry) => reader.feel(entry, place, checkUnaryTests));
  const outputs = children(rule, 'outputEntry').map((entry) => reader.feel(entry, place, checkSyntax));
  if (tests.length !== counts.inputs || outputs.length !== counts.outputs) throw reader.refuse(`${place} has not one entry for every column`);
  return { tests: tests.map((source) => (source === '-' ? '' : source)), outputs };
}

function readDecision(resourceName: string, decision: XmlElement): DecisionTable {
  const decisionId = decision.id;
  if (!decisionId) throw invalid(resourceName, 'a decision has no id');
  const reader = new DecisionReader(resourceName, decisionId);
  if (children(decision, 'informationRequirement').some((requirement) => child(requirement, 'requiredDecision'))) {
    throw reader.refuse('a decision that requires another is not supported');
  }
  const table = child(decision, 'decisionLogic');
  if (table?.$type !== 'dmn:DecisionTable') throw reader.refuse(`${table?.$type ?? 'a decision without logic'} is not supported`);
  const hitPolicy = hitPolicies[text(table, 'hitPolicy') ?? 'UNIQUE'];
  if (!hitPolicy) throw reader.refuse(`hit policy ${text(table, 'hitPolicy')} is not supported`);
  const inputs = children(table, 'input').map((input, index) => readInput(reader, input, index));
  const outputs = children(table, 'output');
  const outputNames = outputs.map((output) => text(output, 'name') ?? '');
  if (outputs.length === 0) throw reader.refuse('the table has no output');
  if (outputs.length > 1 && new Set(outputNames.filter((name) => name !== '')).size < outputs.length) throw reader.refuse('outputs need names of their own');
  if (outputs.some((output) => child(output, 'defaultOutputEntry'))) throw reader.refuse('default outputs are not supported');
  const counts = { inputs: inputs.length, outputs: outputs.length };
  const rules = children(table, 'rule').map((rule, index) => readRule(reader, rule, index, counts));
  return { decisionId, name: text(decision, 'name') ?? decisionId, versionTag: readVersionTag(decision), hitPolicy, inputs, outputNames, rules };
}

const moddle = new DmnModdle();
/** Drawn, but without meaning for the evaluation. */
const annotations = new Set(['dmn:InputData', 'dmn:KnowledgeSource', 'dmn:TextAnnotation', 'dmn:Association']);

/** Reads the decisions of a DMN 1.3 file. INVALID_ARGUMENT names the decision and the reason. */
export async function readDmn(resourceName: string, xml: string): Promise<DecisionTable[]> {
  refuseDocumentType(resourceName, xml);
  let result;
  try {
    result = await moddle.fromXML(xml, 'dmn:Definitions');
  } catch (error) {
    throw invalid(resourceName, (error as Error).message.replace(/\s+/g, ' '));
  }
  refuseWarnings(resourceName, result.warnings);
  const drawn = children(result.rootElement as XmlElement, 'drgElement');
  const unknown = drawn.find(({ $type }) => $type !== 'dmn:Decision' && !annotations.has($type));
  if (unknown) throw invalid(resourceName, `element '${unknown.id}': ${unknown.$type} is not supported`);
  const decisions = drawn.filter(({ $type }) => $type === 'dmn:Decision').map((decision) => readDecision(resourceName, decision));
  if (decisions.length === 0) throw invalid(resourceName, 'no decision');
  return decisions;
}
