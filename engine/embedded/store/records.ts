import type { Tx } from '@gbc/prisma';
import type { EngineRecord } from '../record/record.ts';

/** One command's records. */
export interface RecordBatch {
  /** Of the first record. */
  readonly position: bigint;
  readonly at: Date;
  readonly command: string;
  readonly records: readonly EngineRecord[];
}

/** Appends the records of a group of commands, a row per command. */
export async function appendRecords(tx: Tx, batches: readonly RecordBatch[]): Promise<void> {
  const rows = batches.map(({ position, at, command, records }) => ({ position: String(position), at, command, records: JSON.stringify(records) }));
  await tx.query(
    `insert into engine_record (position, at, command, records)
     select position, at, command, records from json_to_recordset($1::json) as row (position bigint, at timestamptz, command text, records text)`,
    [JSON.stringify(rows)],
  );
}
