import type { Resource, WorkflowEngine } from '@gbc/engine';
import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { readModelTexts, type ModelKey } from './model-text.ts';
import { hashOfBytes, hashOfFiles, type ModelFiles } from './model-files.ts';

export interface ModelVersion {
  readonly processId: string;
  readonly version: number;
  readonly engineId: string;
  readonly processDefinitionKey: string;
  readonly decisions: Readonly<Record<string, string>>;
  readonly bpmnXml: string;
  readonly proposalId: string | null;
  readonly repositoryHash: string | null;
  readonly deployedAt: Date;
}

export const modelVersionColumns = `process_id as "processId", version, engine_id as "engineId", process_definition_key as "processDefinitionKey",
  decisions, bpmn_xml as "bpmnXml", proposal_id as "proposalId", repository_hash as "repositoryHash", deployed_at as "deployedAt"`;

interface DeployParts {
  readonly database: Database;
  readonly engine: WorkflowEngine;
  readonly env: Environment;
}

/** Whose work a deployment is: the repository's, or an accepted proposal's of one of its processes. */
interface DeploySource {
  readonly actor: Actor;
  readonly proposal: { readonly proposalId: string; readonly processId: string } | null;
  /** By the flow's id, of what the repository delivers. */
  readonly repositoryHashes?: ReadonlyMap<string, string>;
}

/**
 * Deploys flows with all that they call, in one deployment: what they share is bound to all of them alike. (One by one, the
 * second would find nothing new and stay bound to what it was deployed with before.) Which bytes the admin drew and which the
 * engine runs is recorded for each process; deploying the same again records nothing.
 * @returns the version of each process
 * Throws EngineError INVALID_ARGUMENT where the engine refuses a model.
 */
export async function deployModels(parts: DeployParts, flows: readonly ModelFiles[], source: DeploySource): Promise<ReadonlyMap<string, number>> {
  const { database, engine } = parts;
  const resources = new Map(flows.flatMap(({ bpmn, others }) => [bpmn, ...others]).map((resource) => [resource.name, resource]));
  const deployment = await engine.deploy([...resources.values()]);
  const versions = new Map(deployment.processes.map(({ processId, version }) => [processId, version]));
  const missing = flows.find(({ processId }) => !versions.has(processId));
  if (missing) throw new ApplicationError('model.processMissing', { processId: missing.processId });
  const decisions = Object.fromEntries(deployment.decisions.map(({ decisionId, decisionKey }) => [decisionId, decisionKey]));
  await database.transaction(async (tx) => {
    for (const { processId, version, processDefinitionKey, resourceName, deployedContent } of deployment.processes) {
      const content = resources.get(resourceName)?.content ?? new Uint8Array();
      const deployedHash = hashOfBytes(deployedContent ?? content);
      const repositoryHash = source.repositoryHashes?.get(processId) ?? null;
      const proposalId = processId === source.proposal?.processId ? source.proposal.proposalId : null;
      await recordVersion(tx, parts, source.actor, { processId, version, processDefinitionKey, decisions, content, deployedHash, repositoryHash, proposalId });
    }
  });
  return versions;
}

type DeployedProcess = Pick<ModelVersion, 'processId' | 'version' | 'processDefinitionKey' | 'decisions' | 'proposalId' | 'repositoryHash'> & {
  readonly content: Uint8Array;
  readonly deployedHash: string;
};

async function recordVersion(tx: Tx, { engine, env }: DeployParts, actor: Actor, it: DeployedProcess): Promise<void> {
  const { processId, version, processDefinitionKey, proposalId, deployedHash } = it;
  const adminHash = hashOfBytes(it.content);
  const { rowCount } = await tx.query(
    `insert into model_version (process_id, version, engine_id, process_definition_key, decisions, bpmn_xml, admin_hash, deployed_hash,
                                repository_hash, proposal_id, deployed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [processId, version, engine.engineId, processDefinitionKey, JSON.stringify(it.decisions), Buffer.from(it.content).toString('utf8'), adminHash, deployedHash,
      it.repositoryHash, proposalId, env.now()],
  );
  if (rowCount === 0) return;
  await appendEvent(tx, env, { type: 'modelDeployed', actor, data: { processId, version, processDefinitionKey, proposalId, adminHash, deployedHash } });
}

/**
 * Deploys the repository's flows that are new or have changed since the repository last delivered them, with what they call.
 * A flow that an admin has redrawn since then stays as the admin drew it, and so does a redrawn process that a flow calls.
 * @returns the ids of the flows deployed now
 */
export async function deployRepositoryModels(parts: DeployParts, models: readonly ModelFiles[]): Promise<string[]> {
  const called = new Set(models.flatMap(({ calledIds }) => calledIds));
  const changed: ModelFiles[] = [];
  const repositoryHashes = new Map<string, string>();
  for (const files of models.filter(({ processId }) => !called.has(processId))) {
    const repositoryHash = hashOfFiles(files);
    const { rows } = await parts.database.read('select 1 from model_version where process_id = $1 and engine_id = $2 and repository_hash = $3 limit 1', [
      files.processId,
      parts.engine.engineId,
      repositoryHash,
    ]);
    if (rows.length > 0) continue;
    repositoryHashes.set(files.processId, repositoryHash);
    changed.push({ ...files, others: await withRedrawn(parts, files.others) });
  }
  if (changed.length > 0) await deployModels(parts, changed, { actor: { kind: 'system', name: 'start' }, proposal: null, repositoryHashes });
  return changed.map(({ processId }) => processId);
}

/** Called processes and policies as an admin has changed them since the repository delivered them; other resources as they are. */
async function withRedrawn({ database, engine }: DeployParts, resources: readonly Resource[]): Promise<Resource[]> {
  const { rows } = await database.read<{ processId: string; bpmnXml: string }>(
    `select distinct on (process_id) process_id as "processId", bpmn_xml as "bpmnXml" from model_version
     where engine_id = $1 and proposal_id is not null order by process_id, deployed_at desc, version desc`,
    [engine.engineId],
  );
  const policies = await database.read<{ policyId: string; dmnXml: string }>(
    'select distinct on (policy_id) policy_id as "policyId", dmn_xml as "dmnXml" from policy_version order by policy_id, version desc',
  );
  const redrawn = new Map<string, Buffer>([
    ...rows.map(({ processId, bpmnXml }) => [`${processId}.bpmn`, Buffer.from(bpmnXml, 'utf8')] as const),
    ...policies.rows.map(({ policyId, dmnXml }) => [`${policyId}.dmn`, Buffer.from(dmnXml, 'utf8')] as const),
  ]);
  return resources.map((resource) => ({ ...resource, content: redrawn.get(resource.name) ?? resource.content }));
}

/** A flow as it stands now, with what it calls, and one of these resources replaced. */
async function currentWith(parts: DeployParts, flow: ModelFiles, changed: Resource): Promise<ModelFiles> {
  const isChanged = ({ name }: Resource) => name === changed.name;
  const bpmn = isChanged(flow.bpmn) ? changed : { ...flow.bpmn, content: Buffer.from((await readModelVersion(parts.database.read, flow.processId)).bpmnXml, 'utf8') };
  return { ...flow, bpmn, others: (await withRedrawn(parts, flow.others)).map((resource) => (isChanged(resource) ? changed : resource)) };
}

/**
 * Deploys an accepted change: of a flow with what it calls as that stands now, of what flows call (a process, a policy) with each
 * of these flows as it stands now. Payments under way keep what they began under.
 * @returns the version that each process has got
 */
export async function deployChanged(
  parts: DeployParts,
  models: readonly ModelFiles[],
  it: { readonly resource: Resource; readonly proposal: { readonly proposalId: string; readonly processId: string }; readonly actor: Actor },
): Promise<ReadonlyMap<string, number>> {
  const { resource, proposal, actor } = it;
  const called = new Set(models.flatMap(({ calledIds }) => calledIds));
  const flows = models.filter(({ processId, bpmn, others }) => !called.has(processId) && [bpmn, ...others].some(({ name }) => name === resource.name));
  if (flows.length === 0) throw new ApplicationError('model.notFound', { processId: proposal.processId });
  return deployModels(parts, await Promise.all(flows.map((flow) => currentWith(parts, flow, resource))), { actor, proposal });
}

/** The newest version of a flow, or the one named. Throws `model.notFound`. */
export async function readModelVersion(read: Database['read'], processId: string, version?: number): Promise<ModelVersion> {
  const { rows } = await read<ModelVersion>(
    `select ${modelVersionColumns} from model_version where process_id = $1 and ($2::int is null or version = $2) order by deployed_at desc, version desc limit 1`,
    [processId, version ?? null],
  );
  if (!rows[0]) throw new ApplicationError('model.notFound', { processId });
  return rows[0];
}

/** The BPMN of the newest version of a flow; undefined where there is none. */
export async function findNewestModel(read: Database['read'], processId: string): Promise<string | undefined> {
  const { rows } = await read<ModelKey>(
    'select engine_id as "engineId", process_definition_key as "processDefinitionKey" from model_version where process_id = $1 order by deployed_at desc, version desc limit 1',
    [processId],
  );
  return (await readModelTexts(read, rows))[0];
}
