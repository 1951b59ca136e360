import {
  appropriationId,
  contractBudgetId,
  findProject,
  flowOf,
  grantBudgetId,
  holdingAccountId,
  invoiceBudgetId,
  isStreetForm,
  lockApplication,
  parseForm,
  readApplication,
  readRevisions,
  type ApplicationRow,
  type Project,
  type StreetForm,
} from '@gbc/applications';
import type { Job, JobWorker, JsonValue } from '@gbc/engine';
import { openBudget, readBudgets, readTransfers, takeHold, type PayoutPolicy } from '@gbc/ledger';
import { prepared, type Tx } from '@gbc/prisma';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { evaluatePolicy, isWhole, rowOf } from '../policy.ts';
import { refusing } from '../refusal.ts';

/** The row of the table that the instance began under. */
async function readPolicy(parts: WorkerParts, job: Job, application: ApplicationRow): Promise<PolicyRow> {
  const { decisionKey, output } = await evaluatePolicy(parts, job, 'payout-limit', { tier: flowOf(application).tier, amountFen: Number(application.amountFen) });
  return parsePolicy(decisionKey, output);
}

/** A row of the table: how the payout is approved, and what a person may be paid for a project in all. */
interface PolicyRow {
  readonly policy: PayoutPolicy;
  readonly capFen: bigint | null;
}

function parsePolicy(decisionKey: string, output: JsonValue): PolicyRow {
  const { limitFen, secondApprover, capFen } = rowOf(output);
  if (!isWhole(limitFen) || typeof secondApprover !== 'boolean') {
    throw new Error('the decision payout-limit must answer {limitFen: whole number, secondApprover: boolean}');
  }
  return { policy: { decisionKey, limitFen: BigInt(limitFen), secondApprover }, capFen: isWhole(capFen) ? BigInt(capFen) : null };
}

/**
 * A grant stands in place of a contract: nobody but this person is paid under it, and in all no more than the table allows. The
 * cap is that of the first approved application; the ledger holds every later one to it.
 */
async function openGrant(tx: Tx, { env }: WorkerParts, { payerOrganisationId, applicantOrganisationId }: ApplicationRow, project: Project, capFen: bigint | null): Promise<void> {
  const id = grantBudgetId(payerOrganisationId, applicantOrganisationId, project);
  const [open] = await readBudgets(tx.query.bind(tx), { budgetIds: [id] });
  if (open) return;
  if (capFen === null) throw new Error('the decision payout-limit must answer capFen for the tier individual');
  const parentId = appropriationId(payerOrganisationId, project);
  await openBudget(tx, env, { id, level: 'contract', parentId, limitFen: capFen, payeeAccountId: holdingAccountId(applicantOrganisationId, project) });
}

/** A contract and its invoice become budgets when a reviewer has approved them: from then on nobody is paid more than they say. */
async function openContract(tx: Tx, { env }: WorkerParts, application: ApplicationRow, project: Project, form: StreetForm): Promise<void> {
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

/** What a payout that was held before was held under: it keeps that, whichever table of which engine is asked now. */
async function readStandingPolicy(tx: Tx, { applicationId, payoutNo }: ApplicationRow): Promise<PayoutPolicy | null> {
  const taken = (await readTransfers(tx.query.bind(tx), applicationId)).find((transfer) => transfer.payoutNo === payoutNo);
  return taken?.kind === 'payout' ? taken.policy : null;
}

/**
 * `hold-payout`: takes the hold of the application's next payout, or raises HOLD_REFUSED. Reached again for the same payout (a token that
 * was moved back, a process that was begun again on another engine) it finds the hold, or the transfer, and takes nothing.
 */
export function holdPayout(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'hold-payout',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const { policy, capFen } = await readPolicy(parts, job, await readApplication(database.read, applicationId));
      return refusing(parts, { applicationId, command: 'takeHold', errorCode: 'HOLD_REFUSED' }, async () => {
        const payoutNo = await database.transaction(async (tx) => {
          const application = await lockApplication(tx, applicationId);
          const newest = (await readRevisions(tx.query.bind(tx), applicationId)).at(-1);
          const form = parseForm(flowOf(application), newest?.form);
          const project = await findProject(tx.query.bind(tx), form.proposal.projectId);
          if (!project) throw new Error(`project ${form.proposal.projectId} is not registered`);
          if (isStreetForm(form)) await openContract(tx, parts, application, project, form);
          else if (application.applicantRole === 'individual') await openGrant(tx, parts, application, project, capFen);
          await takeHold(tx, env, { applicationId, payoutNo: application.payoutNo, policy: (await readStandingPolicy(tx, application)) ?? policy });
          await tx.query(prepared('update application set refusal = null where id = $1 and refusal is not null'), [applicationId]);
          return application.payoutNo;
        });
        parts.onChange(applicationId);
        return { kind: 'completed', variables: { payoutNo } };
      });
    },
  };
}
