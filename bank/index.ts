export { BankError, type BankErrorCode } from './bank-error.ts';
export type { CustodianBank, DepositAdvice } from './custodian-bank.ts';
export type { Deposit, DepositState, ParkedCode } from './deposit.ts';
export { httpBank, payIntoSimulatedBank, type BankAddress, type PaidDeposit } from './http-bank.ts';
export { matchDeposit } from './match-deposit.ts';
export { mintDeposit } from './mint-deposit.ts';
export { openAppropriation, type OpenAppropriation } from './open-appropriation.ts';
export { readDeposits, type DepositFilter } from './read-deposits.ts';
export { recordAdvice } from './record-advice.ts';
