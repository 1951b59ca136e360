import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { HoldIdentity } from './hold.ts';
import type { MintTokens } from './mint-tokens.ts';
import { runCommand } from './run-commands.ts';
import type { TakeHold } from './take-hold.ts';
import type { Mint, Payout } from './transfer.ts';
import type { VoidHold } from './void-hold.ts';

/**
 * Makes as many tokens as the bank advised, once per advice, ever. The event log must hold the advice, its match to an
 * account and an appropriation, and a finance supervisor's accepted approval of that match; the amount is the advice's.
 * Minting again answers the same mint.
 * @throws LedgerError `ledger.approvalMissing` (param `missing` names what), `ledger.approvalRejected`; `ledger.budget`
 *   if more would be minted than is appropriated; `ledger.accountMissing`, `ledger.budgetMissing`, `ledger.invalid`
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
 * Takes a hold back: the payer can spend the amount again and the budgets are free of it. Voiding again for the same
 * reason answers the same payout and changes nothing.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyPosted`; `ledger.conflict` if it was voided for another reason;
 *   `ledger.invalid` if the reason is no code
 */
export function voidHold(tx: Tx, env: Environment, input: VoidHold): Promise<Payout> {
  return runCommand(tx, env, { ...input, kind: 'voidHold' });
}
