import { createHash } from 'node:crypto';
import { canonicalJson, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import type { CommandResult } from './call.ts';
import { ApiError } from './problem.ts';

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
 * A refused command leaves no key behind, so that it can be tried again when the reason is gone.
 * Throws ApiError `request.keyConflict`, and what `run` throws.
 */
export async function runOnce(database: Database, env: Environment, it: KeyedRequest, run: (tx: Tx) => Promise<CommandResult>): Promise<CommandResult> {
  const requestHash = createHash('sha256').update(canonicalJson(it.content)).digest('hex');
  return database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into idempotency_key (person_id, key, operation, request_hash, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [it.personId, it.key, it.operation, requestHash, env.now()],
    );
    if (rowCount === 0) return readKept(tx, it, requestHash);
    const result = await run(tx);
    await tx.query('update idempotency_key set response = $3 where person_id = $1 and key = $2', [it.personId, it.key, JSON.stringify(result)]);
    return result;
  });
}

async function readKept(tx: Tx, it: KeyedRequest, requestHash: string): Promise<CommandResult> {
  const { rows } = await tx.query<{ operation: string; request_hash: string; response: CommandResult }>(
    'select operation, request_hash, response from idempotency_key where person_id = $1 and key = $2',
    [it.personId, it.key],
  );
  const kept = rows[0];
  if (kept?.operation !== it.operation || kept.request_hash !== requestHash) throw new ApiError('request.keyConflict');
  return kept.response;
}
