import { createDraft, decide, decisionKindOf, membershipFor, outcomesOf, readApplication, readOpenTasks, submitDraft, type Dispatcher, type TaskRow } from '@gbc/applications';
import { payIntoSimulatedBank, readDeposits, type BankAddress } from '@gbc/bank';
import type { Environment } from '@gbc/events';
import { findSignedIn, type SignedIn } from '@gbc/identity';
import { adviceIdOf, depositApplicationId } from '@gbc/ledger';
import type { Database } from '@gbc/prisma';
import { allocations, deposits, people, type SeedAllocation } from './alliance.ts';

export interface HandDownParts {
  readonly database: Database;
  readonly env: Environment;
  readonly dispatcher: Dispatcher;
  readonly bank: BankAddress;
  readonly pollFeed: () => Promise<void>;
  readonly signal: AbortSignal;
}

async function findPerson({ database }: HandDownParts, login: string): Promise<SignedIn> {
  const { rows } = await database.read<{ person_id: string }>('select person_id from user_account where login = $1', [login]);
  const by = rows[0] && (await findSignedIn(database.read, rows[0].person_id));
  if (!by) throw new Error(`there is no ${login}`);
  return by;
}

/** Somebody of the alliance whom the rules let decide this task; the platform's own checks say who, not this list. */
async function decideBySomebody(parts: HandDownParts, task: TaskRow, amountFen: bigint): Promise<void> {
  const { database, env } = parts;
  let refused: unknown;
  for (const { login } of people) {
    const by = await findPerson(parts, login);
    if (!membershipFor(by, task)) continue;
    const kind = decisionKindOf(task.elementId, task.headers);
    const [outcome] = outcomesOf(kind);
    if (!outcome) throw new Error(`task ${task.elementId} has no outcome`);
    const revision = adviceIdOf(task.applicationId) !== null ? 0 : (await readApplication(database.read, task.applicationId)).revision;
    try {
      await database.transaction((tx) => decide(tx, env, by, task.taskId, { outcome, revision, receivedFen: Number(amountFen) }));
      return;
    } catch (error) {
      refused = error;
    }
  }
  throw new Error(`nobody may decide ${task.elementId}`, { cause: refused });
}

/** Decides what is open of a matter until `isDone`; the engine works in between. */
async function carryThrough(parts: HandDownParts, applicationId: string, amountFen: bigint, isDone: () => Promise<boolean>): Promise<void> {
  const pollMs = 20;
  while (!(await isDone())) {
    parts.signal.throwIfAborted();
    const [task] = await readOpenTasks(parts.database.read, applicationId);
    const isDecided = task && (await parts.database.read('select 1 from decision where task_id = $1', [task.taskId])).rows.length > 0;
    if (task && !isDecided) await decideBySomebody(parts, task, amountFen);
    await parts.dispatcher.flush();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function fund(parts: HandDownParts): Promise<void> {
  for (const { depositId, projectId, amountFen, valueDate } of deposits) {
    const advice = await payIntoSimulatedBank(parts.bank, { depositId, reference: projectId, amountFen, valueDate, debtorName: '虹口区财政局' });
    const applicationId = depositApplicationId(advice.adviceId);
    await parts.pollFeed();
    await carryThrough(parts, applicationId, amountFen, async () => {
      const [deposit] = await readDeposits(parts.database.read, { adviceIds: [advice.adviceId] });
      return deposit?.state === 'minted';
    });
  }
}

/** The application's id: of the one begun earlier, if this seed was cut off. */
async function beginAllocation(parts: HandDownParts, it: SeedAllocation): Promise<string> {
  const { database, env } = parts;
  const { rows } = await database.read<{ id: string; state: string }>('select id, state from application where applicant_organisation_id = $1 and title = $2', [it.applicant, it.title]);
  if (rows[0] && rows[0].state !== 'draft') return rows[0].id;
  const by = await findPerson(parts, `${it.applicant}.project-manager`);
  const form = { proposal: { title: it.title, purpose: it.purpose, projectId: it.projectId }, amountFen: Number(it.amountFen) };
  return database.transaction(async (tx) => {
    const id = rows[0]?.id ?? (await createDraft(tx, env, by, { processId: it.processId, payerOrganisationId: it.payer, applicantOrganisationId: it.applicant, form, documents: [] }));
    await submitDraft(tx, env, by, id);
    return id;
  });
}

/**
 * Pays in the first deposits and hands the money down to the street offices, each step an application with two decisions by
 * two people, through the same commands that everybody uses. Cut off and started again, it goes on where it was.
 */
export async function handDown(parts: HandDownParts): Promise<void> {
  await fund(parts);
  for (const allocation of allocations) {
    const applicationId = await beginAllocation(parts, allocation);
    await carryThrough(parts, applicationId, allocation.amountFen, async () => (await readApplication(parts.database.read, applicationId)).state === 'completed');
  }
}
