import { z } from 'zod';
import { AttachedDocument } from './applications.ts';
import { FormSchema } from './reference.ts';
import { Fen, Key, Time, Uuid } from './values.ts';

export const TaskSummary = z
  .object({
    taskId: Uuid,
    elementId: z.string(),
    name: z.string(),
    state: z.enum(['open', 'sending', 'completed', 'cancelled']),
    applicationId: z.string(),
    applicationTitle: z.string(),
    processId: z.string(),
    amountFen: Fen.nullable(),
    applicantOrganisationId: z.string().nullable(),
    organisationId: z.string().nullable(),
    candidateGroups: z.array(z.string()),
    assigneeId: z.string().nullable(),
    assigneeName: z.string().nullable(),
    priority: z.int(),
    dueAt: Time.nullable(),
    createdAt: Time,
    remindedAt: Time.nullable(),
  })
  .meta({ id: 'TaskSummary' });

/** What each button of the footer leads to, so that it can say so ("通过后:区财务监理"). */
export const TaskOutcome = z
  .object({
    outcome: z.enum(['approved', 'rejected', 'moreNeeded', 'supplied', 'confirmed']),
    next: z.array(z.object({ elementId: z.string(), name: z.string(), group: z.string().nullable() })),
    reasonRequired: z.boolean(),
    fieldRequired: z.boolean(),
  })
  .meta({ id: 'TaskOutcome' });

export const Task = TaskSummary.extend({
  processInstanceKey: Key,
  processVersion: z.int(),
  revision: z.int(),
  mayAct: z.boolean(),
  mayNotBecause: z.string().nullable().meta({ description: 'Stable code, e.g. `task.ownApplication`' }),
  outcomes: z.array(TaskOutcome),
  form: z.object({ formId: z.string(), schema: FormSchema }).nullable(),
  fields: z.array(z.object({ field: z.string(), label: z.string() })).meta({ description: 'Fields a rejection may cite' }),
}).meta({ id: 'Task' });

export const TaskCompletion = z
  .object({
    outcome: z.enum(['approved', 'rejected', 'moreNeeded', 'supplied', 'confirmed']),
    revision: z.int().min(0).meta({ description: 'The revision that was looked at; another one is a conflict' }),
    reason: z.string().trim().max(4000).optional(),
    field: z.string().max(80).optional(),
    form: z.record(z.string(), z.unknown()).optional().meta({ description: 'The corrected form, for `supplied`' }),
    documents: z.array(AttachedDocument).max(50).optional(),
    receivedFen: Fen.optional().meta({ description: 'The full amount received, for `confirmed`' }),
  })
  .meta({ id: 'TaskCompletion' });

export const TaskCompleted = z
  .object({
    decisionId: Uuid,
    state: z.enum(['accepted', 'pending']).meta({ description: '`pending`: written, not yet taken by the engine; it is sent again until it answers' }),
  })
  .meta({ id: 'TaskCompleted' });
