import { amountOverInvoice } from './amount-over-invoice.ts';
import { contractAmountChanged } from './contract-amount-changed.ts';
import { creditCodeCheck } from './credit-code-check.ts';
import type { Finding } from './finding.ts';
import { invoiceAmount } from './invoice-amount.ts';
import { invoiceBeforeContract } from './invoice-before-contract.ts';
import { invoiceBuyer } from './invoice-buyer.ts';
import { invoiceIdentity } from './invoice-identity.ts';
import { invoiceIssueDay } from './invoice-issue-day.ts';
import { invoiceMissing } from './invoice-missing.ts';
import { invoiceNumber } from './invoice-number.ts';
import { invoiceNumberShape } from './invoice-number-shape.ts';
import { invoiceOverContract } from './invoice-over-contract.ts';
import { invoiceRed } from './invoice-red.ts';
import { invoiceSeller } from './invoice-seller.ts';
import { invoiceSums } from './invoice-sums.ts';
import { invoiceUsedTwice } from './invoice-used-twice.ts';
import { organisationCodeCheck } from './organisation-code-check.ts';
import { invoiceBuyerName, invoiceSellerName } from './party-name.ts';
import type { EInvoiceFacts, StreetFacts } from './street-facts.ts';
import { upperCaseAmount } from './upper-case-amount.ts';

const eInvoiceRules: readonly ((facts: EInvoiceFacts) => Finding)[] = [
  invoiceSums,
  invoiceBuyer,
  invoiceBuyerName,
  invoiceSeller,
  invoiceSellerName,
  invoiceNumber,
  invoiceNumberShape,
  invoiceIdentity,
  invoiceAmount,
  upperCaseAmount,
  invoiceIssueDay,
  invoiceBeforeContract,
  invoiceRed,
  invoiceOverContract,
  amountOverInvoice,
];

/**
 * Every rule's finding on a supplier's application to a street office, in the order a reader goes through it. Rules on
 * the e-invoice are left out where there is none. One refused finding refuses the application.
 */
export function validateStreetApplication(facts: StreetFacts): Finding[] {
  const { eInvoice, payer, payee } = facts;
  return [
    creditCodeCheck('payer.creditCode', payer.creditCode),
    organisationCodeCheck('payer.creditCode', payer.creditCode),
    creditCodeCheck('payee.creditCode', payee.creditCode),
    organisationCodeCheck('payee.creditCode', payee.creditCode),
    invoiceMissing(facts),
    ...(eInvoice ? eInvoiceRules.map((rule) => rule({ ...facts, eInvoice })) : []),
    contractAmountChanged(facts),
    invoiceUsedTwice(facts),
  ];
}
