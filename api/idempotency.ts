import { createHash } from 'node:crypto';
import { canonicalJson, type Environment } from '@gbc/events';
import { prepared, type Database, type Tx } from '@gbc/prisma';
import type { CommandResult } from './call.ts';
import { ApiError, refusalOf, type Refusal } from './problem.ts';

export interface KeyedRequest {
  readonly personId: string;
  readonly key: string;
  readonly operation: string;
  /** What makes two requests the same: parameters and body. */
  readonly content: unknown;
}

/** A request whose content is known by its hash. */
interface Hashed extends KeyedRequest {
  readonly requestHash: string;
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
  database: Database, env: Environment, request: KeyedRequest, run: (tx: Tx) => Promise<CommandResult>, isFinal: (refusal: Refusal) => boolean,
): Promise<CommandResult> {
  const it = { ...request, requestHash: createHash('sha256').update(canonicalJson(request.content)).digest('hex') };
  try {
    return await database.transaction(async (tx) => {
      if (!(await takeKey(tx, env, it, null))) return readKept(tx, it);
      const result = await run(tx);
      await tx.query(prepared('update idempotency_key set response = $3 where person_id = $1 and key = $2'), [it.personId, it.key, JSON.stringify(result)]);
      return result;
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (!isFinal(refusal)) throw error;
    const kept = await keepRefusal(database, env, it, refusal);
    if (kept) return kept;
    throw error;
  }
}

/** False where the key was used before; waits for whoever is using it. */
async function takeKey(tx: Tx, env: Environment, it: Hashed, refusal: Refusal | null): Promise<boolean> {
  const { rowCount } = await tx.query(
    prepared(`insert into idempotency_key (person_id, key, operation, request_hash, refusal, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`),
    [it.personId, it.key, it.operation, it.requestHash, refusal && JSON.stringify(refusal), env.now()],
  );
  return rowCount === 1;
}

/** Keeps a refusal, whose transaction is rolled back by now. Where the same request has been answered in between, that answer stands. */
function keepRefusal(database: Database, env: Environment, it: Hashed, refusal: Refusal): Promise<CommandResult | null> {
  return database.transaction(async (tx) => ((await takeKey(tx, env, it, refusal)) ? null : readKept(tx, it)));
}

/** The answer to a key that was used before. Throws the refusal that was, and `request.keyConflict`. */
async function readKept(tx: Tx, it: Hashed): Promise<CommandResult> {
  const { rows } = await tx.query<{ operation: string; request_hash: string; response: CommandResult; refusal: Refusal | null }>(
    'select operation, request_hash, response, refusal from idempotency_key where person_id = $1 and key = $2',
    [it.personId, it.key],
  );
  const kept = rows[0];
  if (kept?.operation !== it.operation || kept.request_hash !== it.requestHash) throw new ApiError('request.keyConflict');
  const { response, refusal } = kept;
  if (refusal) throw new ApiError(refusal.code, refusal.params, refusal.fields);
  return response;
}
