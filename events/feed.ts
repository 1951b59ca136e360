import type { Tx } from '@gbc/prisma';
import type { EventType } from './catalogue.ts';
import type { BusinessEvent } from './event.ts';

/** The events of one application, of the types named, oldest first. */
export async function readApplicationEvents<T extends EventType>(
  read: Tx['query'],
  applicationId: string,
  types: readonly T[],
): Promise<BusinessEvent<T>[]> {
  const { rows } = await read<{ body: string }>(
    'select body from event where application_id = $1 and type = any($2::text[]) order by at, id',
    [applicationId, types],
  );
  return rows.map((row) => JSON.parse(row.body) as BusinessEvent<T>);
}
