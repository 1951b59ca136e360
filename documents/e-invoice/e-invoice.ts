/** A fully digitalised e-invoice 数电发票 as its XML states it: amounts in fen, null where an element is missing or empty. */
export interface EInvoice {
  /** `Header/EIid`, 20 digits */
  readonly eInvoiceId: string | null;
  /** `TaxSupervisionInfo/InvoiceNumber`, 20 digits */
  readonly number: string | null;
  /** The day of issue `YYYY-MM-DD` in China; null also where the element is no time. */
  readonly issuedOn: string | null;
  readonly seller: EInvoiceParty;
  readonly buyer: EInvoiceParty;
  readonly amountWithoutTaxFen: bigint | null;
  readonly taxFen: bigint | null;
  /** With tax. Negative in a red invoice 红字发票, which reverses another. */
  readonly totalFen: bigint | null;
  readonly totalUpperCase: string | null;
  readonly lines: readonly EInvoiceLine[];
}

export interface EInvoiceParty {
  /** Unified social credit code */
  readonly creditCode: string | null;
  readonly name: string | null;
}

export interface EInvoiceLine {
  readonly name: string | null;
  /** Without tax */
  readonly amountFen: bigint | null;
  readonly taxFen: bigint | null;
  /** As written: `0.09`, or words such as 免税 */
  readonly taxRate: string | null;
  readonly classificationCode: string | null;
}
