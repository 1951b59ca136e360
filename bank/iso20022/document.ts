import { readXml, XmlError, type XmlElement } from '@gbc/xml';
import { create } from 'xmlbuilder2';
import { invalid } from '../messages/message-invalid.ts';

/** Eight megabytes hold some ten thousand entries. */
const limits = { sizeMaxBytes: 8 * 1024 * 1024, depthMax: 32 };
const namespaceBegin = 'urn:iso:std:iso:20022:tech:xsd:';

/** A message by its kind, such as `camt.054`, and the variant and version, such as `001.08`. */
export interface IsoDocument {
  readonly kind: string;
  readonly version: string;
  /** The one element below `Document`. */
  readonly body: XmlElement;
}

/** Reads an ISO 20022 message as far as its kind. @throws BankError `bank.messageInvalid` */
export function readDocument(bytes: Uint8Array): IsoDocument {
  const root = readRoot(bytes);
  const namespace = Object.entries(root.attributes).find(([name, value]) => /^xmlns(?::|$)/.test(name) && value.startsWith(namespaceBegin))?.[1];
  const [, kind, version] = /^([a-z]{4}\.\d{3})\.(\d{3}\.\d{2})$/.exec(namespace?.slice(namespaceBegin.length) ?? '') ?? [];
  const [body, second] = root.children;
  if (root.name !== 'Document' || kind === undefined || version === undefined || !body) throw invalid('unknownMessage', root.name);
  if (second) throw invalid('repeated', 'Document');
  return { kind, version, body };
}

function readRoot(bytes: Uint8Array): XmlElement {
  try {
    return readXml(bytes, limits);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const place = 'line' in error.params ? ` ${error.params['line']}:${error.params['column']}` : '';
    throw invalid(error.fault === 'tooLarge' ? 'tooLarge' : 'broken', `${error.fault}${place}`, { cause: error });
  }
}

/** A message as bytes: elements are keys, in the order of the standard; undefined is left out, a list repeats its element, `@` is an attribute. */
export function writeDocument(message: string, body: object): Uint8Array {
  const tree = { Document: { '@xmlns': `${namespaceBegin}${message}`, ...body } };
  return Buffer.from(create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '?' }, withoutGaps(tree)).end({ prettyPrint: true }), 'utf8');
}

function withoutGaps<Tree>(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(withoutGaps) as Tree;
  if (tree === null || typeof tree !== 'object') return tree;
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined).map(([key, value]) => [key, withoutGaps(value)])) as Tree;
}
