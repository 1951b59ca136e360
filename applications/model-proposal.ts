import { EngineError, type WorkflowEngine } from '@gbc/engine';
import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import type { Database, Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { deployChanged, readModelVersion } from './deploy-model.ts';
import { hashOfBytes, type ModelFiles } from './model-files.ts';
import { readProcessIds } from './next-steps.ts';
import { changeCells, policyIds, readPolicy, type PolicyCell } from './policy.ts';

export interface ProposalRow {
  readonly proposalId: string;
  readonly processId: string;
  readonly baseVersion: number;
  readonly bpmnXml: string;
  readonly contentHash: string;
  readonly note: string;
  readonly state: 'open' | 'accepted' | 'rejected' | 'stale';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly deployedVersion: number | null;
}

const columns = `id as "proposalId", process_id as "processId", base_version as "baseVersion", bpmn_xml as "bpmnXml", content_hash as "contentHash",
  note, state, proposed_by as "proposedBy", proposed_at as "proposedAt", decided_by as "decidedBy", decided_at as "decidedAt", reason,
  deployed_version as "deployedVersion"`;

export async function listProposals(read: Tx['query'], processId?: string): Promise<ProposalRow[]> {
  const { rows } = await read<ProposalRow>(
    `select ${columns} from model_proposal where $1::text is null or process_id = $1 order by proposed_at desc limit 200`,
    [processId ?? null],
  );
  return rows;
}

/** Throws `proposal.notFound`. */
export async function readProposal(read: Tx['query'], proposalId: string): Promise<ProposalRow> {
  const { rows } = await read<ProposalRow>(`select ${columns} from model_proposal where id = $1`, [proposalId]);
  if (!rows[0]) throw new ApplicationError('proposal.notFound');
  return rows[0];
}

function adminActor(by: SignedIn): Actor & { kind: 'person' } {
  const membership = by.memberships.find(({ role }) => role === 'process-admin');
  if (!membership) throw new ApplicationError('proposal.notAdmin');
  return { kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: 'process-admin' };
}

/** The newest version must be the one that was changed, else somebody else's change would be lost. */
function checkBase({ version }: { readonly version: number }, baseVersion: number): void {
  if (version !== baseVersion) throw new ApplicationError('proposal.stale', { version });
}

/** A proposal redraws one flow: under its own id, and without bringing in another. */
async function checkProcess(processId: string, bpmnXml: string): Promise<void> {
  const ids = await readProcessIds(bpmnXml);
  const fields = [{ field: 'bpmnXml', code: 'form.invalid' }];
  if (!ids.includes(processId)) throw new ApplicationError('model.processMissing', { processId }, fields);
  const foreignId = ids.find((id) => id !== processId);
  if (foreignId) throw new ApplicationError('model.processForeign', { foreignId }, fields);
}

/**
 * Keeps a redrawn flow for a second admin to look at. @returns its id
 * Throws `proposal.notAdmin`, `proposal.stale`, `proposal.unchanged`, `model.notFound`, `model.processMissing`, `model.processForeign`.
 */
export async function proposeModel(
  tx: Tx,
  env: Environment,
  by: SignedIn,
  it: { processId: string; baseVersion: number; bpmnXml: string; note: string },
): Promise<string> {
  const actor = adminActor(by);
  const base = await readModelVersion(tx.query.bind(tx), it.processId);
  checkBase(base, it.baseVersion);
  if (base.bpmnXml === it.bpmnXml) throw new ApplicationError('proposal.unchanged');
  await checkProcess(it.processId, it.bpmnXml);
  return keepProposal(tx, env, actor, it);
}

/**
 * Keeps a policy with some cells changed for a second admin to look at. @returns its id
 * Throws `proposal.notAdmin`, `proposal.stale`, `proposal.unchanged`, `policy.notFound`, `policy.cellsWrong`.
 */
export async function proposePolicy(
  tx: Tx,
  env: Environment,
  by: SignedIn,
  it: { policyId: string; baseVersion: number; changes: readonly PolicyCell[]; note: string },
  models: readonly ModelFiles[],
): Promise<string> {
  const actor = adminActor(by);
  const { policyId: processId, baseVersion, note } = it;
  const base = await readPolicy(tx.query.bind(tx), models, processId);
  checkBase(base, baseVersion);
  const bpmnXml = changeCells(base, it.changes);
  if (bpmnXml === base.dmnXml) throw new ApplicationError('proposal.unchanged');
  return keepProposal(tx, env, actor, { processId, baseVersion, bpmnXml, note });
}

async function keepProposal(tx: Tx, env: Environment, actor: Actor & { kind: 'person' }, it: { processId: string; baseVersion: number; bpmnXml: string; note: string }): Promise<string> {
  const id = env.newId();
  const contentHash = hashOfBytes(Buffer.from(it.bpmnXml, 'utf8'));
  await tx.query(
    `insert into model_proposal (id, process_id, base_version, bpmn_xml, content_hash, note, state, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)`,
    [id, it.processId, it.baseVersion, it.bpmnXml, contentHash, it.note, actor.personId, env.now()],
  );
  await appendEvent(tx, env, { type: 'modelProposed', actor, data: { proposalId: id, processId: it.processId, baseVersion: it.baseVersion, contentHash } });
  return id;
}

interface ProposalOutcome {
  readonly outcome: 'accepted' | 'rejected';
  readonly reason: string | null;
}

/** What a proposal is to change, as it stands now: a policy or a flow. */
function readBase(read: Tx['query'], models: readonly ModelFiles[], id: string): Promise<{ readonly version: number }> {
  return policyIds(models).includes(id) ? readPolicy(read, models, id) : readModelVersion(read, id);
}

/**
 * Writes what the second admin decided. One that was accepted and is still being deployed is what the next would have to be drawn on.
 * Throws `proposal.notAdmin`, `proposal.own`, `proposal.closed`, `proposal.stale`.
 */
async function recordDecision(tx: Tx, env: Environment, by: SignedIn, proposalId: string, it: ProposalOutcome, models: readonly ModelFiles[]): Promise<ProposalRow> {
  const actor = adminActor(by);
  const { rows: siblings } = await tx.query<{ id: string; isUnderWay: boolean }>(
    `select id, state = 'accepted' and deployed_version is null as "isUnderWay" from model_proposal
     where process_id = (select process_id from model_proposal where id = $1) order by id for update`,
    [proposalId],
  );
  const proposal = await readProposal(tx.query.bind(tx), proposalId);
  if (proposal.proposedBy === by.personId) throw new ApplicationError('proposal.own');
  const isRepeat = proposal.state === it.outcome && proposal.decidedBy === by.personId;
  if (isRepeat) return proposal;
  if (proposal.state !== 'open') throw new ApplicationError('proposal.closed');
  if (it.outcome === 'accepted') {
    checkBase(await readBase(tx.query.bind(tx), models, proposal.processId), proposal.baseVersion);
    if (siblings.some(({ isUnderWay }) => isUnderWay)) throw new ApplicationError('proposal.stale', { version: proposal.baseVersion + 1 });
  }
  await tx.query('update model_proposal set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1', [
    proposalId,
    it.outcome,
    by.personId,
    env.now(),
    it.reason,
  ]);
  await appendEvent(tx, env, { type: 'modelDecided', actor, data: { proposalId, outcome: it.outcome, contentHash: proposal.contentHash } });
  return proposal;
}

interface DeployParts {
  readonly database: Database;
  readonly engine: WorkflowEngine;
  readonly env: Environment;
}

/** The model itself is at fault: to deploy it again would meet the same. */
const isRefusal = (error: unknown) => error instanceof ApplicationError || (error instanceof EngineError && !error.mayRetry && error.code !== 'INTERNAL');

/**
 * Deploys what was accepted; done again, it finds what the engine has and records it. A model that is refused is open again. After any
 * other fault it stays accepted, since the engine may have it already.
 */
async function deployAccepted(parts: DeployParts, actor: Actor, proposal: ProposalRow, models: readonly ModelFiles[]): Promise<void> {
  const { database, env } = parts;
  const { proposalId, processId, bpmnXml, baseVersion } = proposal;
  const isPolicy = policyIds(models).includes(processId);
  const resource = { name: `${processId}.${isPolicy ? 'dmn' : 'bpmn'}`, content: Buffer.from(bpmnXml, 'utf8') };
  try {
    const versions = await deployChanged(parts, models, { resource, proposal, actor });
    const version = isPolicy ? baseVersion + 1 : (versions.get(processId) as number);
    await database.transaction(async (tx) => {
      if (isPolicy) {
        await tx.query('insert into policy_version (policy_id, version, dmn_xml, proposal_id, decided_at) values ($1, $2, $3, $4, $5) on conflict do nothing', [processId, version, bpmnXml, proposalId, env.now()]);
      }
      await tx.query('update model_proposal set deployed_version = $2 where id = $1', [proposalId, version]);
    });
  } catch (error) {
    if (isRefusal(error)) await database.transaction((tx) => tx.query(`update model_proposal set state = 'open', decided_by = null, decided_at = null where id = $1`, [proposalId]));
    throw error;
  }
}

/**
 * Accepts and deploys a proposal, or rejects it; never by the admin who proposed it. The acceptance is written first, then the
 * model is deployed with the forms and tables it came with; a crash between the two is made good by deciding again, and at the next start.
 * Throws as {@link recordDecision}, and EngineError INVALID_ARGUMENT where the engine refuses the model (the proposal is open again).
 */
export async function decideProposal(parts: DeployParts, by: SignedIn, proposalId: string, it: ProposalOutcome, models: readonly ModelFiles[]): Promise<void> {
  const proposal = await parts.database.transaction((tx) => recordDecision(tx, parts.env, by, proposalId, it, models));
  if (it.outcome === 'rejected' || proposal.deployedVersion !== null) return;
  await deployAccepted(parts, adminActor(by), proposal, models);
}

/**
 * Goes on with what was accepted when the process was killed: until that is recorded, payments that began under the new version run by a
 * model that nobody can read. @returns the ids of the proposals gone on with; one that the engine refuses is open again
 */
export async function resumeProposals(parts: DeployParts, models: readonly ModelFiles[]): Promise<string[]> {
  const { read } = parts.database;
  const { rows } = await read<ProposalRow & { actor: Actor }>(
    `select ${columns}, (select body::jsonb -> 'actor' from event where type = 'modelDecided' and body::jsonb #>> '{data,proposalId}' = model_proposal.id::text order by at desc limit 1) as actor
     from model_proposal where state = 'accepted' and deployed_version is null order by decided_at`,
  );
  for (const { actor, ...proposal } of rows) {
    await deployAccepted(parts, actor, proposal, models).catch((error: unknown) => (isRefusal(error) ? undefined : Promise.reject(error as Error)));
  }
  return rows.map(({ proposalId }) => proposalId);
}
