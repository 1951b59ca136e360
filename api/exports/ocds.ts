import { listOrganisations, type Organisation } from '@gbc/identity';
import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ApiError } from '../problem.ts';
import { readExportNames, type ExportNames } from './export-names.ts';
import { eachContract, type ContractPayment, type ContractRecord } from './read-contracts.ts';

/**
 * Open Contracting Data Standard, release package of version 1.1 (standard.open-contracting.org/1.1): one release a contract, as it stands.
 * Organisations are named by their unified social credit code (GB 32100). The register lists that the standard refers to (org-id.guide) have
 * none for that code as a whole, `CN-SAIC` covers firms alone, so the scheme is our own.
 */
export const creditCodeScheme = 'CN-USCC';

export interface OcdsOptions {
  readonly read: Tx['query'];
  readonly env: Environment;
  /** The prefix that the publisher has registered; with it an ocid is unique in the world. */
  readonly ocidPrefix: string;
  /** Where readers reach the platform. */
  readonly baseUrl: string;
  readonly projectId?: string;
}

interface Scene extends OcdsOptions {
  readonly names: ExportNames;
  readonly organisations: ReadonlyMap<string, Organisation>;
}

/**
 * The text of the package, release by release.
 * @throws ApiError `export.empty`, before anything is written, where there is no contract: a package has at least one release
 */
export async function ocdsPackage(options: OcdsOptions): Promise<AsyncGenerator<string>> {
  const { read, projectId = null } = options;
  const [names, list] = await Promise.all([readExportNames(read), listOrganisations(read)]);
  const scene = { ...options, names, organisations: new Map(list.map((it) => [it.organisationId, it])) };
  const contracts = eachContract(read, projectId);
  const first = await contracts.next();
  if (first.done) throw new ApiError('export.empty');
  return write(scene, first.value, contracts);
}

async function* write(scene: Scene, first: ContractRecord, rest: AsyncGenerator<ContractRecord>): AsyncGenerator<string> {
  const { baseUrl, env, projectId, organisations } = scene;
  const publisher = [...organisations.values()].find(({ kind }) => kind === 'district');
  const head = {
    uri: `${baseUrl}/api/v1/exports/ocds${projectId ? `?projectId=${encodeURIComponent(projectId)}` : ''}`,
    version: '1.1',
    publishedDate: env.now().toISOString(),
    publisher: { name: publisher?.nameZh ?? 'GBC Union', ...(publisher ? { scheme: creditCodeScheme, uid: publisher.creditCode } : {}) },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"releases":[\n${JSON.stringify(releaseOf(scene, first))}`;
  for await (const contract of rest) yield `,\n${JSON.stringify(releaseOf(scene, contract))}`;
  yield '\n]}\n';
}

const value = (fen: bigint) => ({ amount: Number(fen) / 100, currency: 'CNY' });

function referenceTo({ names, organisations }: Scene, organisationId: string) {
  const code = names.isIndividual(organisationId) ? undefined : organisations.get(organisationId)?.creditCode;
  return { id: code ? `${creditCodeScheme}-${code}` : organisationId, name: names.organisation(organisationId)['zh-CN'] };
}

function partyOf(scene: Scene, organisationId: string, roles: readonly string[]) {
  const reference = referenceTo(scene, organisationId);
  const code = scene.names.isIndividual(organisationId) ? undefined : scene.organisations.get(organisationId)?.creditCode;
  return { ...reference, ...(code ? { identifier: { scheme: creditCodeScheme, id: code, legalName: reference.name } } : {}), roles };
}

function releaseOf(scene: Scene, contract: ContractRecord) {
  const { ocidPrefix, names } = scene;
  const { number, payerOrganisationId, payeeOrganisationId, projectId, limitFen, openedAt, payments } = contract;
  const buyer = referenceTo(scene, payerOrganisationId);
  const supplier = referenceTo(scene, payeeOrganisationId);
  const ocid = `${ocidPrefix}-${payerOrganisationId}-${number}`;
  const changedAt = payments.flatMap(({ createdAt, settledAt, correctedAt }) => [createdAt, settledAt, correctedAt]).reduce<Date>((newest, at) => (at !== null && at > newest ? at : newest), openedAt);
  const title = names.project(projectId)['zh-CN'];
  const award = { id: number, status: 'active', value: value(limitFen), suppliers: [supplier] };
  return {
    ocid,
    id: `${ocid}-${changedAt.toISOString()}`,
    date: changedAt.toISOString(),
    tag: ['award', 'contract', 'implementation'],
    initiationType: 'tender',
    language: 'zh',
    parties: [partyOf(scene, payerOrganisationId, ['buyer', 'procuringEntity', 'payer']), partyOf(scene, payeeOrganisationId, ['supplier', 'payee'])],
    buyer,
    awards: [award],
    contracts: [{
      id: number, awardID: number, title, status: 'active', value: value(limitFen),
      implementation: { transactions: payments.flatMap((payment) => transactionsOf(scene, payment, buyer, supplier)), milestones: payments.map(milestoneOf) },
    }],
  };
}

type Reference = ReturnType<typeof referenceTo>;

/** A posted payment and, where it was taken back, the way back. */
function transactionsOf({ baseUrl }: Scene, it: ContractPayment, buyer: Reference, supplier: Reference) {
  if (it.state !== 'posted' || it.settledAt === null) return [];
  const source = `${baseUrl}/applications/${it.applicationId}?tab=money`;
  const uri = `${baseUrl}/api/v1/packets/applications/${it.applicationId}/payouts/${it.payoutNo}`;
  const paid = { id: it.transferId, source, date: it.settledAt.toISOString(), value: value(it.amountFen), payer: buyer, payee: supplier, uri };
  if (it.correctionId === null || it.correctedAt === null) return [paid];
  return [paid, { id: it.correctionId, source, date: it.correctedAt.toISOString(), value: value(it.amountFen), payer: supplier, payee: buyer, uri: source }];
}

/** A payment as a step of the contract: due while it is held, met once it is posted. */
function milestoneOf({ applicationId, payoutNo, state, settledAt, createdAt }: ContractPayment) {
  const when = settledAt ?? createdAt;
  return {
    id: `${applicationId}-${payoutNo}`, type: 'payment', title: '工程进度款支付', dateModified: when.toISOString(),
    ...(state === 'posted' ? { status: 'met', dateMet: when.toISOString() } : { status: 'scheduled' }),
  };
}
