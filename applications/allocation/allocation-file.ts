import type { Role } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';

/** The columns of an allocation file, in the order of the template. */
export const allocationColumns = ['creditCode', 'projectId', 'budgetLine', 'amountYuan', 'purpose', 'reference'] as const;
export type AllocationColumn = (typeof allocationColumns)[number];

/** What a rule says of a line; `column` is null where it is about the line as a whole. */
export interface LineFinding {
  readonly column: AllocationColumn | null;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A row of the file as it was read. */
export interface FileRow {
  /** As a spreadsheet counts: 1 is the heading. */
  readonly rowNo: number;
  readonly cells: Readonly<Record<AllocationColumn, string>>;
  /** What the reader of the file found: a formula, a merged cell. */
  readonly findings: readonly LineFinding[];
}

export type LineState = 'ready' | 'refused' | 'submitted';

export interface AllocationLine extends FileRow {
  readonly organisationId: string | null;
  readonly projectId: string | null;
  readonly amountFen: bigint | null;
  readonly reference: string | null;
  readonly state: LineState;
  readonly applicationId: string | null;
}

export interface AllocationFile {
  readonly fileId: string;
  readonly payerOrganisationId: string;
  readonly uploadedBy: string;
  readonly role: Role;
  readonly name: string;
  readonly fileHash: string;
  /** `refused`: all or none was asked for, and one line was refused. */
  readonly state: 'checked' | 'submitting' | 'done' | 'refused';
  readonly isAllOrNone: boolean;
  readonly uploadedAt: Date;
  readonly submittedAt: Date | null;
  readonly finishedAt: Date | null;
  /** How many lines are in each state, and their amounts together in fen. */
  readonly totals: Readonly<Record<LineState, { readonly count: number; readonly amountFen: bigint }>>;
}

const fileSql = `select id "fileId", payer_organisation_id "payerOrganisationId", uploaded_by "uploadedBy", role, name, file_hash "fileHash", state,
    is_all_or_none "isAllOrNone", uploaded_at "uploadedAt", submitted_at "submittedAt", finished_at "finishedAt"
  from allocation_file`;
export const lineColumns = `row_no "rowNo", cells, organisation_id "organisationId", project_id "projectId", amount_fen "amountFen", reference, findings, state,
  application_id "applicationId"`;

async function withTotals(read: Tx['query'], rows: readonly Omit<AllocationFile, 'totals'>[]): Promise<AllocationFile[]> {
  const { rows: sums } = await read<{ fileId: string; state: LineState; count: number; amountFen: bigint }>(
    `select file_id "fileId", state, count(*)::int count, coalesce(sum(amount_fen), 0)::bigint "amountFen" from allocation_line where file_id = any($1::uuid[]) group by file_id, state`,
    [rows.map(({ fileId }) => fileId)],
  );
  return rows.map((row) => {
    const of = (state: LineState) => {
      const { count = 0, amountFen = 0n } = sums.find((sum) => sum.fileId === row.fileId && sum.state === state) ?? {};
      return { count, amountFen };
    };
    return { ...row, totals: { ready: of('ready'), refused: of('refused'), submitted: of('submitted') } };
  });
}

/** The files of these payers, newest first. */
export async function listAllocationFiles(read: Tx['query'], payerOrganisationIds: readonly string[]): Promise<AllocationFile[]> {
  const { rows } = await read<Omit<AllocationFile, 'totals'>>(`${fileSql} where payer_organisation_id = any($1) order by uploaded_at desc, id desc limit 50`, [payerOrganisationIds]);
  return withTotals(read, rows);
}

/** Throws `allocation.notFound`. */
export async function readAllocationFile(read: Tx['query'], fileId: string): Promise<AllocationFile> {
  const { rows } = await read<Omit<AllocationFile, 'totals'>>(`${fileSql} where id = $1`, [fileId]);
  const [file] = await withTotals(read, rows);
  if (!file) throw new ApplicationError('allocation.notFound');
  return file;
}

/** {@link readAllocationFile}, locked until the end of the transaction. Throws `allocation.notFound`. */
export async function lockAllocationFile(tx: Tx, fileId: string): Promise<AllocationFile> {
  await tx.query('select from allocation_file where id = $1 for update', [fileId]);
  return readAllocationFile(tx.query.bind(tx), fileId);
}

/** The file of this payer with these very bytes; null where it was never uploaded. */
export async function findFileByHash(tx: Tx, payerOrganisationId: string, fileHash: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>('select id from allocation_file where payer_organisation_id = $1 and file_hash = $2 for update', [payerOrganisationId, fileHash]);
  return rows[0]?.id ?? null;
}

export interface LineFilter {
  readonly state?: LineState | undefined;
  /** Lines below this row. */
  readonly afterRow: number;
  readonly limit: number;
}

/** Lines in the order of the file. */
export async function readAllocationLines(read: Tx['query'], fileId: string, { state, afterRow, limit }: LineFilter): Promise<AllocationLine[]> {
  const { rows } = await read<AllocationLine>(
    `select ${lineColumns} from allocation_line where file_id = $1 and ($2::text is null or state = $2) and row_no > $3 order by row_no limit $4`,
    [fileId, state ?? null, afterRow, limit],
  );
  return rows;
}

/** Writes checked lines down, instead of those that the file had. */
export async function replaceLines(tx: Tx, fileId: string, payerOrganisationId: string, lines: readonly AllocationLine[]): Promise<void> {
  await tx.query('delete from allocation_line where file_id = $1', [fileId]);
  await tx.query(
    `insert into allocation_line (file_id, row_no, payer_organisation_id, cells, organisation_id, project_id, amount_fen, reference, findings, state)
     select $1, row_no, $2, cells::jsonb, organisation_id, project_id, amount_fen, reference, findings::jsonb, state
     from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[])
       as row (row_no, cells, organisation_id, project_id, amount_fen, reference, findings, state)`,
    [
      fileId, payerOrganisationId, lines.map(({ rowNo }) => rowNo), lines.map(({ cells }) => JSON.stringify(cells)), lines.map(({ organisationId }) => organisationId),
      lines.map(({ projectId }) => projectId), lines.map(({ amountFen }) => amountFen), lines.map(({ reference }) => reference), lines.map(({ findings }) => JSON.stringify(findings)),
      lines.map(({ state }) => state),
    ],
  );
}
