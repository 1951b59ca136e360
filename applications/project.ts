import { prepared, type Tx } from '@gbc/prisma';

export interface Project {
  readonly projectId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly category: 'commercial' | 'infrastructure' | 'publicService' | 'housing';
  readonly budgetLine: string;
}

/** Enters a project; one that is there already stays as it is. */
export async function registerProject(tx: Tx, it: Project): Promise<void> {
  await tx.query(
    'insert into project (id, name_zh, name_en, category, budget_line) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
    [it.projectId, it.nameZh, it.nameEn, it.category, it.budgetLine],
  );
}

const columns = 'id as "projectId", name_zh as "nameZh", name_en as "nameEn", category, budget_line as "budgetLine"';

export async function listProjects(read: Tx['query']): Promise<Project[]> {
  return (await read<Project>(`select ${columns} from project order by id`)).rows;
}

export async function findProject(read: Tx['query'], projectId: string): Promise<Project | null> {
  return (await read<Project>(prepared(`select ${columns} from project where id = $1`), [projectId])).rows[0] ?? null;
}

/** The account that holds an organisation's tokens for a project; tokens are earmarked, so each project has its own. */
export function holdingAccountId(organisationId: string, project: Project): string {
  return `holding:${organisationId}:${project.projectId}:${project.budgetLine}`;
}

/** The account of what an office keeps of a project's tokens for its own operating costs. */
export function operatingAccountId(organisationId: string, project: Project): string {
  return `operating:${organisationId}:${project.projectId}:${project.budgetLine}`;
}

/** What an organisation may pay out for a project. */
export function appropriationId(organisationId: string, project: Project): string {
  return `appropriation:${organisationId}:${project.projectId}:${project.budgetLine}`;
}

export const contractBudgetId = (payerOrganisationId: string, contractNumber: string) => `contract:${payerOrganisationId}:${contractNumber}`;

/** What a person may be paid for a project in all: the cap of the table `payout-limit`. */
export const grantBudgetId = (payerOrganisationId: string, payeeOrganisationId: string, { projectId }: Project) =>
  `grant:${payerOrganisationId}:${payeeOrganisationId}:${projectId}`;

/** An invoice belongs to one application; a resubmission may come with another invoice, so the revision is part of it. */
export const invoiceBudgetId = (applicationId: string, revision: number) => `invoice:${applicationId}:${revision}`;
