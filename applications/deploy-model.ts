import type { WorkflowEngine } from '@gbc/engine';
import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
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

/**
 * Deploys a flow and records which bytes the admin drew and which the engine runs. Deploying the same again records nothing.
 * `source` says whose work it is: the repository's, or an accepted proposal's.
 * Throws EngineError INVALID_ARGUMENT where the engine refuses the model.
 */
export async function deployModel(
  { database, engine, env }: { database: Database; engine: WorkflowEngine; env: Environment },
  files: ModelFiles,
  source: { readonly actor: Actor; readonly proposalId: string | null; readonly repositoryHash: string | null },
): Promise<{ version: number; processDefinitionKey: string }> {
  const deployment = await engine.deploy([files.bpmn, ...files.others]);
  const process = deployment.processes.find(({ processId }) => processId === files.processId);
  if (!process) throw new ApplicationError('model.processMissing', { processId: files.processId });
  const decisions = Object.fromEntries(deployment.decisions.map(({ decisionId, decisionKey }) => [decisionId, decisionKey]));
  const hash = hashOfBytes(files.bpmn.content);
  await database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into model_version (process_id, version, engine_id, process_definition_key, decisions, bpmn_xml, admin_hash, deployed_hash,
                                  repository_hash, proposal_id, deployed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10) on conflict do nothing`,
      [files.processId, process.version, engine.engineId, process.processDefinitionKey, JSON.stringify(decisions), Buffer.from(files.bpmn.content).toString('utf8'),
        hash, source.repositoryHash, source.proposalId, env.now()],
    );
    if (rowCount === 0) return;
    await appendEvent(tx, env, {
      type: 'modelDeployed',
      actor: source.actor,
      data: {
        processId: files.processId,
        version: process.version,
        processDefinitionKey: process.processDefinitionKey,
        proposalId: source.proposalId,
        adminHash: hash,
        deployedHash: hash,
      },
    });
  });
  return { version: process.version, processDefinitionKey: process.processDefinitionKey };
}

/**
 * Deploys the repository's flows that are new or have changed since the repository last delivered them. A flow that an
 * admin has redrawn since then stays as the admin drew it.
 * @returns the ids of the flows deployed now
 */
export async function deployRepositoryModels(
  parts: { database: Database; engine: WorkflowEngine; env: Environment },
  models: readonly ModelFiles[],
): Promise<string[]> {
  const deployed: string[] = [];
  for (const files of models) {
    const repositoryHash = hashOfFiles(files);
    const { rows } = await parts.database.read('select 1 from model_version where process_id = $1 and engine_id = $2 and repository_hash = $3 limit 1', [
      files.processId,
      parts.engine.engineId,
      repositoryHash,
    ]);
    if (rows.length > 0) continue;
    await deployModel(parts, files, { actor: { kind: 'system', name: 'start' }, proposalId: null, repositoryHash });
    deployed.push(files.processId);
  }
  return deployed;
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
