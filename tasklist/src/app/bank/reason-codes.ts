/** Why a bank won't pay, as ISO 20022 codes: the few that an operator needs. Their words are `payment.reasons.<code>`. */
export const reasonCodes = ['AC01', 'AC04', 'AC06', 'BE01', 'RC01', 'AM04', 'AM05', 'RR04', 'MS03'] as const;

/** Whether there are words for a code. */
export const hasWords = (code: string): boolean => (reasonCodes as readonly string[]).includes(code);
