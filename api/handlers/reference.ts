import { appropriationId, flows, holdingAccountId, listProjects } from '@gbc/applications';
import { listOrganisations, listPeople } from '@gbc/identity';
import { readBalances, readBudgets } from '@gbc/ledger';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

export function referenceHandlers({ database, models }: ApiParts): Handlers<'listOrganisations' | 'listPeople' | 'listProjects' | 'getStartForm'> {
  async function listWithBudgets() {
    const { read } = database;
    const [projects, budgets, accounts, organisations] = await Promise.all([listProjects(read), readBudgets(read), readBalances(read), listOrganisations(read)]);
    return projects.map((project) => ({
      ...project,
      budgets: organisations.flatMap(({ organisationId }) => {
        const budget = budgets.find(({ id }) => id === appropriationId(organisationId, project));
        const account = accounts.find(({ id }) => id === holdingAccountId(organisationId, project));
        if (!budget || !account) return [];
        const { limitFen, heldFen, spentFen } = budget;
        return [{ organisationId, limitFen, heldFen, spentFen, balanceFen: account.creditsPostedFen - account.debitsPostedFen, availableFen: account.availableFen }];
      }),
    }));
  }

  return {
    listOrganisations: { answer: async () => ({ items: await listOrganisations(database.read) }) },
    listPeople: {
      async answer({ by }) {
        if (!by.memberships.some(({ role }) => role === 'platform-admin' || role === 'regulator')) throw new ApiError('access.denied');
        return { items: present(await listPeople(database.read)) };
      },
    },
    listProjects: {
      answer: async () => ({ items: present(await listWithBudgets()) }),
    },
    getStartForm: {
      async answer({ by, params }) {
        const ofProcess = flows.filter(({ processId }) => processId === params['processId']);
        const own = ofProcess.find(({ applicantRole }) => by.memberships.some(({ role }) => role === applicantRole));
        const formId = (own ?? ofProcess[0])?.startFormId;
        const file = models.flatMap(({ others }) => others).find(({ name }) => name === `${formId}.form`);
        if (!formId || !file) throw new ApiError('form.notFound');
        return { formId, schema: JSON.parse(Buffer.from(file.content).toString('utf8')) as Record<string, unknown> };
      },
    },
  };
}
