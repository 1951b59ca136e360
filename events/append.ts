import type { Tx } from '@gbc/prisma';
import { canonicalJson } from './canonical.ts';
import type { Environment } from './environment.ts';
import type { BusinessEvent, EventInput } from './event.ts';

/**
 * Appends events in the caller's transaction, in the order given: they are there exactly when the change they tell
 * of is there. Their place in the log is given later, by the sequencer, from committed rows alone.
 * @returns the events with their ids and time
 */
export async function appendEvents(tx: Tx, env: Environment, inputs: readonly EventInput[]): Promise<BusinessEvent[]> {
  if (inputs.length === 0) return [];
  const at = env.now();
  const events = inputs.map((input) => {
    const body = canonicalJson({ v: 1, id: env.newId(), at, ...input });
    return { body, event: JSON.parse(body) as BusinessEvent };
  });
  await tx.query(
    `with appended as (
       insert into event (id, type, at, actor_id, application_id, body, salt)
       select id, type, $2, actor_id, application_id, body, salt
       from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
         as row (id, type, actor_id, application_id, body, salt)
       returning id)
     insert into event_pending (event_id) select id from appended`,
    [
      events.map(({ event }) => event.id),
      at,
      events.map(({ event }) => event.type),
      events.map(({ event }) => (event.actor.kind === 'person' ? event.actor.personId : null)),
      events.map(({ event }) => event.applicationId ?? null),
      events.map(({ body }) => body),
      events.map(() => env.randomBytes(32)),
    ],
  );
  return events.map(({ event }) => event);
}

/** {@link appendEvents} for one event. */
export async function appendEvent(tx: Tx, env: Environment, input: EventInput): Promise<BusinessEvent> {
  const [event] = await appendEvents(tx, env, [input]);
  return event as BusinessEvent;
}
