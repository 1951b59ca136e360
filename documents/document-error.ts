export type DocumentErrorCode =
  // a file that is refused
  | 'document.empty'
  | 'document.tooLarge'
  | 'document.typeRefused'
  | 'document.typeMismatch'
  // a stored document that can't be handed out
  | 'document.notFound'
  | 'document.erased'
  | 'document.damaged'
  // an e-invoice that can't be read
  | 'invoice.notUtf8'
  | 'invoice.tooLarge'
  | 'invoice.tooDeep'
  | 'invoice.doctype'
  | 'invoice.xmlBroken'
  | 'invoice.notAnEInvoice'
  | 'invoice.elementRepeated'
  | 'invoice.amountInvalid'
  | 'invoice.amountTooLarge'
  // an invoice that another application has
  | 'invoice.usedTwice';

/** A refusal. `code` is stable; `params` name what was found, to fill the reader's sentence. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: DocumentErrorCode, params: DocumentError['params'] = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'DocumentError';
    this.code = code;
    this.params = params;
  }
}
