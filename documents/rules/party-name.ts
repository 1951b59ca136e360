import type { EInvoiceParty } from '../e-invoice/e-invoice.ts';
import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts, Party } from './street-facts.ts';

/** The buyer is named as the paying office is registered. */
export function invoiceBuyerName({ eInvoice, payer }: EInvoiceFacts): Finding {
  return judgeName('invoice.buyerName', eInvoice.buyer, payer);
}

/** The seller is named as the payee is registered. */
export function invoiceSellerName({ eInvoice, payee }: EInvoiceFacts): Finding {
  return judgeName('invoice.sellerName', eInvoice.seller, payee);
}

/** Full-width letters and brackets, and spaces, make no other name. */
const normalise = (name: string) => name.normalize('NFKC').replace(/\s/g, '');

function judgeName(rule: string, { name }: EInvoiceParty, expected: Party): Finding {
  return judge(
    { rule, article: articles.parties, field: 'documents.eInvoice', ifBroken: 'warned' },
    name === null || normalise(name) === normalise(expected.name),
    { found: name, expected: expected.name },
  );
}
