import { z } from 'zod';
import { ProofState } from './applications.ts';
import { Day, Fen, Id, PositiveFen, Time, Uuid } from './values.ts';

export const AccountView = z
  .object({
    accountId: z.string(),
    kind: z.enum(['holding', 'operating']).meta({ description: '`operating`: what an office keeps for its own costs, and may redeem' }),
    organisationId: z.string().nullable(),
    projectId: z.string().nullable(),
    budgetLine: z.string().nullable(),
    appropriatedFen: Fen.nullable().meta({ description: 'What may be paid out of it in all; null for an account without an appropriation' }),
    receivedFen: Fen.meta({ description: 'What came in, less what corrections took back: paid + set aside + redeemed + balance' }),
    paidFen: Fen.meta({ description: 'Handed down or paid, less what corrections brought back' }),
    setAsideFen: Fen.meta({ description: 'Moved to the office’s operating account' }),
    redeemedFen: Fen.meta({ description: 'Paid out by the bank' }),
    heldFen: Fen,
    balanceFen: Fen,
    availableFen: Fen,
    isFrozen: z.boolean().meta({ description: 'The regulator has frozen it: it neither pays nor is paid' }),
    isRedeemable: z.boolean().meta({ description: 'Its tokens can be redeemed by their holder; those of a paying account can’t' }),
  })
  .meta({ id: 'Account' });

export const Funds = z
  .object({
    supplyFen: Fen,
    custodyFen: Fen.nullable().meta({ description: 'As the bank states it; null while the bank can’t be reached, and for a past moment' }),
    agrees: z.boolean().nullable(),
    accounts: z.array(AccountView),
  })
  .meta({ id: 'Funds' });

export const Deposit = z
  .object({
    adviceId: z.string(),
    reference: z.string(),
    amountFen: Fen,
    valueDate: Day,
    state: z.enum(['received', 'matched', 'minted', 'parked']),
    code: z.string().nullable().meta({ description: 'Why it is parked' }),
    applicationId: z.string(),
    lotId: Uuid.nullable().meta({ description: 'The lot that was minted, from which the money can be followed' }),
    receivedAt: Time,
    proof: ProofState.nullable(),
  })
  .meta({ id: 'Deposit' });

export const NewDeposit = z
  .object({ depositId: Id, reference: Id, amountFen: PositiveFen, valueDate: Day })
  .meta({ id: 'NewDeposit' });

export const NewRedemption = z
  .object({
    accountId: z.string().min(1).max(200),
    form: z.record(z.string(), z.unknown()).meta({ description: '`purpose`, `amountFen` and `creditor` (`name`, `account`, `bank`); checked like every form' }),
  })
  .meta({ id: 'NewRedemption' });

export const Payment = z
  .object({
    paymentId: z.string(),
    applicationId: z.string(),
    amountFen: PositiveFen,
    creditor: z.object({ name: z.string(), account: z.string(), bank: z.string() }).meta({ description: 'Whole for who has to do with the payment, masked for others' }),
    remittance: z.string(),
    state: z.enum(['waiting', 'paid', 'refused']),
    reasonCode: z.string().nullable().meta({ description: 'Why the bank refused it' }),
    createdAt: Time,
    takenAt: Time.nullable().meta({ description: 'When the bank first said that it has the order' }),
    settledAt: Time.nullable(),
  })
  .meta({ id: 'Payment' });

export const PaymentOutcome = z
  .object({
    outcome: z.enum(['paid', 'refused']),
    reasonCode: z.string().regex(/^[A-Z0-9]{2,4}$/).optional().meta({ description: 'ISO 20022 status reason of a refusal, e.g. `AC04`' }),
  })
  .meta({ id: 'PaymentOutcome' });

export const ReserveLine = z
  .object({
    kind: z.enum(['deposit', 'payment', 'sum']),
    id: z.string().meta({ description: 'Of the deposit’s advice or of the payment' }),
    bankFen: z.int().nullable(),
    ledgerFen: z.int().nullable(),
    state: z.enum(['matched', 'notMinted', 'notBurned', 'unknownHere', 'unknownToBank', 'amountDiffers', 'contradicted', 'statementSum', 'balances']),
  })
  .meta({ id: 'ReserveLine' });

export const ReserveProof = z
  .object({
    proofId: z.string(),
    provedAt: Time,
    agrees: z.boolean().meta({ description: 'False: nothing is minted until a newer proof agrees' }),
    custodyFen: z.int(),
    supplyFen: Fen,
    balancesFen: Fen,
    lines: z.array(ReserveLine),
  })
  .meta({ id: 'ReserveProof' });
