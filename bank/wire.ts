import { z } from 'zod';

const fen = z.int().positive();

/** What is sent to the simulated bank for a deposit. */
export const depositMessage = z.strictObject({
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

export type DepositMessage = z.output<typeof depositMessage>;
export type AdviceMessage = z.output<typeof adviceMessage>;
