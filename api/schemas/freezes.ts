import { z } from 'zod';
import { Id, LongText, Time, Uuid } from './values.ts';

const Subject = z.enum(['account', 'application']);

export const FreezeView = z
  .object({
    freezeId: Uuid,
    subject: Subject,
    subjectId: z.string().meta({ description: 'An account’s or an application’s id' }),
    state: z.enum(['inForce', 'expired', 'lifted']),
    organisationId: z.string().nullable().meta({ description: 'Whose account it is, or who applied' }),
    title: z.string().nullable().meta({ description: 'Of the application' }),
    projectId: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Null where it was erased' }),
    orderedBy: z.object({ personName: z.string(), isReader: z.boolean() }),
    orderedAt: Time,
    expiresAt: Time.nullable(),
    endedAt: Time.nullable(),
    appealedAt: Time.nullable().meta({ description: 'While an appeal waits for its answer' }),
    appeal: z.string().nullable().meta({ description: 'The ground of the newest appeal' }),
    upheldAt: Time.nullable(),
    answer: z.string().nullable().meta({ description: 'The regulator’s words of the newest answer' }),
    mayAnswer: z.boolean().meta({ description: 'The reader may lift it now' }),
    mayAppealFor: z.array(z.string()).meta({ description: 'The reader’s organisations that may appeal now' }),
  })
  .meta({ id: 'Freeze' });

export const NewFreeze = z
  .object({ subject: Subject, subjectId: Id, reason: LongText, expiresAt: Time.nullable() })
  .meta({ id: 'NewFreeze' });

export const FreezeAppeal = z.object({ organisationId: Id, reason: LongText }).meta({ id: 'FreezeAppeal' });

export const FreezeAnswer = z.object({ outcome: z.enum(['lifted', 'upheld']), reason: LongText }).meta({ id: 'FreezeAnswer' });
