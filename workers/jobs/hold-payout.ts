import {
  appropriationId,
  contractBudgetId,
  findFlow,
  findProject,
  holdingAccountId,
  invoiceBudgetId,
  isStreetForm,
  lockApplication,
  parseForm,
  readApplication,
  readRevisions,
  type ApplicationRow,
  type StreetForm,
} from '@gbc/applications';
import type { Job, JobWorker, JsonValue } from '@gbc/engine';
import { openBudget, takeHold, type PayoutPolicy } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

/** The policy that the instance began under: the table that was deployed together with its model, asked anew, not a variable. */
async function readPolicy({ database, engine }: WorkerParts, job: Job, application: ApplicationRow): Promise<PayoutPolicy> {
  const { rows } = await database.read<{ decisions: Record<string, string> }>(
    'select decisions from model_version where engine_id = $1 and process_definition_key = $2',
    [job.engineId, job.processDefinitionKey],
  );
  const bound = rows[0]?.decisions['payout-limit'];
  const { decisionKey, output } = await engine.evaluateDecision(bound ? { decisionKey: bound } : { decisionId: 'payout-limit' }, {
    tier: findFlow(application.processId)?.tier ?? null,
    amountFen: Number(application.amountFen),
  });
  return parsePolicy(decisionKey, output);
}

function parsePolicy(decisionKey: string, output: JsonValue): PayoutPolicy {
  const row = typeof output === 'object' && output !== null && !Array.isArray(output) ? (output as Readonly<Record<string, JsonValue>>) : {};
  const { limitFen, secondApprover } = row;
  if (typeof limitFen !== 'number' || !Number.isSafeInteger(limitFen) || typeof secondApprover !== 'boolean') {
    throw new Error('the decision payout-limit must answer {limitFen: whole number, secondApprover: boolean}');
  }
  return { decisionKey, limitFen: BigInt(limitFen), secondApprover };
}

/** A contract and its invoice become budgets when a reviewer has approved them: from then on nobody is paid more than they say. */
async function openContract(tx: Tx, { env }: WorkerParts, application: ApplicationRow, form: StreetForm): Promise<void> {
  const project = await findProject(tx.query.bind(tx), form.proposal.projectId);
  if (!project) throw new Error(`project ${form.proposal.projectId} is not registered`);
  const contractId = contractBudgetId(application.payerOrganisationId, form.contract.number);
  await openBudget(tx, env, {
    id: contractId,
    level: 'contract',
    parentId: appropriationId(application.payerOrganisationId, project),
    limitFen: BigInt(form.contract.amountFen),
    payeeAccountId: holdingAccountId(application.applicantOrganisationId, project),
  });
  await openBudget(tx, env, {
    id: invoiceBudgetId(application.applicationId, application.revision),
    level: 'invoice',
    parentId: contractId,
    limitFen: BigInt(form.invoice.amountFen),
  });
}

/** `hold-payout`: takes the hold of the application's next payout, or raises HOLD_REFUSED. */
export function holdPayout(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'hold-payout',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const policy = await readPolicy(parts, job, await readApplication(database.read, applicationId));
      return refusing(parts, { applicationId, command: 'takeHold', errorCode: 'HOLD_REFUSED' }, async () => {
        const payoutNo = await database.transaction(async (tx) => {
          const application = await lockApplication(tx, applicationId);
          const newest = (await readRevisions(tx.query.bind(tx), applicationId)).at(-1);
          const form = parseForm(application.processId, newest?.form);
          if (isStreetForm(form)) await openContract(tx, parts, application, form);
          await takeHold(tx, env, { applicationId, payoutNo: application.payoutNo, policy });
          await tx.query('update application set refusal = null where id = $1', [applicationId]);
          return application.payoutNo;
        });
        parts.onChange(applicationId);
        return { kind: 'completed', variables: { payoutNo } };
      });
    },
  };
}
