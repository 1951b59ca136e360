import { canonicalJson, commitPersonalValue, type Environment } from '@gbc/events';
import type { Role } from '@gbc/identity';
import { prepared, type Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import type { ApplicationState } from './flow.ts';

export type DocumentKind = 'proposal' | 'contract' | 'invoice' | 'eInvoice' | 'supplement' | 'statement';
export interface AttachedDocument {
  readonly documentId: string;
  readonly kind: DocumentKind;
}

export interface Draft {
  readonly form: Readonly<Record<string, unknown>>;
  readonly documents: readonly AttachedDocument[];
}

export interface ApplicationRow {
  readonly applicationId: string;
  readonly processId: string;
  readonly state: ApplicationState;
  readonly payerOrganisationId: string;
  readonly applicantOrganisationId: string;
  readonly applicantRole: Role;
  readonly createdBy: string;
  readonly title: string;
  readonly projectId: string | null;
  readonly contractNumber: string | null;
  readonly amountFen: bigint | null;
  readonly revision: number;
  readonly payoutNo: number;
  readonly draft: Draft | null;
  readonly refusal: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
  readonly engineId: string | null;
  readonly processInstanceKey: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When what was filled in and said was destroyed. */
  readonly erasedAt: Date | null;
}

export const applicationColumns = `id as "applicationId", process_id as "processId", state, payer_organisation_id as "payerOrganisationId",
  applicant_organisation_id as "applicantOrganisationId", applicant_role as "applicantRole", created_by as "createdBy", title, project_id as "projectId",
  contract_number as "contractNumber", amount_fen as "amountFen", revision, payout_no as "payoutNo", draft, refusal,
  engine_id as "engineId", process_instance_key as "processInstanceKey", created_at as "createdAt", updated_at as "updatedAt", erased_at as "erasedAt"`;

/** Throws `application.notFound`. */
export async function readApplication(read: Tx['query'], applicationId: string): Promise<ApplicationRow> {
  const { rows } = await read<ApplicationRow>(prepared(`select ${applicationColumns} from application where id = $1`), [applicationId]);
  if (!rows[0]) throw new ApplicationError('application.notFound', { applicationId });
  return rows[0];
}

/** {@link readApplication}, locked until the end of the transaction. */
export async function lockApplication(tx: Tx, applicationId: string): Promise<ApplicationRow> {
  const { rows } = await tx.query<ApplicationRow>(prepared(`select ${applicationColumns} from application where id = $1 for update`), [applicationId]);
  if (!rows[0]) throw new ApplicationError('application.notFound', { applicationId });
  return rows[0];
}

export interface RevisionRow {
  readonly applicationId: string;
  readonly revision: number;
  /** Null once it is erased, as is the salt. */
  readonly form: Readonly<Record<string, unknown>> | null;
  readonly documents: readonly AttachedDocument[];
  readonly changedFields: readonly string[];
  /** {@link commitForm}'s */
  readonly formHash: string;
  readonly salt: Buffer | null;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly findings: readonly StoredFinding[] | null;
}

export interface StoredFinding {
  readonly rule: string;
  readonly article: string | null;
  readonly field: string | null;
  readonly outcome: 'passed' | 'warned' | 'refused';
  readonly params: Readonly<Record<string, string | number>>;
}

/** Keeps what was filled in, word for word, and answers its commitment: what a decision is made on. */
export function commitForm(tx: Tx, env: Environment, form: object, documents: readonly AttachedDocument[]): Promise<string> {
  return commitPersonalValue(tx, env, canonicalJson({ form, documents }));
}

/** Every revision of an application, oldest first. */
export async function readRevisions(read: Tx['query'], applicationId: string): Promise<RevisionRow[]> {
  const { rows } = await read<RevisionRow>(
    prepared(`select application_id as "applicationId", revision, value::jsonb -> 'form' as form, documents, changed_fields as "changedFields", form_hash as "formHash", salt,
            submitted_by as "submittedBy", submitted_at as "submittedAt", findings
     from application_revision left join personal_value on commitment = form_hash where application_id = $1 order by revision`),
    [applicationId],
  );
  return rows;
}

/** Everyone who ever submitted or corrected this application, or said what this deposit is for: its makers, who may not check it. */
export async function readMakers(read: Tx['query'], applicationId: string): Promise<string[]> {
  const { rows } = await read<{ id: string }>(
    prepared(`select submitted_by::text id from application_revision where application_id = $1
     union select body::jsonb #>> '{actor,personId}' from event
     where starts_with($1, 'deposit:') and application_id = $1 and type = 'depositMatched' and body::jsonb #>> '{actor,kind}' = 'person'`),
    [applicationId],
  );
  return rows.map((row) => row.id);
}
