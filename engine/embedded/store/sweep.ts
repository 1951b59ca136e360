import type { Database, Tx } from '@gbc/prisma';

/** Instances, or rows of no instance, of one transaction: small, so that no commit of the engine waits for long. */
const batchSize = 100;

const ofInstances = `
  with swept as (
    update engine_process_instance set has_records = false
    where process_instance_key in (
      select process_instance_key from engine_process_instance where has_records and ended_at < $1 order by ended_at limit ${batchSize}
    )
    returning process_instance_key
  ), removed as (
    delete from engine_record using swept where engine_record.process_instance_key = swept.process_instance_key
  )
  select from swept`;

const ofNoInstance = `
  delete from engine_record where position in (
    select position from engine_record where process_instance_key is null and at < $1 limit ${batchSize}
  )`;

/** Runs one batch; answers whether another may follow. */
async function sweepBatch(database: Database, sql: string, before: Date): Promise<boolean> {
  const { rowCount } = await database.transaction(async (tx: Tx) => {
    await tx.query("select set_config('engine.sweep', 'on', true)");
    return tx.query(sql, [before]);
  });
  return rowCount === batchSize;
}

/**
 * Deletes the records of instances that ended before a time, and older records of no instance. The row of each instance
 * stays. Between batches `signal` can end it.
 */
export async function sweepRecords(database: Database, before: Date, signal: AbortSignal): Promise<void> {
  for (const sql of [ofInstances, ofNoInstance]) {
    while (!signal.aborted && (await sweepBatch(database, sql, before)));
  }
}
