import { BankError } from '../bank-error.ts';

/**
 * - `broken`: not well-formed, or not of the encoding that was agreed
 * - `unknownMessage`: of a kind that nobody agreed on
 * - `missing`, `repeated`, `unreadable`: a field that is needed, or that two values claim
 * - `foreignAccount`, `foreignCurrency`: not about the custody account, or not in yuan
 * - `tooLarge`: not read
 * - `sumWrong`: the parts of a message don't come to its whole
 */
export type MessageFault = 'broken' | 'unknownMessage' | 'missing' | 'repeated' | 'unreadable' | 'foreignAccount' | 'foreignCurrency' | 'tooLarge' | 'sumWrong';

/** A message from the bank that isn't believed; `where` names the field or the place. */
export function invalid(fault: MessageFault, where: string, options?: ErrorOptions): BankError {
  return new BankError('bank.messageInvalid', { fault, where: where.slice(0, 120) }, options);
}
