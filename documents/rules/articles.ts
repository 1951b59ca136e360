/** What the rules rest on: national standards, and the alliance's own rules by number. */
export const articles = {
  creditCode: 'GB 32100-2015',
  organisationCode: 'GB 11714-1997',
  /** An e-invoice agrees with itself and with what the application says of it. */
  eInvoice: 'GBC-U 1',
  /** Money leaves only from the payer to the payee of the contract. */
  parties: 'GBC-U 2',
  /** Never above contract or invoice. */
  limits: 'GBC-U 3',
  /** One invoice is used once in the whole alliance. */
  invoiceOnce: 'GBC-U 4',
} as const;
