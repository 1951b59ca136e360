/** How the product speaks with the custodian bank. */
export const bankAdapters = ['simulated', 'iso20022-files', 'iso20022-http', 'csv', 'manual'] as const;
export type BankAdapter = (typeof bankAdapters)[number];
