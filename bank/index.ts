export { assignDeposit, type AssignDeposit } from './assign-deposit.ts';
export { bankAdapters, type BankAdapter } from './bank-adapter.ts';
export { BankError, type BankErrorCode } from './bank-error.ts';
export type { BankAddress } from './bank-request.ts';
export { ownMappings, readColumnMapping, type ColumnMapping } from './csv/column-mapping.ts';
export { csvFormat } from './csv/csv-format.ts';
export type { CustodyAccount } from './custody-account.ts';
export type { Creditor, CustodianBank, CustodyStatement, DepositAdvice, PaymentAdvice, PaymentOrder, StatementLine } from './custodian-bank.ts';
export type { Deposit, DepositState, ParkedCode } from './deposit.ts';
export {
  breakSimulatedBank, closeSimulatedBooks, httpBank, listSimulatedPayments, payIntoSimulatedBank, settleSimulatedPayment, slipOfSimulatedBank, type BankPayment, type PaidDeposit,
  type SimulatedOutcome,
} from './http-bank.ts';
export { iso20022Format } from './iso20022/iso20022-format.ts';
export { checkBankRecord, type CheckBankRecord } from './manual/check-record.ts';
export { enterBankRecord, type EnterBankRecord } from './manual/enter-record.ts';
export { readBankRecords, type BankPaper, type BankRecord, type RecordState } from './manual/bank-record.ts';
export { manualBank } from './manual/manual-bank.ts';
export { matchDeposit } from './match-deposit.ts';
export { folderExchange, type FolderPair } from './messages/folder-exchange.ts';
export { httpExchange } from './messages/http-exchange.ts';
export { messageBank, type MessageBankParts } from './messages/message-bank.ts';
export type { UnreadMessage } from './messages/message-exchange.ts';
export { mintDeposit } from './mint-deposit.ts';
export { openAppropriation, type OpenAppropriation } from './open-appropriation.ts';
export { orderPayment, sendPayments, type OrderPayment } from './order-payment.ts';
export { closeParkedAdvice, readParkedAdvices, type CloseParkedAdvice, type ParkedAdvice } from './parked-advices.ts';
export { eachPayment, erasePaymentParties, readPayments, type Payment, type PaymentFilter, type PaymentParkedCode, type PaymentState } from './payment.ts';
export { proveReserve, type ReserveParts } from './prove-reserve.ts';
export { keepDelivery } from './push/keep-delivery.ts';
export { pushedAdvices, readPush, type PushedAdvices } from './push/read-push.ts';
export { pushWindowMs, signPush, verifyPush, type PushHeaders } from './push/verify-push.ts';
export { readAppropriations, type AppropriationListing } from './read-appropriations.ts';
export { readDeposits, type DepositFilter } from './read-deposits.ts';
export { recordAdvice } from './record-advice.ts';
export { recordPaymentAdvice, type RecordedPaymentAdvice } from './record-payment-advice.ts';
export { keepUnreadMessage, readUnreadMessages, type KeepUnreadMessage, type UnreadBankMessage } from './unread-message.ts';
