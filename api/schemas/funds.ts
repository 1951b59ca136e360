import { z } from 'zod';
import { ProofState } from './applications.ts';
import { Day, Fen, Id, PositiveFen, Time } from './values.ts';

export const AccountView = z
  .object({
    accountId: z.string(),
    organisationId: z.string().nullable(),
    projectId: z.string().nullable(),
    budgetLine: z.string().nullable(),
    receivedFen: Fen,
    paidFen: Fen,
    heldFen: Fen,
    balanceFen: Fen,
    availableFen: Fen,
  })
  .meta({ id: 'Account' });

export const Funds = z
  .object({
    supplyFen: Fen,
    custodyFen: Fen.nullable().meta({ description: 'As the bank states it; null while the bank can’t be reached' }),
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
    receivedAt: Time,
    proof: ProofState.nullable(),
  })
  .meta({ id: 'Deposit' });

export const NewDeposit = z
  .object({ depositId: Id, reference: Id, amountFen: PositiveFen, valueDate: Day })
  .meta({ id: 'NewDeposit' });
