import { SaxesParser } from 'saxes';
import { XmlError } from './xml-error.ts';

/** An element without its comments. `name` has no prefix; attributes keep theirs; `text` is its own text, trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

export interface XmlLimits {
  readonly sizeMaxBytes: number;
  readonly depthMax: number;
}

interface OpenElement {
  name: string;
  text: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
}

/**
 * Reads an XML document from a stranger: UTF-8 only, well-formed only, no document type (so no entities but the five
 * of XML, nothing external, nothing that grows), bounded in size and depth. It stops at the first fault.
 *
 * @throws XmlError; its line and column, counted from 1, are of the last character read when the fault was plain
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits): XmlElement {
  if (bytes.length > limits.sizeMaxBytes) {
    throw new XmlError('tooLarge', { sizeBytes: bytes.length, sizeMaxBytes: limits.sizeMaxBytes });
  }
  const parser = new SaxesParser({ xmlns: false, position: true });
  const place = () => ({ line: parser.line, column: Math.max(1, parser.columnIndex) });
  const document: OpenElement = { name: '', text: '', attributes: {}, children: [] };
  const open = [document];

  parser.on('error', (cause) => {
    throw new XmlError('xmlBroken', place(), { cause });
  });
  parser.on('doctype', () => {
    throw new XmlError('doctype', place());
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') throw new XmlError('notUtf8', { encoding });
  });
  parser.on('opentagstart', ({ name }) => {
    if (open.length > limits.depthMax) throw new XmlError('tooDeep', { ...place(), depthMax: limits.depthMax });
    open.push({ name: name.slice(name.lastIndexOf(':') + 1), text: '', attributes: {}, children: [] });
  });
  parser.on('opentag', ({ attributes }) => {
    const element = open.at(-1);
    if (element) element.attributes = { ...attributes };
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) open.at(-1)?.children.push({ ...element, text: element.text.trim() });
  });
  parser.write(decodeUtf8(bytes)).close();
  const [root] = document.children;
  if (!root) throw new XmlError('xmlBroken', place());
  return root;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new XmlError('notUtf8', { encoding: hasUtf16Mark(bytes) ? 'UTF-16' : 'unknown' }, { cause });
  }
}

const hasUtf16Mark = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
