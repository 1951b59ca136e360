import { movementTypes, type PacketSubject } from '@gbc/anchoring-verifier';
import type { Tx } from '@gbc/prisma';

/** An event of a packet before its proof. */
export interface SubjectEvent {
  readonly leafIndex: number;
  readonly body: string;
  readonly salt: Uint8Array;
}

type Query = Tx['query'];

/**
 * The logged events about a matter below leaf `treeSize`, in the order of the log; at most `limit` of them, so that a caller
 * who asks for one more than it takes sees that there are too many.
 */
export async function readSubjectEvents(query: Query, subject: PacketSubject, treeSize: number, limit: number): Promise<SubjectEvent[]> {
  switch (subject.kind) {
    case 'application':
      return select(query, 'application_id = $3', treeSize, limit, [subject.applicationId]);
    case 'payment':
      return paymentOf(await select(query, 'application_id = $3', treeSize, limit, [subject.applicationId]), subject.payoutNo);
    case 'model':
      return modelOf(await select(query, `type in ('modelProposed', 'modelDecided', 'modelDeployed')`, treeSize, limit, []), subject);
    case 'day':
      return readDay(query, subject.date, treeSize, limit);
  }
}

async function select(query: Query, condition: string, treeSize: number, limit: number, values: readonly unknown[]): Promise<SubjectEvent[]> {
  const { rows } = await query<{ leaf_index: bigint; body: string; salt: Buffer }>(
    `select leaf_index, body, salt from log_leaf join event on event.id = event_id
     where leaf_index < $1 and ${condition} order by leaf_index limit $2`,
    [treeSize, limit, ...values],
  );
  return rows.map((row) => ({ leafIndex: Number(row.leaf_index), body: row.body, salt: new Uint8Array(row.salt) }));
}

/** Every leaf from the first to the last of the day, also where an event committed late stands among those of the next. */
async function readDay(query: Query, date: string, treeSize: number, limit: number): Promise<SubjectEvent[]> {
  const { rows } = await query<{ first: bigint | null; last: bigint | null }>(
    `select min(leaf_index) as first, max(leaf_index) as last from log_leaf join event on event.id = event_id
     where leaf_index < $1 and event.at >= ($2::date)::timestamp at time zone 'Asia/Shanghai'
       and event.at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'`,
    [treeSize, date],
  );
  const { first = null, last = null } = rows[0] ?? {};
  if (first === null || last === null) return [];
  return select(query, 'leaf_index between $3 and $4', treeSize, limit, [first, last]);
}

interface Outline {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const outlineOf = ({ body }: SubjectEvent): Outline => JSON.parse(body) as Outline;

/** What moved the money, the decisions it rests on with what became of them, and the revision of the application or order they were about. */
function paymentOf(events: readonly SubjectEvent[], payoutNo: number): SubjectEvent[] {
  const outlines = events.map(outlineOf);
  const moved = outlines.filter(({ type, data }) => movementTypes.has(type) && data['payoutNo'] === payoutNo);
  if (moved.length === 0) return [];
  const decisions = new Set(moved.flatMap(({ data }) => (data['decisionIds'] ?? []) as string[]));
  const revisions = new Set(moved.map(({ data }) => data['revision']));
  return events.filter((_, position) => {
    const outline = outlines[position] as Outline;
    if (moved.includes(outline) || decisions.has(outline.data['decisionId'] as string)) return true;
    return (outline.type === 'applicationSubmitted' || outline.type === 'redemptionOrdered') && revisions.has(outline.data['revision']);
  });
}

/** A version's deployment, and the proposal that it came from. */
function modelOf(events: readonly SubjectEvent[], { processId, version }: { readonly processId: string; readonly version: number }): SubjectEvent[] {
  const outlines = events.map(outlineOf);
  const isDeployment = ({ type, data }: Outline) => type === 'modelDeployed' && data['processId'] === processId && data['version'] === version;
  const proposals = new Set<unknown>(outlines.filter(isDeployment).flatMap(({ data }) => (data['proposalId'] ? [data['proposalId']] : [])));
  return events.filter((_, position) => {
    const outline = outlines[position] as Outline;
    return isDeployment(outline) || (outline.type !== 'modelDeployed' && proposals.has(outline.data['proposalId']));
  });
}
