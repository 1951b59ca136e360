/**
 * - `tooLarge` {sizeBytes, sizeMaxBytes}: bigger than the reader allows, and not read
 * - `notUtf8` {encoding}: another encoding, declared or found
 * - `doctype` {line, column}: a document type, and with it entities
 * - `tooDeep` {line, column, depthMax}
 * - `xmlBroken` {line, column}: not well-formed
 */
export type XmlFault = 'tooLarge' | 'notUtf8' | 'doctype' | 'tooDeep' | 'xmlBroken';

/** Why a document isn't read. Whoever reads it for somebody gives it a code of their own. */
export class XmlError extends Error {
  readonly fault: XmlFault;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(fault: XmlFault, params: XmlError['params'] = {}, options?: ErrorOptions) {
    super(`${fault} ${JSON.stringify(params)}`, options);
    this.name = 'XmlError';
    this.fault = fault;
    this.params = params;
  }
}
