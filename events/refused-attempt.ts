import type { Tx } from '@gbc/prisma';
import { appendEvent } from './append.ts';
import type { Environment } from './environment.ts';
import type { Actor } from './event.ts';

/** Something that a person asked for and a rule refused. */
export interface RefusedAttempt {
  readonly actor: Actor;
  /** Who tried, or whose sign-in was tried. */
  readonly personId: string;
  readonly command: string;
  /** The refusal's stable code. */
  readonly code: string;
  /** An id, never a text that somebody wrote; null where it was about nothing in particular. */
  readonly subjectId: string | null;
  readonly applicationId?: string | undefined;
  /** The request's Idempotency-Key: sent again under the same one, it is no new attempt. */
  readonly attemptKey: string | null;
}

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;

/**
 * Counts a refused attempt, and appends `attemptRefused` for the first, second, fourth, eighth ... of the same kind within an
 * hour (UTC), with the count so far. So none goes unseen and none can flood the log.
 */
export async function recordRefusedAttempt(tx: Tx, env: Environment, it: RefusedAttempt): Promise<void> {
  const { actor, personId, command, code, subjectId, applicationId, attemptKey } = it;
  const { rows } = await tx.query<{ times: number }>(
    `insert into refused_attempt as attempt (person_id, command, code, subject_id, hour, times, last_key)
     values ($1, $2, $3, $4, date_trunc('hour', $5::timestamptz, 'UTC'), 1, $6)
     on conflict (person_id, command, code, subject_id, hour) do update set times = attempt.times + 1, last_key = excluded.last_key
     where attempt.last_key is null or attempt.last_key is distinct from excluded.last_key
     returning times`,
    [personId, command, code, subjectId ?? '', env.now(), attemptKey],
  );
  const times = rows[0]?.times;
  if (times === undefined || !isPowerOfTwo(times)) return;
  await appendEvent(tx, env, { type: 'attemptRefused', actor, applicationId, data: { command, code, subjectId, times } });
}
