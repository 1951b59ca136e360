import { appendEvents, type Actor, type Environment, type EventInput } from '@gbc/events';
import { mintTokens, openAccount, openBudget } from '@gbc/ledger';
import { advise, decide, people, type Person } from '@gbc/ledger/testing';
import type { Database } from '@gbc/prisma';

const depositFen = 10_000_000_00n;
const deposits = ['one', 'two', 'three'];
const paymentFen = 100n;
const chunk = 1_000;

const payer = (index: number) => ({ accountId: `street-${index}`, appropriationId: `appropriation-${index}`, contractId: `contract-${index}` });
const asActor = (person: Person): Actor => ({ kind: 'person', ...person });

/** Opens so many paying accounts, each with three deposits and a contract with the one supplier. */
export async function openPayers(database: Database, env: Environment, payers: number): Promise<void> {
  await database.transaction(async (tx) => {
    await openAccount(tx, env, { id: 'custody', kind: 'custody' });
    await openAccount(tx, env, { id: 'supplier', kind: 'holding', organisationId: people.supplier.organisationId, projectId: 'promenade' });
  });
  for (let index = 0; index < payers; index += 1) await database.transaction(async (tx) => {
    const { accountId, appropriationId, contractId } = payer(index);
    await openAccount(tx, env, { id: accountId, kind: 'holding', organisationId: people.finance.organisationId, projectId: 'promenade' });
    await openBudget(tx, env, { id: appropriationId, level: 'appropriation', payerAccountId: accountId, limitFen: depositFen * 3n });
    await openBudget(tx, env, { id: contractId, level: 'contract', parentId: appropriationId, payeeAccountId: 'supplier', limitFen: depositFen * 3n });
    for (const deposit of deposits) {
      const adviceId = `${deposit}-${index}`;
      await advise(tx, env, { adviceId, amountFen: depositFen, matchedTo: { accountId, budgetId: appropriationId } });
      await decide(tx, env, { applicationId: `deposit:${adviceId}`, kind: 'matchDeposit', by: people.finance, adviceId });
      await mintTokens(tx, env, { adviceId });
    }
  });
}

function decision(env: Environment, applicationId: string, kind: 'review' | 'payout', by: Person): EventInput[] {
  const decisionId = env.newId();
  return [
    {
      type: 'decisionRecorded', actor: asActor(by), applicationId,
      data: {
        decisionId, decision: kind, outcome: 'approved', revision: 1, payoutNo: 1, taskKey: '2251799813685300', elementId: kind, organisationId: by.organisationId,
        role: by.role, processDefinitionKey: '2251799813685250', processVersion: 1, formHash: '00', field: null, reasonCommitment: null, adviceId: null,
      },
    },
    { type: 'decisionAccepted', actor: { kind: 'system', name: 'bench' }, applicationId, data: { decisionId } },
  ];
}

function approved(env: Environment, applicationId: string, payerIndex: number): EventInput[] {
  const { accountId, contractId } = payer(payerIndex);
  const submitted: EventInput = {
    type: 'applicationSubmitted', actor: asActor(people.supplier), applicationId,
    data: {
      processId: 'street-approval', formHash: '00', documentIds: [], changedFields: [], revision: 1, payerOrganisationId: people.finance.organisationId,
      payeeOrganisationId: people.supplier.organisationId, payerAccountId: accountId, payeeAccountId: 'supplier', projectId: 'promenade', amountFen: paymentFen,
      budgetId: contractId,
    },
  };
  return [submitted, ...decision(env, applicationId, 'review', people.specialist), ...decision(env, applicationId, 'payout', people.finance)];
}

/** Writes the evidence of applications that everybody has approved and nobody has paid. @returns their ids */
export async function submitApproved(database: Database, env: Environment, of: { payers: number; round: number; count: number }): Promise<string[]> {
  const ids = Array.from({ length: of.count }, (_, index) => `app-${of.round}-${index}`);
  for (let start = 0; start < ids.length; start += chunk) {
    const part = ids.slice(start, start + chunk);
    await database.transaction((tx) => appendEvents(tx, env, part.flatMap((id, index) => approved(env, id, (start + index) % of.payers))));
  }
  return ids;
}
