import { listApplications, type ApplicationListing, type Page } from '@gbc/applications';
import type { SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import type { ExportNames } from '../export-names.ts';
import { sheetOf, words, type Sheet, type Words } from '../sheet.ts';
import { applicationStates } from './state-words.ts';

/** The filters of the page, but for its place. */
export type ApplicationExport = Omit<Parameters<typeof listApplications>[2], 'cursor' | 'limit'>;

const pageSize = 1_000;

async function* eachApplication(read: Tx['query'], by: SignedIn, filter: ApplicationExport): AsyncGenerator<ApplicationListing> {
  for (let cursor: string | undefined; ; ) {
    const page: Page<ApplicationListing> = await listApplications(read, by, { ...filter, cursor, limit: pageSize });
    yield* page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const processes: Readonly<Record<string, Words>> = {
  funding: words('拨款到账', 'Funding'),
  'district-approval': words('区级拨付', 'District allocation'),
  'department-approval': words('部门拨付', 'Department allocation'),
  'street-approval': words('街道支付', 'Street payment'),
  redemption: words('兑付', 'Redemption'),
};

/** The applications that this reader's list shows, with its filters. What a person wrote as a title may name them, so theirs is left out. */
export function applicationTable(read: Tx['query'], names: ExportNames, by: SignedIn, filter: ApplicationExport): Sheet {
  return sheetOf<ApplicationListing>(words('申请', 'Applications'), [
    { heading: words('申请编号', 'Application'), kind: 'text', cell: ({ applicationId }) => applicationId },
    { heading: words('流程', 'Flow'), kind: 'text', cell: ({ processId }) => processes[processId] ?? processId },
    { heading: words('名称', 'Title'), kind: 'text', cell: ({ title, applicantOrganisationId }) => (names.isIndividual(applicantOrganisationId) ? null : title) },
    { heading: words('申请单位', 'Applicant'), kind: 'text', cell: ({ applicantOrganisationId }) => names.organisation(applicantOrganisationId) },
    { heading: words('付款单位', 'Payer'), kind: 'text', cell: ({ payerOrganisationId }) => names.organisation(payerOrganisationId) },
    { heading: words('项目', 'Project'), kind: 'text', cell: ({ projectId }) => names.project(projectId) },
    { heading: words('合同编号', 'Contract'), kind: 'text', cell: ({ contractNumber }) => contractNumber },
    { heading: words('金额', 'Amount'), kind: 'fen', cell: ({ amountFen }) => amountFen, isSummed: true },
    { heading: words('状态', 'State'), kind: 'text', cell: ({ state }) => applicationStates[state] },
    { heading: words('版次', 'Revision'), kind: 'count', cell: ({ revision }) => revision },
    { heading: words('创建时间', 'Begun'), kind: 'time', cell: ({ createdAt }) => createdAt },
    { heading: words('更新时间', 'Changed'), kind: 'time', cell: ({ updatedAt }) => updatedAt },
  ], eachApplication(read, by, filter));
}
