/** An element of an XML document, names without their prefixes. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Xml[];
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: Xml[];
  text: string;
}

const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/[^>]+>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const local = (name: string) => name.replace(/^.*:/, '');
const unescape = (text: string) => text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
  if (hex !== undefined || decimal !== undefined) return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  return entities[name ?? ''] ?? whole;
});

/** Reads the XML of test cases: well-formed, trusted, without a document type. */
export function readXml(source: string): Xml {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [whole, cdata, tag, attributes = '', closed, text] of source.matchAll(token)) {
    const parent = open.at(-1) as Open;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += unescape(text);
    else if (whole.startsWith('</')) open.pop();
    else if (tag !== undefined) {
      const element: Open = { name: local(tag), attributes: {}, children: [], text: '' };
      for (const [, name = '', double, single] of attributes.matchAll(attribute)) element.attributes[local(name)] = unescape(double ?? single ?? '');
      parent.children.push(element);
      if (closed === '') open.push(element);
    }
  }
  const [document] = root.children;
  if (!document) throw new Error('no element');
  return document;
}
