/**
 * Why the ledger refuses. Each is final for the command as given: trying the same again changes nothing unless the
 * evidence, the balance or the budget has changed.
 * - `conflict`: the identity is taken by other content, or the payout number is out of turn
 * - `overdraft`: the paying account has less than the amount available
 * - `budget`: an appropriation, contract or invoice has less than the amount left
 * - `payee`: the contract names another account, or there is no contract and the payee is no office
 * - `earmark`: an account is bound to another project or budget line
 * - `makerIsChecker`: who decided is an applicant, or decides for the second time
 * - `approvalMissing`: the event log lacks a submission or an accepted decision
 * - `approvalRejected`: the log holds an accepted decision against it
 * - `mintingStopped`: the newest reserve proof has a difference; nothing is minted until one agrees
 * - `notRedeemable`: the account's tokens are for paying others, not for the bank to pay out
 * - `paymentOpen`: the bank was told to pay and hasn't said that it won't
 * - `paymentMissing`: the bank hasn't said that it paid, or paid another amount
 * - `frozen`: the regulator has frozen an account of it or the application; the same works again once that is over
 * - `alreadyFrozen`, `freezeMissing`, `freezeEnded`, `appealMissing`: there is no freeze in a state that this can act on
 * - `notAllowed`: who asks for it is not the regulator, or not concerned by the freeze
 * - `holdExpired`: the time of the hold is over; `holdRuns`: it is not over yet
 * - `tokensMoved`: some of the tokens that are to go back are no longer with who was paid
 * - `notPosted`: what is to be corrected has not been paid
 * - `holdMissing`, `alreadyPosted`, `alreadyVoided`: there is no hold in a state that this can act on
 * - `periodClosed`: what is to be posted would fall into a period that is closed; the same goes into the open one once the clock is right
 * - `periodMissing`: there is no such period, or it isn't closed; `periodRuns`: it isn't over; `previousOpen`: one before it isn't confirmed
 * - `alreadyClosed`: somebody else has closed or confirmed the period
 * - `reserveUnproved`, `reserveDiffers`: no reserve proof since the period's end agrees
 * - `periodDiffers`: two ways of computing a balance of the period don't agree
 * - `notKeeper`: who asks for it is no finance supervisor of a district
 * - `busy`: what others write takes too long; the same works again soon
 * - `linkedRefused`: one of the commands that are linked is refused, and so none of them was done; `member` and `reason` say which and why
 * - `accountMissing`, `budgetMissing`: nothing is open under that id
 * - `invalid`: a field of the command or the evidence can't be right
 */
export type LedgerErrorCode =
  | 'ledger.conflict'
  | 'ledger.overdraft'
  | 'ledger.budget'
  | 'ledger.payee'
  | 'ledger.earmark'
  | 'ledger.makerIsChecker'
  | 'ledger.approvalMissing'
  | 'ledger.approvalRejected'
  | 'ledger.mintingStopped'
  | 'ledger.notRedeemable'
  | 'ledger.paymentOpen'
  | 'ledger.paymentMissing'
  | 'ledger.frozen'
  | 'ledger.alreadyFrozen'
  | 'ledger.freezeMissing'
  | 'ledger.freezeEnded'
  | 'ledger.appealMissing'
  | 'ledger.notAllowed'
  | 'ledger.holdExpired'
  | 'ledger.holdRuns'
  | 'ledger.tokensMoved'
  | 'ledger.notPosted'
  | 'ledger.holdMissing'
  | 'ledger.alreadyPosted'
  | 'ledger.alreadyVoided'
  | 'ledger.periodClosed'
  | 'ledger.periodMissing'
  | 'ledger.periodRuns'
  | 'ledger.previousOpen'
  | 'ledger.alreadyClosed'
  | 'ledger.reserveUnproved'
  | 'ledger.reserveDiffers'
  | 'ledger.periodDiffers'
  | 'ledger.notKeeper'
  | 'ledger.busy'
  | 'ledger.linkedRefused'
  | 'ledger.accountMissing'
  | 'ledger.budgetMissing'
  | 'ledger.invalid';

/** What a message needs: ids, counts, and fen as integers, so that it survives JSON. */
export type LedgerErrorParams = Readonly<Record<string, string | number | null>>;

/** A refused ledger command; nothing was written. The caller's transaction must be rolled back or carry no other writes. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly params: LedgerErrorParams;

  /** @param cause the refusal that this one follows from */
  constructor(code: LedgerErrorCode, params: Readonly<Record<string, string | number | bigint | null>> = {}, cause?: LedgerError) {
    const plain = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]));
    super(`${code} ${JSON.stringify(plain)}`, { cause });
    this.name = 'LedgerError';
    this.code = code;
    this.params = plain;
  }
}
