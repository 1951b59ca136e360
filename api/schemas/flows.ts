import { z } from 'zod';
import { TrailStep } from './applications.ts';
import { AccountView } from './funds.ts';
import { Day, Fen, Time, Uuid } from './values.ts';

/** Now, or at the end of a moment in the past. */
export const AtMoment = z.object({ at: Time.optional() });

const AccountId = z.string().max(400);
const AdviceId = z.string().max(200);

export const MoneyFlow = z
  .object({
    fromAccountId: AccountId.nullable().meta({ description: 'Null where a deposit came in' }),
    adviceId: AdviceId.nullable().meta({ description: 'The deposit that came in; null between accounts' }),
    toAccountId: AccountId.meta({ description: 'Custody where the bank paid it out' }),
    amountFen: Fen.meta({ description: 'What went and was not brought back by a correction' }),
    returnedFen: Fen.meta({ description: 'What corrections brought back' }),
    transferCount: z.int(),
    isBefore: z.boolean().meta({ description: 'Whether it led to the lot or application asked for; else it came after' }),
  })
  .meta({ id: 'MoneyFlow' });

/** Flows with what their ends are: enough to draw them and to list them. */
export const MoneyPicture = z
  .object({
    accounts: z.array(
      z.object({ accountId: z.string(), kind: z.enum(['custody', 'holding', 'operating']), organisationId: z.string().nullable(), projectId: z.string().nullable() }),
    ),
    deposits: z.array(z.object({ adviceId: z.string(), lotId: Uuid, reference: z.string().nullable(), valueDate: Day.nullable(), amountFen: Fen })),
    flows: z.array(MoneyFlow),
  })
  .meta({ id: 'MoneyPicture' });

export const BudgetView = z
  .object({
    budgetId: z.string(),
    parentId: z.string().nullable(),
    level: z.enum(['appropriation', 'contract', 'invoice']),
    payerOrganisationId: z.string().nullable(),
    payeeOrganisationId: z.string().nullable(),
    limitFen: Fen,
    heldFen: Fen,
    spentFen: Fen,
    availableFen: Fen,
  })
  .meta({ id: 'Budget' });

export const ProjectFunds = z
  .object({ projectId: z.string(), accounts: z.array(AccountView), budgets: z.array(BudgetView), picture: MoneyPicture })
  .meta({ id: 'ProjectFunds' });

export const LotView = z
  .object({
    lotId: Uuid,
    adviceId: z.string(),
    accountId: z.string(),
    organisationId: z.string().nullable(),
    projectId: z.string().nullable(),
    amountFen: Fen,
    leftFen: Fen.meta({ description: 'What has not left again' }),
    parentLotId: Uuid.nullable(),
    applicationId: z.string().meta({ description: 'What brought it; of a deposit `deposit:<adviceId>`' }),
    receivedAt: Time,
  })
  .meta({ id: 'Lot' });

export const LotFlows = z.object({ lots: z.array(LotView), picture: MoneyPicture }).meta({ id: 'LotFlows' });

/** Of one of three: a project, an application (of a deposit `deposit:<adviceId>`), a lot. */
export const FlowTransfersQuery = z.object({
  projectId: z.string().max(80).optional(),
  applicationId: z.string().max(200).optional(),
  lotId: Uuid.optional(),
  fromAccountId: AccountId.optional(),
  adviceId: AdviceId.optional(),
  toAccountId: AccountId,
  at: Time.optional(),
  cursor: Uuid.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const FlowTransfer = TrailStep.extend({ shareFen: Fen.meta({ description: 'How much of the transfer was money of the picture' }) }).meta({ id: 'FlowTransfer' });
