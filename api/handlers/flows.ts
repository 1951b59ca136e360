import { findProject, readApplication } from '@gbc/applications';
import { adviceIdOf, readBalances, readBudgets, readFlowTransfers, readLots, readStandings, type FlowScope } from '@gbc/ledger';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { Uuid } from '../schemas/values.ts';
import { accountViews } from '../views/account.ts';
import { lotViews, moneyPicture } from '../views/money-picture.ts';
import { transferViews } from '../views/trail.ts';

type Ids = 'getProjectFunds' | 'getLotFlows' | 'getApplicationFlows' | 'listFlowTransfers';

const moment = ({ at }: { at?: string | undefined }) => (at === undefined ? undefined : new Date(at));

function scopeOf({ projectId, applicationId, lotId }: { projectId?: string | undefined; applicationId?: string | undefined; lotId?: string | undefined }): FlowScope {
  const scopes = [projectId === undefined ? [] : [{ projectId }], applicationId === undefined ? [] : [{ applicationId }], lotId === undefined ? [] : [{ lotId }]].flat();
  const [scope] = scopes;
  if (!scope || scopes.length > 1) throw new ApiError('request.invalid');
  return scope;
}

/** Where money came from and where it went: every member of the alliance may see it. */
export function flowHandlers(parts: ApiParts): Handlers<Ids> {
  const { read } = parts.database;

  async function budgetViews(projectId: string, at?: Date) {
    const budgets = await readBudgets(read, { projectId }, at);
    const owners = await readBalances(read, { accountIds: budgets.flatMap(({ payerAccountId, payeeAccountId }) => (payeeAccountId === null ? [payerAccountId] : [payerAccountId, payeeAccountId])) });
    const ownerOf = new Map(owners.map(({ id, organisationId }) => [id, organisationId]));
    return budgets.map(({ id, parentId, level, payerAccountId, payeeAccountId, limitFen, heldFen, spentFen, availableFen }) => ({
      ...present({ parentId, level, limitFen, heldFen, spentFen, availableFen }),
      budgetId: id,
      payerOrganisationId: ownerOf.get(payerAccountId) ?? null,
      payeeOrganisationId: (payeeAccountId !== null && ownerOf.get(payeeAccountId)) || null,
    }));
  }

  return {
    getProjectFunds: {
      async answer({ params: { projectId = '' }, query }) {
        if (!(await findProject(read, projectId))) throw new ApiError('project.notFound', { projectId });
        const at = moment(query);
        const [standings, budgets, picture] = await Promise.all([readStandings(read, { projectId }, at), budgetViews(projectId, at), moneyPicture(read, { projectId }, at)]);
        return { projectId, accounts: await accountViews(parts, standings), budgets, picture };
      },
    },
    getLotFlows: {
      async answer({ params: { lotId = '' }, query }) {
        const at = moment(query);
        const lots = Uuid.safeParse(lotId).success ? await readLots(read, { lotIds: [lotId] }, at) : [];
        if (lots.length === 0) throw new ApiError('lot.notFound', { lotId });
        return { lots: await lotViews(read, lots), picture: await moneyPicture(read, { lotId }, at) };
      },
    },
    getApplicationFlows: {
      async answer({ params: { applicationId = '' }, query }) {
        if (adviceIdOf(applicationId) === null) await readApplication(read, applicationId);
        const at = moment(query);
        const lots = await readLots(read, { applicationIds: [applicationId] }, at);
        return { lots: await lotViews(read, lots), picture: await moneyPicture(read, { applicationId }, at) };
      },
    },
    listFlowTransfers: {
      async answer({ query }) {
        const { fromAccountId = null, adviceId = null, toAccountId, cursor, limit } = query;
        const found = await readFlowTransfers(read, scopeOf(query), { fromAccountId, adviceId, toAccountId }, { at: moment(query), afterTransferId: cursor, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const views = await transferViews(read, shown.map(({ transfer }) => transfer));
        return {
          items: views.map((view, index) => ({ ...view, shareFen: Number(shown[index]?.shareFen ?? 0n) })),
          nextCursor: found.length > limit ? (shown.at(-1)?.transfer.id ?? null) : null,
        };
      },
    },
  };
}
