export { makeEInvoice, type EInvoiceLineOptions, type EInvoiceOptions } from './make-e-invoice.ts';
export { makePdf } from './make-pdf.ts';
