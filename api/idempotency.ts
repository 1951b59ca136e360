import { createHash } from 'node:crypto';
import { canonicalJson, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import type { CommandResult } from './call.ts';
import { ApiError, refusalOf, type Refusal } from './problem.ts';

export interface KeyedRequest {
  readonly personId: string;
  readonly key: string;
  readonly operation: string;
  /** What makes two requests the same: parameters and body. */
  readonly content: unknown;
}

/**
 * Runs a command once for a key: the key, what the command changed and what it answered share one transaction. The same key
 * with the same content is answered from the first time; two at once wait for each other; other content is a conflict.
 *
 * A refusal is an answer, too: where `isFinal` says so, what the command wrote is taken back, the refusal is kept with the key, and the
 * same request is refused the same way, whatever has changed meanwhile. To try again is another request, with a key of its own.
 * Throws ApiError `request.keyConflict`, and what `run` throws.
 */
export async function runOnce(
  database: Database, env: Environment, it: KeyedRequest, run: (tx: Tx) => Promise<CommandResult>, isFinal: (refusal: Refusal) => boolean,
): Promise<CommandResult> {
  const requestHash = createHash('sha256').update(canonicalJson(it.content)).digest('hex');
  const outcome = await database.transaction(async (tx): Promise<Outcome> => {
    const { rowCount } = await tx.query(
      `insert into idempotency_key (person_id, key, operation, request_hash, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [it.personId, it.key, it.operation, requestHash, env.now()],
    );
    if (rowCount === 0) return readKept(tx, it, requestHash);
    const fresh = await attempt(tx, run, isFinal);
    const response = 'result' in fresh ? JSON.stringify(fresh.result) : null;
    const refusal = 'result' in fresh ? null : JSON.stringify(refusalOf(fresh.error));
    await tx.query('update idempotency_key set response = $3, refusal = $4 where person_id = $1 and key = $2', [it.personId, it.key, response, refusal]);
    return fresh;
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

type Outcome = { readonly result: CommandResult } | { readonly error: unknown };

async function attempt(tx: Tx, run: (tx: Tx) => Promise<CommandResult>, isFinal: (refusal: Refusal) => boolean): Promise<Outcome> {
  await tx.query('savepoint command');
  try {
    return { result: await run(tx) };
  } catch (error) {
    if (!isFinal(refusalOf(error))) throw error;
    await tx.query('rollback to savepoint command');
    return { error };
  }
}

async function readKept(tx: Tx, it: KeyedRequest, requestHash: string): Promise<Outcome> {
  const { rows } = await tx.query<{ operation: string; request_hash: string; response: CommandResult; refusal: Refusal | null }>(
    'select operation, request_hash, response, refusal from idempotency_key where person_id = $1 and key = $2',
    [it.personId, it.key],
  );
  const kept = rows[0];
  if (kept?.operation !== it.operation || kept.request_hash !== requestHash) throw new ApiError('request.keyConflict');
  const { response: result, refusal } = kept;
  return refusal ? { error: new ApiError(refusal.code, refusal.params, refusal.fields) } : { result };
}
