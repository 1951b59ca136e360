export { BankError, type BankErrorCode } from './bank-error.ts';
export type { Creditor, CustodianBank, CustodyStatement, DepositAdvice, PaymentAdvice, PaymentOrder, StatementLine } from './custodian-bank.ts';
export type { Deposit, DepositState, ParkedCode } from './deposit.ts';
export {
  breakSimulatedBank, httpBank, listSimulatedPayments, payIntoSimulatedBank, settleSimulatedPayment, type BankAddress, type BankPayment, type PaidDeposit, type SimulatedOutcome,
} from './http-bank.ts';
export { matchDeposit } from './match-deposit.ts';
export { mintDeposit } from './mint-deposit.ts';
export { openAppropriation, type OpenAppropriation } from './open-appropriation.ts';
export { orderPayment, sendPayments, type OrderPayment } from './order-payment.ts';
export { eachPayment, readPayments, type Payment, type PaymentFilter, type PaymentParkedCode, type PaymentState } from './payment.ts';
export { proveReserve, type ReserveParts } from './prove-reserve.ts';
export { readDeposits, type DepositFilter } from './read-deposits.ts';
export { recordAdvice } from './record-advice.ts';
export { recordPaymentAdvice, type RecordedPaymentAdvice } from './record-payment-advice.ts';
