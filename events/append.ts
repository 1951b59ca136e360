import type { Tx } from '@gbc/prisma';
import { canonicalJson } from './canonical.ts';
import type { Environment } from './environment.ts';
import type { BusinessEvent, EventInput } from './event.ts';

const saltSizeBytes = 32;

interface AppendedEvent {
  readonly id: string;
  readonly body: string;
}

/**
 * Appends events in the caller's transaction, in the order given: they are there exactly when the change they tell
 * of is there. Their place in the log is given later, by the sequencer, from committed rows alone.
 * @returns their ids and RFC 8785 bodies
 */
export async function appendEvents(tx: Tx, env: Environment, inputs: readonly EventInput[]): Promise<readonly AppendedEvent[]> {
  if (inputs.length === 0) return [];
  const at = env.now();
  const events = inputs.map((input) => {
    const id = env.newId();
    return { id, body: canonicalJson({ v: 1, id, at, ...input }) };
  });
  // One text and one value of bytes for all: a line end can't stand in canonical JSON, and nothing needs to be escaped.
  await tx.query(
    {
      name: 'events_append',
      text: `with appended as (
         insert into event (id, type, at, actor_id, application_id, body, salt)
         select id, type, $2, actor_id, application_id, body, substring($7::bytea from (no::int - 1) * ${saltSizeBytes} + 1 for ${saltSizeBytes})
         from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], string_to_array($6, E'\n'))
           with ordinality as row (id, type, actor_id, application_id, body, no)
         returning id)
       insert into event_pending (event_id) select id from appended`,
    },
    [
      events.map(({ id }) => id),
      at,
      inputs.map(({ type }) => type),
      inputs.map(({ actor }) => (actor.kind === 'person' ? actor.personId : null)),
      inputs.map(({ applicationId }) => applicationId ?? null),
      events.map(({ body }) => body).join('\n'),
      env.randomBytes(saltSizeBytes * events.length),
    ],
  );
  return events;
}

/** {@link appendEvents} for one event. @returns the event as its readers find it */
export async function appendEvent(tx: Tx, env: Environment, input: EventInput): Promise<BusinessEvent> {
  const [appended] = await appendEvents(tx, env, [input]);
  return JSON.parse((appended as AppendedEvent).body) as BusinessEvent;
}
