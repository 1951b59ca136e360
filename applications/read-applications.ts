import type { DecisionKind } from '@gbc/events';
import type { Role, SignedIn } from '@gbc/identity';
import { prepared, type Tx } from '@gbc/prisma';
import type { Answers } from './answers.ts';
import { applicationColumns, type ApplicationRow } from './application.ts';
import { pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface ApplicationListing extends ApplicationRow {
  /** Groups that hold an open task of it */
  readonly waitingFor: readonly string[];
}

export interface ApplicationFilter extends PageRequest {
  /** `mine`: begun by the person; `office`: of the person's organisations, as payer or applicant */
  readonly scope: 'mine' | 'office' | 'all';
  readonly state?: string | undefined;
  /** Part of the title, the id, the contract number or an organisation's name */
  readonly q?: string | undefined;
}

/**
 * Applications, newest change first. Every matter that was submitted is open to every member of the alliance; a draft only to
 * the organisation that is writing it.
 */
export async function listApplications(read: Tx['query'], by: SignedIn, filter: ApplicationFilter): Promise<Page<ApplicationListing>> {
  const place = placeOf(filter.cursor);
  const offices = by.memberships.map(({ organisationId }) => organisationId);
  const { rows } = await read<ApplicationListing>(
    `select ${applicationColumns},
            array(select distinct unnest(candidate_groups) from task where task.application_id = application.id and task.state = 'open') as "waitingFor"
     from application
     where (updated_at, id) < ($1, $2)
       and (state <> 'draft' or applicant_organisation_id = any($3))
       and ($4 <> 'mine' or created_by = $5)
       and ($4 <> 'office' or payer_organisation_id = any($3) or applicant_organisation_id = any($3))
       and ($6::text is null or state = $6)
       and ($7::text is null or title ilike $7 or id ilike $7 or contract_number ilike $7
            or exists (select 1 from organisation o where o.id in (payer_organisation_id, applicant_organisation_id) and o.name_zh ilike $7))
     order by updated_at desc, id desc limit $8`,
    [place.at, place.id, offices, filter.scope, by.personId, filter.state ?? null, likePattern(filter.q), filter.limit + 1],
  );
  return pageOf(rows, filter.limit, (row) => ({ at: row.updatedAt, id: row.applicationId }));
}

/** A pattern that finds `text` anywhere, its own wildcards taken literally; null for nothing to look for. */
export function likePattern(text: string | undefined): string | null {
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null;
}

export interface DecisionRow {
  readonly decisionId: string;
  /** Null for the proposal of a correction. */
  readonly taskId: string | null;
  readonly decision: DecisionKind;
  readonly outcome: string;
  readonly state: 'recorded' | 'accepted' | 'refused';
  readonly revision: number;
  readonly payoutNo: number;
  readonly personId: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly field: string | null;
  /** The office whose opinion was asked, for `forwarded`. */
  readonly forwardedTo: string | null;
  /** Null where none was given, or it was erased. */
  readonly reason: string | null;
  /** What was entered into fields that an admin added to the form. */
  readonly answers: Answers | null;
  readonly at: Date;
}

/** The decisions on an application, oldest first; an erased reason is null. */
export async function readDecisions(read: Tx['query'], applicationId: string): Promise<DecisionRow[]> {
  const { rows } = await read<DecisionRow>(
    prepared(`select decision.id as "decisionId", task_id as "taskId", kind as decision, outcome, state, revision, payout_no as "payoutNo", person_id as "personId",
            organisation_id as "organisationId", role, field, forwarded_to as "forwardedTo", reason.value as reason, answers.value::jsonb as answers, decision.at
     from decision left join personal_value reason on reason.commitment = reason_commitment
       left join personal_value answers on answers.commitment = answers_commitment
     where application_id = $1 order by decision.at, decision.id`),
    [applicationId],
  );
  return rows;
}

/** The state of a decision now; null where there is none with that id. */
export async function readDecisionState(read: Tx['query'], decisionId: string): Promise<DecisionRow['state'] | null> {
  const { rows } = await read<{ state: DecisionRow['state'] }>(prepared('select state from decision where id = $1'), [decisionId]);
  return rows[0]?.state ?? null;
}
