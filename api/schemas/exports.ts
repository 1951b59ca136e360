import { z } from 'zod';
import { ApplicationState } from './applications.ts';
import { Day, Id, Time } from './values.ts';

export const tableTypes = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;

export const TableQuery = z.object({ format: z.enum(['csv', 'xlsx']).default('csv') });

/** As the list of applications takes them. */
export const ApplicationsQuery = TableQuery.extend({
  scope: z.enum(['mine', 'office', 'all']).default('all'),
  state: ApplicationState.optional(),
  q: z.string().max(100).optional(),
});

export const TransfersQuery = TableQuery.extend({
  from: Day.optional().meta({ description: 'First day, in Shanghai’s time, on which it was posted or released, or, while it is held, taken' }),
  to: Day.optional().meta({ description: 'Last day' }),
  organisationId: Id.optional(),
  projectId: Id.optional(),
  kind: z.enum(['mint', 'payout', 'setAside', 'correction', 'burn']).optional(),
  state: z.enum(['pending', 'posted', 'voided', 'expired']).optional(),
});

export const BalancesQuery = TableQuery.extend({ at: Time.optional() });

export const BudgetsQuery = TableQuery.extend({ projectId: Id.optional() });

export const PeriodQuery = z.object({ format: z.enum(['csv', 'xlsx', 'ndjson']).default('csv') });

export const OcdsQuery = z.object({ projectId: Id.optional() });
