import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The invoice was not issued before the contract was signed. */
export function invoiceBeforeContract({ form, eInvoice }: EInvoiceFacts): Finding {
  const issuedOn = eInvoice.issuedOn ?? form.invoice.issuedOn;
  return judge(
    { rule: 'invoice.beforeContract', article: articles.eInvoice, field: 'contract.signedOn', ifBroken: 'warned' },
    issuedOn >= form.contract.signedOn,
    { issuedOn, signedOn: form.contract.signedOn },
  );
}
