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

export const LogStatus = z
  .object({
    origin: z.string(),
    treeSize: z.int(),
    rootHash: z.string(),
    checkpoint: z.string(),
    pending: z.int().meta({ description: 'Committed events that are not in the log yet' }),
    anchoredSize: z.int(),
    anchoredAt: Time.nullable(),
    blockNumber: z.int().nullable(),
    chainId: z.int().nullable(),
    contract: z.string().nullable(),
    quorum: z.int().meta({ description: 'Witnesses that make a checkpoint final; 0 asks for none' }),
    finalSize: z.int().nullable().meta({ description: 'Leaves under a final checkpoint; null without a quorum' }),
    witnesses: z.array(z.object({ name: z.string(), treeSize: z.int(), cosignedAt: Time.nullable(), error: z.string().nullable() })).meta({ description: 'The newest head that each alliance node has cosigned' }),
    error: z.string().nullable().meta({ description: 'What keeps the chain from being reached, if anything' }),
  })
  .meta({ id: 'LogStatus' });

export const Receipt = z.record(z.string(), z.unknown()).meta({ id: 'Receipt', description: 'Checked by `npm run verify -- receipt.json`' });

export const Packet = z.record(z.string(), z.unknown()).meta({ id: 'Packet', description: 'Checked by `npm run verify -- packet.json` and by verifier.html' });
