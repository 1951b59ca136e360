import { groupOf, type SignedIn } from '@gbc/identity';
import { prepared, type Tx } from '@gbc/prisma';
import { pageOf, placeOf, type Page, type PageRequest } from './page.ts';
import { likePattern } from './read-applications.ts';
import { taskColumns, type TaskRow } from './task.ts';

export interface TaskListing extends TaskRow {
  readonly applicationTitle: string | null;
  readonly amountFen: bigint | null;
  readonly applicantOrganisationId: string | null;
  /** Written and on its way to the engine */
  readonly isSending: boolean;
}

export interface TaskFilter extends PageRequest {
  /** `candidate`: of the person's groups; `mine`: those the person has claimed; `all`: of every group of the person's organisations */
  readonly scope: 'mine' | 'candidate' | 'all';
  readonly state: 'open' | 'closed';
  readonly q?: string | undefined;
}

const listing = `select ${taskColumns}, application.title as "applicationTitle", coalesce(application.amount_fen, (
      select (body::jsonb #>> '{data,amountFen}')::bigint from event where event.application_id = task.application_id and type = 'depositAdvised'
    )) as "amountFen",
    application.applicant_organisation_id as "applicantOrganisationId",
    exists (select 1 from decision where task_id = task.id and decision.state = 'recorded') as "isSending"
  from task left join application on application.id = task.application_id`;

/** Tasks, newest first. */
export async function listTasks(read: Tx['query'], by: SignedIn, filter: TaskFilter): Promise<Page<TaskListing>> {
  const place = placeOf(filter.cursor);
  const groups = by.memberships.map(groupOf);
  const offices = by.memberships.map(({ organisationId }) => organisationId);
  const { rows } = await read<TaskListing>(
    `${listing}
     where (task.created_at, task.id::text) < ($1, $2)
       and (task.state = 'open') = ($3 = 'open')
       and ($4 = 'all' or candidate_groups && $5)
       and ($4 <> 'all' or exists (select 1 from unnest(candidate_groups) g where split_part(g, '/', 1) = any($6)))
       and ($4 <> 'mine' or assignee_id = $7)
       and ($8::text is null or application.title ilike $8 or task.name ilike $8 or task.application_id ilike $8)
     order by task.created_at desc, task.id::text desc limit $9`,
    [place.at, place.id, filter.state, filter.scope, groups, offices, by.personId, likePattern(filter.q), filter.limit + 1],
  );
  return pageOf(rows, filter.limit, (row) => ({ at: row.createdAt, id: row.taskId }));
}

/** One task as a list shows it; undefined where there is none. */
export async function findTaskListing(read: Tx['query'], taskId: string): Promise<TaskListing | undefined> {
  return (await read<TaskListing>(prepared(`${listing} where task.id = $1`), [taskId])).rows[0];
}

/** The open tasks of an application. */
export async function readOpenTasks(read: Tx['query'], applicationId: string): Promise<TaskRow[]> {
  return (await read<TaskRow>(prepared(`select ${taskColumns} from task where application_id = $1 and state = 'open' order by created_at`), [applicationId])).rows;
}
