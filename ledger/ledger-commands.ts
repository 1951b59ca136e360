import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { LinkedCommands } from './command.ts';
import type { HoldIdentity } from './hold.ts';
import type { MintTokens } from './mint-tokens.ts';
import { runCommand } from './run-commands.ts';
import type { SetAsideOperating } from './set-aside.ts';
import type { TakeHold } from './take-hold.ts';
import type { Burn, Correction, Mint, Payout, SetAside, Transfer } from './transfer.ts';
import type { VoidHold } from './void-hold.ts';

/**
 * Makes as many tokens as the bank advised, once per advice, ever. The event log must hold the advice, its match to an
 * account and an appropriation, and a finance supervisor's accepted approval of that match; the amount is the advice's.
 * Minting again answers the same mint.
 * @throws LedgerError `ledger.approvalMissing` (param `missing` names what), `ledger.approvalRejected`; `ledger.budget`
 *   if more would be minted than is appropriated; `ledger.mintingStopped` while the newest reserve proof has a difference;
 *   `ledger.accountMissing`, `ledger.budgetMissing`, `ledger.invalid`
 */
export function mintTokens(tx: Tx, env: Environment, input: MintTokens): Promise<Mint> {
  return runCommand(tx, env, { ...input, kind: 'mintTokens' });
}

/**
 * Promises the amount of an application to its payee: it leaves what the payer can spend and counts on its budgets, until
 * the hold is posted or voided. Who pays whom, how much and from which budget is read from the newest submission in the
 * event log, and the specialist's approval of exactly that revision and payout number must stand there too.
 *
 * Taking the same hold again answers it as it stands now (look at `state`) and changes nothing.
 * @throws LedgerError `ledger.conflict` for another policy or a newer revision under this number, or a number out of turn;
 *   `ledger.approvalMissing`, `ledger.approvalRejected`, `ledger.makerIsChecker`; `ledger.payee`, `ledger.earmark`;
 *   `ledger.budget` (params `level`, `limitFen`, `availableFen`), `ledger.overdraft` (params `availableFen`, `amountFen`);
 *   `ledger.accountMissing`, `ledger.budgetMissing`, `ledger.invalid`
 */
export function takeHold(tx: Tx, env: Environment, input: TakeHold): Promise<Payout> {
  return runCommand(tx, env, { ...input, kind: 'takeHold' });
}

/**
 * Gives the payee what a hold promised. The event log must hold as many accepted finance approvals as the hold
 * requires, for its revision and number, by different persons who neither applied nor reviewed.
 *
 * Posting again answers the same payout: a loop, a retried job or another engine moves nothing twice.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyVoided`, `ledger.approvalMissing`, `ledger.approvalRejected`,
 *   `ledger.makerIsChecker`
 */
export function postHold(tx: Tx, env: Environment, input: HoldIdentity): Promise<Payout> {
  return runCommand(tx, env, { ...input, kind: 'postHold' });
}

/**
 * Writes down that the time of a hold is over: the payer can spend the amount again and the budgets are free of it. It could not be posted
 * since its time was over, whether this was called or not.
 * @throws LedgerError `ledger.holdMissing`, `ledger.holdRuns`, `ledger.alreadyPosted`, `ledger.alreadyVoided`, `ledger.frozen`
 */
export function expireHold(tx: Tx, env: Environment, input: HoldIdentity): Promise<Payout> {
  return runCommand(tx, env, { ...input, kind: 'expireHold' });
}

/**
 * Takes a posted payment back: a transfer of its own, which refers to the one that was wrong and returns the very tokens that it moved;
 * its budgets have the amount again. The event log must hold two accepted `correction` approvals by different finance supervisors of the
 * payer. A payment is corrected once.
 * @throws LedgerError `ledger.holdMissing`, `ledger.notPosted`; `ledger.approvalMissing`, `ledger.approvalRejected`, `ledger.makerIsChecker`;
 *   `ledger.tokensMoved` or `ledger.overdraft` where the payee has not all of them any more; `ledger.frozen`
 */
export function correctTransfer(tx: Tx, env: Environment, input: HoldIdentity): Promise<Correction> {
  return runCommand(tx, env, { ...input, kind: 'correctTransfer' });
}

/**
 * Moves what a receiving office may keep for its operating costs out of a payout to its operating account: the policy's share, in all
 * for the project no more than its cap. The event log must hold the payout and the accepted receipt of the office's finance supervisor.
 * The oldest tokens of the office move, so that they keep their deposit. Setting aside again answers the same transfer.
 * @returns null where nothing is left to set aside
 * @throws LedgerError `ledger.holdMissing`, `ledger.approvalMissing`, `ledger.makerIsChecker`, `ledger.overdraft`; `ledger.conflict` for
 *   another account or policy; `ledger.accountMissing`, `ledger.invalid`
 */
export function setAsideOperating(tx: Tx, env: Environment, input: SetAsideOperating): Promise<SetAside | null> {
  return runCommand(tx, env, { ...input, kind: 'setAsideOperating' });
}

/**
 * Takes a hold back: the payer can spend the amount again and the budgets are free of it. Voiding again for the same
 * reason answers the same payout and changes nothing.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyPosted`; `ledger.conflict` if it was voided for another reason;
 *   `ledger.invalid` if the reason is no code
 */
export function voidHold(tx: Tx, env: Environment, input: VoidHold): Promise<Payout> {
  return runCommand(tx, env, { ...input, kind: 'voidHold' });
}

/**
 * Holds the tokens that a redemption was ordered for, from the order on. Who redeems how much from which account is read from the
 * newest order in the event log. Holding again answers the same redemption as it stands now and changes nothing.
 * @throws LedgerError `ledger.approvalMissing` without an order; `ledger.conflict` for a newer order under this number, or a number
 *   out of turn; `ledger.notRedeemable`, `ledger.earmark`, `ledger.overdraft`; `ledger.accountMissing`, `ledger.invalid`
 */
export function takeRedemption(tx: Tx, env: Environment, input: HoldIdentity): Promise<Burn> {
  return runCommand(tx, env, { ...input, kind: 'takeRedemption' });
}

/**
 * Lets the bank be told to pay what is held, under the id of `paymentIdOf`: a finance supervisor of the receiving office who didn't
 * order it must have approved exactly this order. From then on the tokens stay held until the bank has answered.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyVoided`, `ledger.approvalMissing`, `ledger.approvalRejected`,
 *   `ledger.makerIsChecker`
 */
export function instructRedemption(tx: Tx, env: Environment, input: HoldIdentity): Promise<Burn> {
  return runCommand(tx, env, { ...input, kind: 'instructRedemption' });
}

/**
 * Ends the tokens for which the bank has paid: the supply falls by exactly that, the oldest lots first. The event log must hold the
 * bank's confirmation of this payment and amount. Burning again answers the same burn.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyVoided`, `ledger.approvalMissing` where the bank was never told to pay,
 *   `ledger.paymentMissing`
 */
export function burnTokens(tx: Tx, env: Environment, input: HoldIdentity): Promise<Burn> {
  return runCommand(tx, env, { ...input, kind: 'burnTokens' });
}

/**
 * Releases the tokens of a redemption that was refused. Voiding again for the same reason changes nothing.
 * @throws LedgerError `ledger.paymentOpen` while the bank may still pay or has paid; `ledger.holdMissing`, `ledger.alreadyPosted`;
 *   `ledger.conflict` if it was voided for another reason; `ledger.invalid` if the reason is no code
 */
export function voidRedemption(tx: Tx, env: Environment, input: VoidHold): Promise<Burn> {
  return runCommand(tx, env, { ...input, kind: 'voidRedemption' });
}

/**
 * Does several commands or none of them, each as if those before it had been done. Linked again under the same id they answer their transfers
 * as they stand now and change nothing; a link that was refused left nothing and may be tried again.
 * @returns what each command answers, in their order
 * @throws LedgerError `ledger.linkedRefused` (params `member`, counted from 1, `applicationId`, `reason`; `cause` is the member's refusal);
 *   `ledger.conflict` for an id that other commands were linked under; `ledger.invalid` for no command or more than 512
 */
export function runLinked(tx: Tx, env: Environment, input: Omit<LinkedCommands, 'kind'>): Promise<readonly (Transfer | null)[]> {
  return runCommand(tx, env, { ...input, kind: 'linked' });
}
