import type { Key } from '@gbc/engine';
import type { Connection } from '../connection/connection.ts';
import { isCode } from '../connection/engine-error.ts';

/** Longer than a sweep takes by far; after it the engine hands the job out again, to whoever then works for us. */
export const taskTimeoutMs = 10 * 60_000;

/** Keeps a job that is held. @returns whether it is still there */
export async function renewJob(connection: Connection, jobKey: Key): Promise<boolean> {
  try {
    await connection.command('UpdateJobTimeout', (client) => client.updateJobTimeout({ jobKey, timeout: taskTimeoutMs }), { repeatable: true });
    return true;
  } catch (error) {
    if (isCode(error, 'FAILED_PRECONDITION')) return true; // it timed out, and comes again
    if (isCode(error, 'NOT_FOUND')) return false;
    throw error;
  }
}
