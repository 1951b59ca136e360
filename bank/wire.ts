import { z } from 'zod';

const fen = z.int().positive();

/** When and how often the bank tells of something. */
const telling = {
  /** Tells of it this much later; it has happened at once. */
  delayMs: z.int().min(0).max(86_400_000).default(0),
  /** How many times it is told of. */
  copies: z.int().min(1).max(9).default(1),
};

/** What is sent to the simulated bank for a deposit. */
export const depositMessage = z.strictObject({
  ...telling,
  depositId: z.string().min(1).max(64),
  reference: z.string().min(1).max(140),
  amountFen: fen,
  valueDate: z.iso.date(),
  debtorName: z.string().min(1).max(140).nullable().default(null),
});

/** How an advice travels as JSON: fen as an exact integer. */
export const adviceMessage = z.object({
  adviceId: z.string().min(1).max(64),
  reference: z.string().min(1).max(140),
  amountFen: fen,
  valueDate: z.iso.date(),
  debtorName: z.string().nullable(),
});

export const advicesMessage = z.object({ advices: z.array(adviceMessage), cursor: z.string() });

export const custodyMessage = z.object({ custodyFen: z.int().nonnegative() });

/** What the bank is sent to pay. */
export const paymentMessage = z.strictObject({
  paymentId: z.string().min(1).max(35),
  amountFen: fen,
  creditor: z.strictObject({ name: z.string().min(1).max(140), account: z.string().regex(/^[0-9A-Za-z]{1,34}$/), bank: z.string().min(1).max(140) }),
  remittance: z.string().min(1).max(140),
});

/** How a payment ended, as the bank's operator enters it. Whatever a real bank gets wrong can be asked for, word for word. */
export const outcomeMessage = z.strictObject({
  outcome: z.enum(['paid', 'refused']),
  /** Default what was ordered. */
  amountFen: fen.optional(),
  /** Why it was refused; default `AC04`. */
  reasonCode: z.string().regex(/^[A-Z0-9]{2,4}$/).optional(),
  ...telling,
});

export const paymentAdviceMessage = z.object({
  adviceId: z.string().min(1).max(64),
  paymentId: z.string().min(1).max(35),
  outcome: z.enum(['paid', 'refused']),
  amountFen: fen,
  valueDate: z.iso.date(),
  reasonCode: z.string().regex(/^[A-Z0-9]{2,4}$/).nullable(),
});

export const paymentAdvicesMessage = z.object({ advices: z.array(paymentAdviceMessage), cursor: z.string() });

/** A payment as the bank's operator sees it. */
export const bankPaymentMessage = paymentMessage.extend({ state: z.enum(['waiting', 'paid', 'refused']), paidFen: z.int().nonnegative() });
export const bankPaymentsMessage = z.object({ payments: z.array(bankPaymentMessage) });

export const statementMessage = z.object({
  openingFen: z.int(),
  lines: z.array(z.object({ kind: z.enum(['deposit', 'payment']), id: z.string().min(1).max(64), amountFen: fen, valueDate: z.iso.date() })),
  closingFen: z.int(),
});

/** Advices of what never happened, told word for word, as a bank does by mistake: in no book of its own and on no statement. */
export const slipMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('deposit'), advice: adviceMessage }),
  z.strictObject({ kind: z.literal('payment'), advice: paymentAdviceMessage }),
]);

/** The next `times` requests to a path go wrong: refused before anything is done, or done and their answer lost. */
export const faultMessage = z.strictObject({ path: z.string().startsWith('/'), kind: z.enum(['refuse', 'loseAnswer']), times: z.int().min(1).max(100) });

export type SlipMessage = z.output<typeof slipMessage>;
export type PaymentMessage = z.output<typeof paymentMessage>;
export type OutcomeMessage = z.output<typeof outcomeMessage>;
export type PaymentAdviceMessage = z.output<typeof paymentAdviceMessage>;
export type BankPaymentMessage = z.output<typeof bankPaymentMessage>;
export type FaultMessage = z.output<typeof faultMessage>;
export type DepositMessage = z.output<typeof depositMessage>;
export type AdviceMessage = z.output<typeof adviceMessage>;
