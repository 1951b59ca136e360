import { z } from 'zod';
import { AttachedDocument, DecisionKind } from './applications.ts';
import { FormSchema } from './reference.ts';
import { Fen, Id, Key, Time, Uuid } from './values.ts';

const Outcome = z.enum(['approved', 'rejected', 'moreNeeded', 'forwarded', 'supplied', 'confirmed', 'disputed', 'answered', 'conceded']);

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
    escalatedAt: Time.nullable().meta({ description: 'When its lateness was reported to those who watch over it' }),
  })
  .meta({ id: 'TaskSummary' });

/** What each button of the footer leads to, so that it can say so ("通过后:区财务监理"). */
export const TaskOutcome = z
  .object({
    outcome: Outcome,
    next: z.array(z.object({ elementId: z.string(), name: z.string(), group: z.string().nullable() })),
    reasonRequired: z.boolean(),
    fieldRequired: z.boolean(),
    officeRequired: z.boolean().meta({ description: 'Names another office, for `forwarded`' }),
  })
  .meta({ id: 'TaskOutcome' });

export const Task = TaskSummary.extend({
  decision: DecisionKind.meta({ description: 'What a decision at it means' }),
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
    outcome: Outcome,
    revision: z.int().min(0).meta({ description: 'The revision that was looked at; another one is a conflict' }),
    reason: z.string().trim().max(4000).optional(),
    field: z.string().max(80).optional(),
    fields: z.array(z.string().min(1).max(80)).min(1).max(50).optional().meta({ description: 'The fields asked for, for `moreNeeded`; without them it is `field`' }),
    forwardTo: Id.optional().meta({ description: 'The office whose opinion is asked, for `forwarded`' }),
    consents: z
      .array(z.object({ field: z.string().min(1).max(80), isGiven: z.boolean() }))
      .max(50)
      .optional()
      .meta({ description: 'One answer for each field asked for, for `supplied`; only what was consented to may change' }),
    form: z.record(z.string(), z.unknown()).optional().meta({ description: 'The corrected form, for `supplied`' }),
    documents: z.array(AttachedDocument).max(50).optional(),
    answers: z
      .record(z.string().min(1).max(80), z.union([z.string().max(4000), z.number(), z.boolean(), z.array(z.string().max(400)).max(50)]))
      .optional()
      .meta({ description: 'What was entered into fields that an admin added to the task’s form, by their keys' }),
    receivedFen: Fen.optional().meta({ description: 'The full amount received, for `confirmed`' }),
  })
  .meta({ id: 'TaskCompletion' });

export const TaskCompleted = z
  .object({
    decisionId: Uuid,
    state: z.enum(['accepted', 'pending']).meta({ description: '`pending`: written, not yet taken by the engine; it is sent again until it answers' }),
  })
  .meta({ id: 'TaskCompleted' });
