import { z } from 'zod';
import { ProofState } from './applications.ts';
import { Fen, Time, Uuid } from './values.ts';

const PeriodId = z.string().meta({ description: '`2026-11`, or `2026` for a year, in Shanghai’s time' });

export const PeriodView = z
  .object({
    periodId: PeriodId,
    kind: z.enum(['month', 'year']),
    startsAt: Time,
    endsAt: Time.meta({ description: 'The first moment that is no longer of it' }),
    state: z.enum(['running', 'open', 'closed', 'confirmed']).meta({ description: '`open`: over and not closed; `closed` by one person; `confirmed` by a second one, for good' }),
    isNext: z.boolean().meta({ description: 'It can be closed now' }),
    openingFen: Fen.nullable().meta({ description: 'The supply that it opened with' }),
    mintedFen: Fen.nullable(),
    burnedFen: Fen.nullable(),
    supplyFen: Fen.nullable().meta({ description: 'The supply that it closed with' }),
    lineCount: z.int().nullable(),
    balancesHash: z.string().nullable().meta({ description: 'SHA-256 of the text of its balances, as the log has it' }),
    closedBy: z.string().nullable(),
    closedAt: Time.nullable(),
    confirmedBy: z.string().nullable(),
    confirmedAt: Time.nullable(),
    eventId: z.string().nullable().meta({ description: 'The newest event about it' }),
    proof: ProofState.nullable(),
    mayClose: z.boolean().meta({ description: 'The reader may close it now' }),
    mayConfirm: z.boolean().meta({ description: 'The reader may confirm it now' }),
  })
  .meta({ id: 'Period' });

export const PeriodLineView = z
  .object({
    subject: z.enum(['account', 'budget']),
    subjectId: z.string(),
    kind: z.enum(['custody', 'holding', 'operating', 'appropriation', 'contract', 'invoice']),
    organisationId: z.string().nullable(),
    projectId: z.string().nullable(),
    openingFen: Fen,
    debitsFen: Fen,
    creditsFen: Fen,
    closingFen: Fen,
    pendingDebitsFen: Fen.meta({ description: 'Held at the end, neither posted nor released' }),
    pendingCreditsFen: Fen,
  })
  .meta({ id: 'PeriodLine' });

export const PendingTransfer = z
  .object({
    transferId: Uuid,
    kind: z.enum(['payout', 'burn']).meta({ description: '`burn`: a redemption that waits for the bank' }),
    applicationId: z.string(),
    payoutNo: z.int(),
    debitAccountId: z.string(),
    creditAccountId: z.string(),
    amountFen: Fen,
    createdAt: Time,
  })
  .meta({ id: 'PendingTransfer' });

export const PeriodTotals = z.object({ openingFen: Fen, debitsFen: Fen, creditsFen: Fen, closingFen: Fen, pendingDebitsFen: Fen, pendingCreditsFen: Fen }).meta({ id: 'PeriodTotals' });

export const PeriodDetail = z
  .object({
    period: PeriodView,
    totals: PeriodTotals.nullable().meta({ description: 'Of all accounts of organisations; null while it is open' }),
  })
  .meta({ id: 'PeriodDetail' });

export const PeriodConfirmation = z.object({ balancesHash: z.string().regex(/^[0-9a-f]{64}$/).meta({ description: 'Of the balances that were looked at' }) }).meta({ id: 'PeriodConfirmation' });
