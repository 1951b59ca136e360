import { randomUUID } from 'node:crypto';
import type { Database } from '@gbc/prisma';
import { firstKey } from '../transition/key-source.ts';

export interface EngineData {
  readonly engineId: string;
  readonly epoch: bigint;
  readonly nextKey: number;
  readonly lastPosition: number;
}

/**
 * Makes this engine the one that may commit: from now on commits of an earlier epoch fail. It waits for a commit that is
 * under way. The first call on a database makes the data set.
 */
export async function takeOver(database: Database): Promise<EngineData> {
  const { rows: [row] } = await database.read<{ engine_id: string; epoch: bigint; next_key: bigint; last_position: bigint }>(
    `insert into engine_data (id, engine_id, epoch, next_key, last_position) values (1, $1, 1, $2, 0)
     on conflict (id) do update set epoch = engine_data.epoch + 1
     returning engine_id, epoch, next_key, last_position`,
    [randomUUID(), firstKey],
  );
  if (!row) throw new Error('engine_data has no row');
  return { engineId: row.engine_id, epoch: row.epoch, nextKey: Number(row.next_key), lastPosition: Number(row.last_position) };
}
