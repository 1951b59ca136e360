import { creditCodeIsValid } from '@gbc/documents';
import { listOrganisations, type Organisation } from '@gbc/identity';
import { readBalances, readBudgets } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { flows, type Flow } from '../flow.ts';
import { appropriationId, holdingAccountId, listProjects, type Project } from '../project.ts';
import type { AllocationColumn, AllocationLine, FileRow, LineFinding } from './allocation-file.ts';

/** What rules of lines go by, read once for a whole file. */
interface Facts {
  readonly flow: Flow;
  readonly payerOrganisationId: string;
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly projects: ReadonlyMap<string, Project>;
  /** What is left of each appropriation, in fen; lines that come first count. */
  readonly leftFen: Map<string, bigint>;
  /** What the payer can spend of each account, in fen; lines that come first count. */
  readonly availableFen: Map<string, bigint>;
  /** References of this payer that an application was made of. */
  readonly allocated: ReadonlySet<string>;
  /** Rows of this file by reference. */
  readonly rows: Map<string, number>;
}

/** The flow by which a payer of this kind allocates; undefined for one that doesn't. */
export function allocationFlowOf(payerKind: string): Flow | undefined {
  return flows.find((flow) => flow.payerKind === payerKind && flow.applicantRole === 'project-manager');
}

/** What every rule says of the lines of a file, in its order: nothing is changed by it. */
export async function checkLines(read: Tx['query'], flow: Flow, payerOrganisationId: string, rows: readonly FileRow[]): Promise<AllocationLine[]> {
  const references = rows.map(({ cells }) => cells.reference.trim());
  const { rows: allocated } = await read<{ reference: string }>(
    `select reference from allocation_line where payer_organisation_id = $1 and state = 'submitted' and reference = any($2)`,
    [payerOrganisationId, references],
  );
  const facts: Facts = {
    flow, payerOrganisationId,
    organisations: new Map((await listOrganisations(read)).map((it) => [it.creditCode, it])),
    projects: new Map((await listProjects(read)).map((it) => [it.projectId, it])),
    leftFen: new Map((await readBudgets(read)).filter(({ level }) => level === 'appropriation').map(({ id, limitFen, heldFen, spentFen }) => [id, limitFen - heldFen - spentFen])),
    availableFen: new Map((await readBalances(read, { organisationId: payerOrganisationId })).map(({ id, availableFen }) => [id, availableFen])),
    allocated: new Set(allocated.map(({ reference }) => reference)),
    rows: new Map(),
  };
  return rows.map((row) => checkLine(facts, row));
}

function checkLine(facts: Facts, row: FileRow): AllocationLine {
  const findings = [...row.findings];
  const refuse = (column: AllocationColumn | null, code: string, params: LineFinding['params'] = {}) => void findings.push({ column, code, params });
  const cells = Object.fromEntries(Object.entries(row.cells).map(([column, text]) => [column, text.trim()])) as unknown as FileRow['cells'];
  const organisation = checkOrganisation(facts, cells.creditCode, refuse);
  const project = checkProject(facts, cells, refuse);
  const amountFen = fenOf(cells.amountYuan);
  if (cells.amountYuan === '') refuse('amountYuan', 'form.required');
  else if (amountFen === null) refuse('amountYuan', 'form.amountMalformed');
  if (cells.purpose === '') refuse('purpose', 'form.required');
  else if (cells.purpose.length > 4_000) refuse('purpose', 'form.tooLong');
  checkReference(facts, row.rowNo, cells.reference, refuse);
  // Only what would be submitted counts on what is left for the lines below.
  if (findings.length === 0 && organisation && project && amountFen !== null) checkMoney(facts, organisation, project, amountFen, refuse);
  return {
    ...row, findings, organisationId: organisation?.organisationId ?? null, projectId: project?.projectId ?? null, amountFen, reference: cells.reference || null,
    state: findings.length === 0 ? 'ready' : 'refused', applicationId: null,
  };
}

type Refuse = (column: AllocationColumn | null, code: string, params?: LineFinding['params']) => void;

function checkOrganisation({ organisations, flow, payerOrganisationId }: Facts, creditCode: string, refuse: Refuse): Organisation | undefined {
  if (creditCode === '') return void refuse('creditCode', 'form.required');
  if (!creditCodeIsValid(creditCode)) return void refuse('creditCode', 'form.creditCodeWrong');
  const organisation = organisations.get(creditCode);
  if (!organisation) return void refuse('creditCode', 'form.unknown');
  if (organisation.kind !== flow.applicantKind || organisation.parentId !== payerOrganisationId) return void refuse('creditCode', 'form.notBelowPayer');
  return organisation;
}

function checkProject({ projects }: Facts, { projectId, budgetLine }: FileRow['cells'], refuse: Refuse): Project | undefined {
  if (budgetLine === '') refuse('budgetLine', 'form.required');
  if (projectId === '') return void refuse('projectId', 'form.required');
  const project = projects.get(projectId);
  if (!project) return void refuse('projectId', 'form.unknown');
  if (budgetLine !== '' && budgetLine !== project.budgetLine) refuse('budgetLine', 'form.budgetLineDiffers', { budgetLine: project.budgetLine });
  return project;
}

function checkReference({ allocated, rows }: Facts, rowNo: number, reference: string, refuse: Refuse): void {
  if (reference === '') return refuse('reference', 'form.required');
  if (reference.length > 100) return refuse('reference', 'form.tooLong');
  const earlierRow = rows.get(reference);
  if (earlierRow !== undefined) refuse('reference', 'form.duplicateLine', { row: earlierRow });
  else rows.set(reference, rowNo);
  if (allocated.has(reference)) refuse('reference', 'form.alreadyAllocated');
}

/** The same ceilings that the ledger holds to when the money is held; here they are said beforehand. */
function checkMoney({ payerOrganisationId, leftFen, availableFen }: Facts, organisation: Organisation, project: Project, amountFen: bigint, refuse: Refuse): void {
  const budgetId = appropriationId(payerOrganisationId, project);
  const accountId = holdingAccountId(payerOrganisationId, project);
  const left = leftFen.get(budgetId);
  const available = availableFen.get(accountId) ?? 0n;
  if (!leftFen.has(appropriationId(organisation.organisationId, project))) return refuse('projectId', 'form.payeeWithoutBudget');
  if (left === undefined) return refuse('projectId', 'form.withoutBudget');
  if (amountFen > left) return refuse('amountYuan', 'form.overBudget', { leftFen: Number(left) });
  if (amountFen > available) return refuse('amountYuan', 'form.overBalance', { leftFen: Number(available) });
  leftFen.set(budgetId, left - amountFen);
  availableFen.set(accountId, available - amountFen);
}

/** Yuan with at most two decimals, as people and spreadsheets write them (`1,234.50`, `￥1234.5`), in fen; null for anything else or nothing. */
export function fenOf(text: string): bigint | null {
  const plain = text.replace(/^[¥￥]\s*/, '');
  if (!/^(?:\d{1,3}(?:,\d{3})+|\d{1,16})(?:\.\d{1,2})?$/.test(plain)) return null;
  const [yuan = '', decimals = ''] = plain.replaceAll(',', '').split('.');
  const fen = BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
  return fen > 0n && fen <= BigInt(Number.MAX_SAFE_INTEGER) ? fen : null;
}
