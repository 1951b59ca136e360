import { z } from 'zod';
import { Fen, Role, Time, Uuid } from './values.ts';

export const Organisation = z
  .object({
    organisationId: z.string(),
    kind: z.enum(['district', 'department', 'street', 'firm', 'individual', 'bank', 'regulator', 'operator']),
    nameZh: z.string(),
    nameEn: z.string(),
    creditCode: z.string(),
    parentId: z.string().nullable(),
  })
  .meta({ id: 'Organisation' });

export const Person = z
  .object({
    personId: Uuid,
    name: z.string().nullable().meta({ description: 'Null where it was erased' }),
    login: z.string().nullable().meta({ description: 'Null for somebody who can’t sign in' }),
    mustChangePassword: z.boolean().meta({ description: 'Hasn’t signed in yet with the password that was given' }),
    registeredAt: Time,
    memberships: z.array(z.object({ organisationId: z.string(), role: Role, grantedAt: Time })),
  })
  .meta({ id: 'Person' });

export const Project = z
  .object({
    projectId: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    category: z.enum(['commercial', 'infrastructure', 'publicService', 'housing']),
    budgetLine: z.string().meta({ description: '7-digit functional classification' }),
    budgets: z.array(
      z.object({
        organisationId: z.string(),
        limitFen: Fen,
        heldFen: Fen,
        spentFen: Fen,
        balanceFen: Fen.meta({ description: 'Tokens the organisation holds for this project, holds included' }),
        availableFen: Fen,
      }),
    ),
  })
  .meta({ id: 'Project' });

/** A form-js schema; its keys that end in `Yuan` are decimal text and become `…Fen` integers. */
export const FormSchema = z.record(z.string(), z.unknown()).meta({ id: 'FormSchema' });
