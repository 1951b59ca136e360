export type { Account, AccountBalances, AccountKind, Balances } from './account.ts';
export type { Budget, BudgetLevel } from './budget.ts';
export { answerFreeze, type AnswerFreeze } from './answer-freeze.ts';
export { appealFreeze, type AppealFreeze } from './appeal-freeze.ts';
export { isInForce, readFreezes, readFreezesInForce, type Freeze, type FreezeSubject } from './freeze.ts';
export { correctedPaymentOf, correctionApplicationId } from './correct-transfer.ts';
export { eachTransfer, type TransferEntry, type TransferFilter } from './each-transfer.ts';
export { closePeriod, type ClosePeriod } from './close-period.ts';
export { confirmPeriod, type ConfirmPeriod } from './confirm-period.ts';
export type { HoldIdentity } from './hold.ts';
export type { LedgerAnswer, LedgerCommand, LinkedCommands } from './command.ts';
export { LedgerError, type LedgerErrorCode, type LedgerErrorParams } from './ledger-error.ts';
export { adviceIdOf, depositApplicationId } from './deposit-id.ts';
export {
  burnTokens, correctTransfer, expireHold, instructRedemption, mintTokens, postHold, runLinked, setAsideOperating, takeHold, takeRedemption, voidHold, voidRedemption,
} from './ledger-commands.ts';
export { LedgerQueue } from './ledger-queue.ts';
export type { MintTokens } from './mint-tokens.ts';
export { orderFreeze, type OrderFreeze } from './order-freeze.ts';
export { openAccount, type OpenAccount } from './open-account.ts';
export { openBudget, type OpenBudget } from './open-budget.ts';
export { periodApplicationId, readClose, type PeriodClose } from './period-close.ts';
export { eachPeriodLine, readPeriodLines, readPeriodText, type PeriodHead, type PeriodLine } from './period-line.ts';
export { parsePeriod, type Period } from './period.ts';
export { readPendingAt, readPeriods, type PeriodStanding, type PeriodState } from './read-periods.ts';
export { readBalances, readSupply, type AccountStanding, type BalanceFilter } from './read-balances.ts';
export { eachBudget, readBudgets, type BudgetFilter, type BudgetStanding } from './read-budgets.ts';
export { readFlows, readFlowTransfers, type FlowEnds, type FlowScope, type FlowTransfer, type MoneyFlow } from './read-flows.ts';
export { readHold } from './read-hold.ts';
export { readDepositsBehind, readHoldersOf, readLotDifferences, readLots, type AccountShare, type DepositShare, type LotFilter, type LotStanding } from './read-lots.ts';
export { readStandings, type FundsStanding } from './read-standings.ts';
export { readTrail } from './read-trail.ts';
export {
  differencesOf, isMintingStopped, readReserveProof, recordReserveProof, type ReserveComparison, type ReserveLine, type ReserveLineState, type ReserveProof,
} from './reserve-proof.ts';
export { isRedeemable, paymentIdOf } from './redemption.ts';
export { applicationBehind, operatingApplicationId, type OperatingPolicy, type SetAsideOperating } from './set-aside.ts';
export type { TakeHold } from './take-hold.ts';
export { readTransfers, type Burn, type Correction, type Mint, type Payout, type PayoutPolicy, type Transfer, type TransferState } from './transfer.ts';
export type { VoidHold } from './void-hold.ts';
