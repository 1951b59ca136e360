import type { Tx } from '@gbc/prisma';
import type { EventType } from './catalogue.ts';
import type { BusinessEvent } from './event.ts';

/** The events of some applications, of the types named; those of each application oldest first. */
export async function readEventsOf<T extends EventType>(
  read: Tx['query'],
  applicationIds: readonly string[],
  types: readonly T[],
): Promise<BusinessEvent<T>[]> {
  const { rows } = await read<{ body: string }>(
    { name: 'events_of', text: 'select body from event where application_id = any($1::text[]) and type = any($2::text[]) order by application_id, at, id' },
    [applicationIds, types],
  );
  return rows.map((row) => JSON.parse(row.body) as BusinessEvent<T>);
}

/** The events of one application, of the types named, oldest first. */
export function readApplicationEvents<T extends EventType>(read: Tx['query'], applicationId: string, types: readonly T[]): Promise<BusinessEvent<T>[]> {
  return readEventsOf(read, [applicationId], types);
}
