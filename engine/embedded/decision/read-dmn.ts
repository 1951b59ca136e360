import { DmnModdle } from 'dmn-moddle';
import { invalid, refuseDocumentType } from '../model/resource-text.ts';
import { child, children, refuseWarnings, text, type XmlElement } from '../model/xml-element.ts';
import type { BusinessKnowledge, Decision, DecisionRequirements } from './decision-model.ts';
import { LogicReader } from './read-logic.ts';
import { readVersionTag } from './version-tag.ts';

const moddle = new DmnModdle();
/** Drawn, or for decision services listed, but without meaning for an evaluation. */
const annotations = new Set(['dmn:InputData', 'dmn:KnowledgeSource', 'dmn:TextAnnotation', 'dmn:Association', 'dmn:DecisionService']);
/** Namespaces of DMN 1.1 to 1.5; what is read here is the same in all. */
const modelNamespace = /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101\/dmn\.xsd|20180521\/MODEL\/|20211108\/MODEL\/|20230324\/MODEL\/)/g;
const diagramNamespace = /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/DMNDI\//g;
/** Of DMN 1.5; says how an input is drawn. */
const diagramAttribute = /\suseAlternativeInputDataShape="(?:true|false)"/g;

async function parse(resourceName: string, xml: string): Promise<XmlElement> {
  refuseDocumentType(resourceName, xml);
  const normalized = xml.replace(diagramAttribute, '').replace(modelNamespace, 'https://www.omg.org/spec/DMN/20191111/MODEL/').replace(diagramNamespace, 'https://www.omg.org/spec/DMN/20191111/DMNDI/');
  let result;
  try {
    result = await moddle.fromXML(normalized, 'dmn:Definitions');
  } catch (error) {
    throw invalid(resourceName, (error as Error).message.replace(/\s+/g, ' '));
  }
  refuseWarnings(resourceName, result.warnings);
  return result.rootElement as XmlElement;
}

const idOf = (element: XmlElement) => element.id ?? text(element, 'name') ?? '';

/** The name that other elements see: the variable's, else the id. */
function variableOf(element: XmlElement): string {
  const variable = child(element, 'variable');
  return (variable && text(variable, 'name')) ?? idOf(element);
}

/** Reads the elements of one file, whose references must lead to one another. */
class DmnReader {
  readonly #resourceName: string;
  readonly #definitions: XmlElement;
  readonly #elements = new Map<string, XmlElement>();
  readonly #decisions = new Map<string, Decision>();
  readonly #knowledge = new Map<string, BusinessKnowledge>();

  constructor(resourceName: string, definitions: XmlElement) {
    this.#resourceName = resourceName;
    this.#definitions = definitions;
  }

  read(): DecisionRequirements {
    const [imported] = children(this.#definitions, 'import');
    if (imported) throw invalid(this.#resourceName, `the import of '${text(imported, 'namespace') ?? text(imported, 'name') ?? ''}' is not supported`);
    const elements = children(this.#definitions, 'drgElement');
    const unknown = elements.find(({ $type }) => $type !== 'dmn:Decision' && $type !== 'dmn:BusinessKnowledgeModel' && !annotations.has($type));
    if (unknown) throw invalid(this.#resourceName, `element '${unknown.id}': ${unknown.$type} is not supported`);
    for (const element of elements) this.#register(element);
    const requirements: DecisionRequirements = {
      requirementsId: this.#definitions.id ?? '', name: text(this.#definitions, 'name') ?? '', decisions: this.#decisions, knowledge: this.#knowledge,
    };
    for (const element of elements) {
      if (element.$type === 'dmn:BusinessKnowledgeModel') this.#readKnowledge(element);
      if (element.$type === 'dmn:Decision') this.#readDecision(element, requirements);
    }
    if (this.#decisions.size === 0) throw invalid(this.#resourceName, 'no decision');
    this.#refuseCycles();
    return requirements;
  }

  #register(element: XmlElement): void {
    const id = idOf(element);
    if (id === '') throw invalid(this.#resourceName, `a ${element.$type} has neither id nor name`);
    if (this.#elements.has(id)) throw invalid(this.#resourceName, `element '${id}' is there twice`);
    this.#elements.set(id, element);
  }

  /** The elements that an element requires, found by their references (`#id`). */
  #required(element: XmlElement, requirement: string, property: string): XmlElement[] {
    return children(element, requirement).flatMap((entry) => {
      const reference = child(entry, property);
      if (!reference) return [];
      const href = text(reference, 'href') ?? '';
      const found = this.#elements.get(href.slice(href.indexOf('#') + 1));
      if (!found) throw invalid(this.#resourceName, `element '${element.id}' requires '${href}', which is not there`);
      return [found];
    });
  }

  #idsOf(elements: readonly XmlElement[], type: string): string[] {
    return elements.filter(({ $type }) => $type === type).map(idOf);
  }

  #readDecision(element: XmlElement, requirements: DecisionRequirements): void {
    const decisionId = idOf(element);
    const decisions = this.#required(element, 'informationRequirement', 'requiredDecision');
    const inputs = this.#required(element, 'informationRequirement', 'requiredInput');
    const knowledge = this.#required(element, 'knowledgeRequirement', 'requiredKnowledge');
    const reader = new LogicReader(this.#resourceName, decisionId, [...decisions, ...inputs, ...knowledge].map(variableOf));
    this.#decisions.set(decisionId, {
      decisionId,
      name: text(element, 'name') ?? decisionId,
      versionTag: readVersionTag(element),
      variable: variableOf(element),
      logic: reader.logic(child(element, 'decisionLogic'), 'decision'),
      decisionIds: this.#idsOf(decisions, 'dmn:Decision'),
      knowledgeIds: this.#idsOf(knowledge, 'dmn:BusinessKnowledgeModel'),
      requirements,
    });
  }

  #readKnowledge(element: XmlElement): void {
    const knowledgeId = idOf(element);
    const knowledge = this.#required(element, 'knowledgeRequirement', 'requiredKnowledge');
    const reader = new LogicReader(this.#resourceName, knowledgeId, knowledge.map(variableOf));
    const logic = child(element, 'encapsulatedLogic');
    if (!logic) throw reader.refuse('no logic');
    const name = text(element, 'name') ?? knowledgeId;
    const variable = child(element, 'variable');
    this.#knowledge.set(knowledgeId, {
      knowledgeId, name, variable: (variable && text(variable, 'name')) ?? name, logic: reader.function(logic), knowledgeIds: this.#idsOf(knowledge, 'dmn:BusinessKnowledgeModel'),
    });
  }

  #refuseCycles(): void {
    const done = new Set<string>();
    const visit = (id: string, path: ReadonlySet<string>, next: (id: string) => readonly string[]): void => {
      if (path.has(id)) throw invalid(this.#resourceName, `element '${id}': cyclic dependencies between decisions`);
      if (done.has(id)) return;
      for (const required of next(id)) visit(required, new Set([...path, id]), next);
      done.add(id);
    };
    for (const id of this.#decisions.keys()) visit(id, new Set(), (key) => this.#decisions.get(key)?.decisionIds ?? []);
    for (const id of this.#knowledge.keys()) visit(id, new Set(), (key) => this.#knowledge.get(key)?.knowledgeIds ?? []);
  }
}

/** Reads a DMN file of version 1.1 to 1.5. INVALID_ARGUMENT names the decision and the reason. */
export async function readDmn(resourceName: string, xml: string): Promise<DecisionRequirements> {
  return new DmnReader(resourceName, await parse(resourceName, xml)).read();
}
