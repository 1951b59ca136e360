import { z } from 'zod';
import { ApplicationError } from './application-error.ts';
import type { Flow } from './flow.ts';

const Text = z.string().trim().min(1).max(200);
const Fen = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const Proposal = z.object({ title: Text, purpose: z.string().trim().min(1).max(4000), projectId: Text });

/** What a supplier enters for a payment by a street office. */
const StreetForm = z.object({
  proposal: Proposal,
  contract: z.object({ number: Text, amountFen: Fen, signedOn: z.iso.date() }),
  invoice: z.object({ number: z.string().regex(/^\d{20}$/), amountFen: Fen, issuedOn: z.iso.date() }),
  amountFen: Fen,
});

/** What a department or street office enters to ask the tier above for tokens, and a person to ask for a subsidy. */
const AllocationForm = z.object({ proposal: Proposal, amountFen: Fen });

export type StreetForm = z.infer<typeof StreetForm>;
export type AllocationForm = z.infer<typeof AllocationForm>;
export type ApplicationForm = StreetForm | AllocationForm;

export const isStreetForm = (form: ApplicationForm): form is StreetForm => 'invoice' in form;

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'form.required';
  if (issue.code === 'too_small' && issue.origin === 'string') return 'form.required';
  if (issue.code === 'too_small') return 'form.tooSmall';
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'form.tooLong' : 'form.tooBig';
  if (issue.code === 'invalid_format') return 'form.format';
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? 'form.notWhole' : 'form.type';
  return 'form.invalid';
}

/** The complete form of an application out of a draft. Throws `application.formInvalid` with one entry a field. */
export function parseForm({ startFormId }: Pick<Flow, 'startFormId'>, draft: unknown): ApplicationForm {
  return parseAs<ApplicationForm>(startFormId === 'street-application' ? StreetForm : AllocationForm, draft);
}

/** What was entered, as a form of this shape. Throws `application.formInvalid` with one entry a field. */
export function parseAs<Form>(schema: z.ZodType<Form>, draft: unknown): Form {
  const result = schema.safeParse(draft, { reportInput: true });
  if (result.success) return result.data;
  throw new ApplicationError(
    'application.formInvalid',
    {},
    result.error.issues.map((issue) => ({ field: issue.path.join('.'), code: codeOf(issue) })),
  );
}

/** Paths whose values differ between two forms (or are in one alone), e.g. `contract.amountFen`. */
export function changedFields(before: unknown, after: unknown, path = ''): string[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => changedFields(before[name], after[name], path ? `${path}.${name}` : name));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
