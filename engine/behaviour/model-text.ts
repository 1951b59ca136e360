/** Writes BPMN, DMN and form text for the suites: just enough tags, no diagram. */

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const attributes = (values: Record<string, string | undefined>) =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escape(value)}"`])).join('');

export const tag = (name: string, values: Record<string, string | undefined> = {}, body = '') => `<${name}${attributes(values)}>${body}</${name}>`;
const extensions = (body: string) => (body === '' ? '' : tag('bpmn:extensionElements', {}, body));

/** A BPMN file with one executable process. `errors` are codes that events can name as `error_CODE`; `roots` are what else stands beside the process. */
export const bpmn = (processId: string, body: string, errors: readonly string[] = [], roots = '') =>
  bpmnFile(processId, body, errors.map((code) => tag('bpmn:error', { id: `error_${code}`, errorCode: code })).join('') + roots);

/** The file around an executable process and `roots`, what stands beside it. */
export function bpmnFile(processId: string, body: string, roots: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${tag('bpmn:definitions', {
    'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:zeebe': 'http://camunda.org/schema/zeebe/1.0',
    id: `definitions_${processId}`,
    targetNamespace: 'http://bpmn.io/schema/bpmn',
  }, roots + tag('bpmn:process', { id: processId, isExecutable: 'true' }, body))}`;
}

export const start = (id = 'start') => tag('bpmn:startEvent', { id });
export const end = (id = 'end', body = '') => tag('bpmn:endEvent', { id }, body);
export const terminateEnd = (id: string) => end(id, tag('bpmn:terminateEventDefinition'));
export const errorEnd = (id: string, code: string) => end(id, tag('bpmn:errorEventDefinition', { errorRef: `error_${code}` }));

/** `flow('a', 'b')` is named `a_b`; a condition is FEEL with its `=`. */
export const flow = (source: string, target: string, condition?: string) =>
  tag('bpmn:sequenceFlow', { id: `${source}_${target}`, sourceRef: source, targetRef: target },
    condition === undefined ? '' : tag('bpmn:conditionExpression', { 'xsi:type': 'bpmn:tFormalExpression' }, escape(condition)));

/** Flows that lead through the elements in order. */
export const path = (...ids: string[]) => ids.slice(1).map((id, index) => flow(ids[index] as string, id)).join('');

export const exclusive = (id: string, defaultFlow?: string) => tag('bpmn:exclusiveGateway', { id, default: defaultFlow });
export const parallel = (id: string) => tag('bpmn:parallelGateway', { id });

type Mappings = readonly (readonly [source: string, target: string])[];
export interface Io {
  readonly inputs?: Mappings;
  readonly outputs?: Mappings;
}
export const ioMapping = ({ inputs = [], outputs = [] }: Io) => {
  const side = (name: string, mappings: Mappings) => mappings.map(([source, target]) => tag(name, { source, target })).join('');
  return inputs.length + outputs.length === 0 ? '' : tag('zeebe:ioMapping', {}, side('zeebe:input', inputs) + side('zeebe:output', outputs));
};

export const service = (id: string, type: string, options: Io & { retries?: string; headers?: Record<string, string> } = {}) =>
  tag('bpmn:serviceTask', { id, name: `Do ${id}` }, extensions(
    tag('zeebe:taskDefinition', { type, retries: options.retries }) + ioMapping(options) +
    (options.headers ? tag('zeebe:taskHeaders', {}, Object.entries(options.headers).map(([key, value]) => tag('zeebe:header', { key, value })).join('')) : ''),
  ));

/** `extra` are further extension elements. */
export const user = (id: string, options: Io & { native?: boolean; extra?: string } = {}) =>
  tag('bpmn:userTask', { id, name: `Ask ${id}` }, extensions((options.native === false ? '' : tag('zeebe:userTask')) + (options.extra ?? '') + ioMapping(options)));

export const rule = (id: string, decisionId: string, options: Io & { bindingType?: string; versionTag?: string } = {}) =>
  tag('bpmn:businessRuleTask', { id }, extensions(tag('zeebe:calledDecision', { decisionId, resultVariable: 'result', bindingType: options.bindingType, versionTag: options.versionTag }) + ioMapping(options)));

export const subProcess = (id: string, body: string, options: Io = {}) => tag('bpmn:subProcess', { id }, extensions(ioMapping(options)) + body);

/** A task that the engine passes through, by its tag: `task` or `manualTask`. */
export const plain = (id: string, name: 'task' | 'manualTask' = 'task', options: Io = {}) => tag(`bpmn:${name}`, { id }, extensions(ioMapping(options)));
export const inclusive = (id: string, defaultFlow?: string) => tag('bpmn:inclusiveGateway', { id, default: defaultFlow });
export const script = (id: string, expression: string, resultVariable: string, options: Io = {}) =>
  tag('bpmn:scriptTask', { id }, extensions(tag('zeebe:script', { expression, resultVariable }) + ioMapping(options)));

interface Call extends Io {
  readonly bindingType?: string;
  readonly versionTag?: string;
  readonly propagateAllParentVariables?: boolean;
  readonly propagateAllChildVariables?: boolean;
}
export const call = (id: string, processId: string, options: Call = {}) => tag('bpmn:callActivity', { id }, extensions(tag('zeebe:calledElement', {
  processId,
  bindingType: options.bindingType,
  versionTag: options.versionTag,
  propagateAllParentVariables: options.propagateAllParentVariables?.toString(),
  propagateAllChildVariables: options.propagateAllChildVariables?.toString(),
}) + ioMapping(options)));

export interface Loop {
  readonly inputCollection: string;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly sequential?: boolean;
  readonly completionCondition?: string;
}
/** The activity written as `activity`, made multi-instance. */
export function multi(activity: string, { sequential = false, completionCondition, ...loop }: Loop): string {
  const characteristics = tag('bpmn:multiInstanceLoopCharacteristics', { isSequential: String(sequential) }, extensions(tag('zeebe:loopCharacteristics', { ...loop }))
    + (completionCondition === undefined ? '' : tag('bpmn:completionCondition', { 'xsi:type': 'bpmn:tFormalExpression' }, escape(completionCondition))));
  return activity.replace(/<\/bpmn:\w+>$/, (closing) => characteristics + closing);
}

type TimerKind = 'timeDate' | 'timeDuration' | 'timeCycle';
export const boundaryTimer = (id: string, attachedTo: string, kind: TimerKind, value: string, interrupting = true) =>
  tag('bpmn:boundaryEvent', { id, attachedToRef: attachedTo, cancelActivity: String(interrupting) },
    tag('bpmn:timerEventDefinition', {}, tag(`bpmn:${kind}`, { 'xsi:type': 'bpmn:tFormalExpression' }, escape(value))));

/** Without a code it catches every error. */
export const boundaryError = (id: string, attachedTo: string, code?: string, io: Io = {}) =>
  tag('bpmn:boundaryEvent', { id, attachedToRef: attachedTo }, extensions(ioMapping(io)) + tag('bpmn:errorEventDefinition', { errorRef: code && `error_${code}` }));

export interface OutputText {
  readonly name: string;
  /** Texts as in unary tests, the most important first. */
  readonly values?: string;
  readonly byDefault?: string;
}

export interface TableText {
  readonly hitPolicy?: string;
  readonly aggregation?: string;
  /** Expression and, if wanted, type. */
  readonly inputs: readonly (readonly [expression: string, type?: string])[];
  readonly outputs: readonly (string | OutputText)[];
  readonly rules: readonly (readonly string[])[];
}

/** What decisions and business knowledge models require: ids, each of the kind that its requirement names. */
export interface Requires {
  readonly decisions?: readonly string[];
  readonly knowledge?: readonly string[];
}

const dmnText = (value: string) => tag('text', {}, escape(value));
const requirements = ({ decisions = [], knowledge = [] }: Requires) =>
  decisions.map((id) => tag('informationRequirement', {}, tag('requiredDecision', { href: `#${id}` }))).join('')
  + knowledge.map((id) => tag('knowledgeRequirement', {}, tag('requiredKnowledge', { href: `#${id}` }))).join('');

function outputTag(output: string | OutputText, id: string): string {
  const { name, values, byDefault }: OutputText = typeof output === 'string' ? { name: output } : output;
  return tag('output', { id, name },
    (values === undefined ? '' : tag('outputValues', {}, dmnText(values))) + (byDefault === undefined ? '' : tag('defaultOutputEntry', {}, dmnText(byDefault))));
}

export const literal = (expression: string) => tag('literalExpression', {}, dmnText(expression));

/** A decision table; where a file has several, `prefix` keeps the ids of its columns and rules apart. */
export function table({ hitPolicy, aggregation, inputs, outputs, rules }: TableText, prefix = ''): string {
  const inputTags = inputs.map(([expression, typeRef], index) => tag('input', { id: `${prefix}in${index}` }, tag('inputExpression', { typeRef }, dmnText(expression))));
  const ruleTags = rules.map((cells, row) => tag('rule', { id: `${prefix}rule${row}` }, cells.map((cell, column) =>
    tag(column < inputs.length ? 'inputEntry' : 'outputEntry', {}, dmnText(cell))).join('')));
  return tag('decisionTable', { hitPolicy, aggregation }, [...inputTags, ...outputs.map((output, index) => outputTag(output, `${prefix}out${index}`)), ...ruleTags].join(''));
}

/** A decision whose result is seen under its id by those that require it. */
export const decision = (id: string, logic: string, requires: Requires = {}) => tag('decision', { id, name: id }, requirements(requires) + logic);

/** A function that decisions may call by its id. */
export const knowledge = (id: string, parameters: readonly string[], logic: string, requires: Requires = {}) => tag('businessKnowledgeModel', { id, name: id },
  tag('encapsulatedLogic', {}, parameters.map((name) => tag('formalParameter', { name })).join('') + logic) + requirements(requires));

/** A DMN file. */
export function dmnFile(name: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${tag('definitions', {
    xmlns: 'https://www.omg.org/spec/DMN/20191111/MODEL/', id: `definitions_${name}`, name, namespace: 'http://camunda.org/schema/1.0/dmn',
  }, body)}`;
}

/** A DMN file with one decision table. */
export const dmn = (decisionId: string, text: TableText) => dmnFile(decisionId, decision(decisionId, table(text)));

/** A form-js form with one text field; `label` makes versions differ. */
export const form = (id: string, label = 'Name') => JSON.stringify({ id, type: 'default', schemaVersion: 16, components: [{ type: 'textfield', key: 'name', label }] });
