/**
 * - `adviceUnknown`: no such advice was recorded
 * - `appropriationConflict`: the reference already stands for another appropriation
 * - `depositConflict`: the bank has this deposit with other content
 * - `paymentConflict`: the bank, or we, have this payment with other content
 * - `paymentMissing`: no payment was ordered under this id
 * - `unreachable`: the bank didn't answer; may be tried again
 * - `refused`: the bank answered with an error (param `status`)
 * - `answerInvalid`: the bank's answer isn't what was agreed
 */
export type BankErrorCode =
  | 'bank.adviceUnknown'
  | 'bank.appropriationConflict'
  | 'bank.depositConflict'
  | 'bank.paymentConflict'
  | 'bank.paymentMissing'
  | 'bank.unreachable'
  | 'bank.refused'
  | 'bank.answerInvalid';

/** Something about the bank or its deposits that the caller must deal with. */
export class BankError extends Error {
  readonly code: BankErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: BankErrorCode, params: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'BankError';
    this.code = code;
    this.params = params;
  }
}
