import { checkSyntax } from '../feel/compile.ts';
import { type Expression, parseExpression } from '../feel/expression.ts';
import { invalid } from './resource-text.ts';
import { text, type XmlElement } from './xml-element.ts';

/** The element under way, so that every refusal names it. */
export class ElementReader {
  readonly resourceName: string;
  readonly element: XmlElement;
  readonly id: string;
  readonly #extensions: ReadonlyMap<string, readonly XmlElement[]>;

  constructor(resourceName: string, element: XmlElement) {
    this.resourceName = resourceName;
    this.element = element;
    if (!element.id) throw invalid(resourceName, `a ${element.$type} has no id`);
    this.id = element.id;
    this.#extensions = Map.groupBy(extensionElements(element), ({ $type }) => $type);
  }

  refuse(reason: string): Error {
    return invalid(this.resourceName, `element '${this.id}': ${reason}`);
  }

  /** The one extension element of a type. */
  extension(type: string): XmlElement | undefined {
    const [first, second] = this.#extensions.get(type) ?? [];
    if (second) throw this.refuse(`more than one ${type}`);
    return first;
  }

  /** Refuses extension elements that are not in `allowed` or for every element; those of tools (any namespace but Zeebe's and Camunda 7's) mean nothing here. */
  allowExtensions(allowed: readonly string[]): void {
    for (const type of this.#extensions.keys()) {
      const [prefix] = type.split(':');
      if (prefix === 'camunda' || (prefix === 'zeebe' && !allowed.includes(type) && type !== 'zeebe:ExecutionListeners')) throw this.refuse(`${type} is not supported here`);
    }
    const attribute = Object.keys(this.element.$attrs).find((name) => /^(camunda|zeebe):/.test(name) && !/^zeebe:modeler/.test(name));
    if (attribute) throw this.refuse(`attribute ${attribute} is not supported`);
  }

  /** An attribute that may be FEEL; its syntax is checked now. */
  expression(owner: XmlElement, name: string): Expression | null {
    const value = text(owner, name);
    return value === undefined ? null : this.parse(value, name);
  }

  required(owner: XmlElement, name: string): Expression {
    const expression = this.expression(owner, name);
    if (!expression) throw this.refuse(`${owner.$type} needs '${name}'`);
    return expression;
  }

  parse(value: string, what: string): Expression {
    const expression = parseExpression(value);
    if (expression.kind === 'feel') {
      try {
        checkSyntax(expression.source);
      } catch (error) {
        throw this.refuse(`${what} '${value}' is not FEEL: ${(error as Error).message}`);
      }
    }
    return expression;
  }
}

export function extensionElements(element: XmlElement): readonly XmlElement[] {
  const holder = element.get('extensionElements') as XmlElement | undefined;
  return holder ? (holder.get('values') as XmlElement[]) : [];
}
