import { readProofStates, type ProofState } from '@gbc/anchoring';
import { prepared, type Tx } from '@gbc/prisma';

/** How far the newest event of each application has come; an application without events is missing. */
export async function newestProofs(read: Tx['query'], applicationIds: readonly string[]): Promise<Map<string, ProofState['state']>> {
  const { rows } = await read<{ application_id: string; id: string }>(
    prepared(`select a.id as application_id, newest.id from unnest($1::text[]) a (id)
     cross join lateral (select id from event where application_id = a.id order by at desc, id desc limit 1) newest`),
    [applicationIds],
  );
  const states = await readProofStates(read, rows.map(({ id }) => id));
  const byEvent = new Map(states.map(({ eventId, state }) => [eventId, state]));
  return new Map(rows.map((row) => [row.application_id, byEvent.get(row.id) ?? 'recorded']));
}
