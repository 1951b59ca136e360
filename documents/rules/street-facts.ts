import type { EInvoice } from '../e-invoice/e-invoice.ts';

export interface Party {
  readonly creditCode: string;
  readonly name: string;
}

/** What the rules know of a supplier's application to a street office. Amounts are fen, days `YYYY-MM-DD`. */
export interface StreetFacts {
  /** As the applicant entered it */
  readonly form: {
    readonly contract: { readonly number: string; readonly amountFen: bigint; readonly signedOn: string };
    readonly invoice: { readonly number: string; readonly amountFen: bigint; readonly issuedOn: string };
    /** The payment asked for */
    readonly amountFen: bigint;
  };
  /** The street office, as registered */
  readonly payer: Party;
  /** The supplier, as registered */
  readonly payee: Party;
  /** Null where the application has no e-invoice */
  readonly eInvoice: EInvoice | null;
  /** Paid and held on this contract so far, without this application */
  readonly invoicedBeforeFen: bigint;
  /** The contract's amount as it was registered earlier; null for a contract that is new */
  readonly contractAmountBeforeFen: bigint | null;
  /** Another application that uses this invoice; null where none does, or this one itself */
  readonly invoiceUsedBy: string | null;
}

/** The same once there is an e-invoice. */
export interface EInvoiceFacts extends StreetFacts {
  readonly eInvoice: EInvoice;
}
