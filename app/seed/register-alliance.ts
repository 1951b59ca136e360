import { appropriationId, findProject, holdingAccountId, registerProject } from '@gbc/applications';
import { openAppropriation } from '@gbc/bank';
import type { Environment } from '@gbc/events';
import { createAccount, grantMembership, hashPassword, registerOrganisation, registerPerson } from '@gbc/identity';
import { openAccount, openBudget } from '@gbc/ledger';
import type { Database, Tx } from '@gbc/prisma';
import { appropriations, organisations, people, projects } from './alliance.ts';

const actor = { kind: 'system', name: 'seed' } as const;

async function registerPeople(tx: Tx, env: Environment, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  for (const { login, name, organisationId, role } of people) {
    const personId = await registerPerson(tx, env, actor, name);
    await createAccount(tx, env, actor, { login, personId, passwordHash });
    await grantMembership(tx, env, actor, { personId, organisationId, role });
  }
}

/** The district's appropriations are found by deposits' references; the tiers below get theirs from it. */
async function openAppropriations(tx: Tx, env: Environment): Promise<void> {
  for (const { organisationId, projectId, limitFen } of appropriations) {
    const project = await findProject(tx.query.bind(tx), projectId);
    if (!project) throw new Error(`${projectId} is not registered`);
    const accountId = holdingAccountId(organisationId, project);
    const budgetId = appropriationId(organisationId, project);
    await openAccount(tx, env, { id: accountId, kind: 'holding', organisationId, projectId, budgetLine: project.budgetLine });
    if (organisationId === 'hongkou') await openAppropriation(tx, env, { reference: projectId, budgetId, accountId, limitFen });
    else await openBudget(tx, env, { id: budgetId, level: 'appropriation', payerAccountId: accountId, limitFen });
  }
}

/** Registers people, offices, projects and budgets, all in one transaction; once they are there it does nothing. */
export async function registerAlliance(database: Database, env: Environment, password: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query(`select 1 from organisation where id = 'hongkou'`);
    if (rows.length > 0) return;
    for (const it of organisations) await registerOrganisation(tx, env, actor, it);
    for (const it of projects) await registerProject(tx, it);
    await openAccount(tx, env, { id: 'custody', kind: 'custody' });
    await registerPeople(tx, env, password);
    await openAppropriations(tx, env);
  });
}
