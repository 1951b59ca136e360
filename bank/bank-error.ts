/**
 * - `adviceUnknown`: no such advice was recorded
 * - `appropriationConflict`: the reference already stands for another appropriation
 * - `depositConflict`: the bank has this deposit with other content
 * - `paymentConflict`: the bank, or we, have this payment with other content
 * - `paymentWaiting`: the bank has not said yet what became of it (param `path`)
 * - `paymentMissing`: no payment was ordered under this id
 * - `unreachable`: the bank didn't answer; may be tried again
 * - `refused`: the bank answered with an error (param `status`)
 * - `answerInvalid`: the bank's answer isn't what was agreed
 * - `messageInvalid`: a message of the bank isn't what was agreed (params `fault`, `where`: messages/message-invalid.ts)
 * - `statementMissing`: the bank has sent no statement yet
 * - `statementConflict`: a statement came with two contents (param `statementId`)
 * - `depositNotParked`: it waits for no appropriation
 * - `referenceUnknown`, `overAppropriation`: the appropriation that a person named isn't there, or hasn't room
 * - `recordUnknown`, `recordClosed`: no such record of a paper, or it was checked already
 * - `ownRecord`: who entered a record can't check it
 * - `notSimulated`: the bank is no simulated one, so nobody pays in or settles here
 * - `pushOff`, `pushForged`, `pushOld`, `pushReplayed`, `pushConflict`: an advice that was pushed isn't taken (push/verify-push.ts)
 */
export type BankErrorCode =
  | 'bank.adviceUnknown'
  | 'bank.appropriationConflict'
  | 'bank.depositConflict'
  | 'bank.paymentConflict'
  | 'bank.paymentWaiting'
  | 'bank.paymentMissing'
  | 'bank.unreachable'
  | 'bank.refused'
  | 'bank.answerInvalid'
  | 'bank.messageInvalid'
  | 'bank.statementMissing'
  | 'bank.statementConflict'
  | 'bank.depositNotParked'
  | 'bank.referenceUnknown'
  | 'bank.overAppropriation'
  | 'bank.recordUnknown'
  | 'bank.recordClosed'
  | 'bank.ownRecord'
  | 'bank.notSimulated'
  | 'bank.pushOff'
  | 'bank.pushForged'
  | 'bank.pushOld'
  | 'bank.pushReplayed'
  | 'bank.pushConflict';

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
