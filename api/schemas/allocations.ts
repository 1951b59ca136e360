import { z } from 'zod';
import { Fen, Id, Role, Time, Uuid } from './values.ts';

const Column = z.enum(['creditCode', 'projectId', 'budgetLine', 'amountYuan', 'purpose', 'reference']);
const LineState = z.enum(['ready', 'refused', 'submitted']);
const Total = z.object({ count: z.int(), amountFen: Fen }).meta({ id: 'AllocationTotal' });

export const AllocationUpload = z.object({ payerOrganisationId: Id });

export const AllocationFile = z
  .object({
    fileId: Uuid,
    payerOrganisationId: z.string(),
    role: Role,
    name: z.string(),
    fileHash: z.string().meta({ description: 'SHA-256 of the file: the same file again is the same' }),
    state: z.enum(['checked', 'submitting', 'done', 'refused']).meta({ description: '`refused`: all or none was asked for, and one line was refused' }),
    isAllOrNone: z.boolean(),
    uploadedAt: Time,
    submittedAt: Time.nullable(),
    finishedAt: Time.nullable(),
    ready: Total,
    refused: Total,
    submitted: Total,
  })
  .meta({ id: 'AllocationFile' });

export const AllocationLine = z
  .object({
    rowNo: z.int().meta({ description: 'As a spreadsheet counts: 1 is the heading' }),
    state: LineState,
    creditCode: z.string(),
    organisationId: z.string().nullable(),
    projectId: z.string(),
    budgetLine: z.string(),
    amountYuan: z.string(),
    amountFen: Fen.nullable(),
    purpose: z.string(),
    reference: z.string(),
    findings: z.array(z.object({ column: Column.nullable(), code: z.string(), message: z.string().meta({ description: 'In the reader’s language' }) })),
    applicationId: z.string().nullable(),
  })
  .meta({ id: 'AllocationLine' });

export const AllocationLines = z.object({ items: z.array(AllocationLine), nextRow: z.int().nullable().meta({ description: 'Ask for what comes after this row' }) });

export const LineQuery = z.object({ state: LineState.optional(), afterRow: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(200).default(100) });

export const AllocationSubmission = z.object({ isAllOrNone: z.boolean().default(false) });

export const TemplateQuery = z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') });
