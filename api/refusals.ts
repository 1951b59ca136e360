import { recordRefusedAttempt, type Actor, type Environment } from '@gbc/events';
import { privilegedRoles, type SignedIn } from '@gbc/identity';
import type { Database } from '@gbc/prisma';
import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Operation } from './operation.ts';
import { refusalOf, type Refusal } from './problem.ts';

/** What a refusal is written down with. */
export interface RefusalParts {
  readonly database: Database;
  readonly env: Environment;
  readonly logger: Logger;
}

const idShape = /^(?:[0-9]{1,20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Whether a rule refused what was asked: not allowed (403), or a change that is against a rule or the state of things (409,
 * 422). What could not be understood, or came without a session or key, is no attempt at anything yet.
 */
function isAttempt(it: Operation, { code, status }: Refusal): boolean {
  if (code.startsWith('request.')) return false;
  return status === 403 || (it.method !== 'get' && (status === 409 || status === 422));
}

/** Whether a command's refusal is its answer for good. What the engine says depends on what it is doing at the moment. */
export function isFinal({ code, status }: Refusal): boolean {
  return [403, 409, 422].includes(status) && !code.startsWith('request.') && !code.startsWith('engine.');
}

/** The person in the role that weighs most: what an attempt was made as is not known of one that was refused. */
function actorOfAttempt({ personId, memberships }: SignedIn): Actor {
  const membership = memberships.find(({ role }) => privilegedRoles.includes(role)) ?? memberships[0];
  if (!membership) return { kind: 'system', name: 'api' };
  return { kind: 'person', personId, organisationId: membership.organisationId, role: membership.role };
}

/** The first parameter that is an id. A path can hold any text, and none that somebody wrote may come into an event. */
function subjectOf(params: Request['params']): string | null {
  return Object.values(params).map(String).find((value) => idShape.test(value)) ?? null;
}

async function applicationOf({ database }: RefusalParts, { applicationId, taskId }: Request['params']): Promise<string | undefined> {
  if (typeof applicationId === 'string' && idShape.test(applicationId)) return applicationId;
  if (typeof taskId !== 'string' || !idShape.test(taskId)) return undefined;
  const { rows } = await database.read<{ application_id: string }>('select application_id from task where id::text = $1', [taskId]);
  return rows[0]?.application_id;
}

/**
 * Writes down that a rule refused what a person asked for. The refused transaction is rolled back by now, so this is one of its
 * own; where it fails too, the person is still told of the refusal, since nothing was changed.
 */
export async function recordRefusal(parts: RefusalParts, command: string, it: Operation, request: Request, error: unknown): Promise<void> {
  const by = request.signedIn;
  const refusal = refusalOf(error);
  if (!by || !isAttempt(it, refusal)) return;
  const { database, env, logger } = parts;
  try {
    const applicationId = await applicationOf(parts, request.params);
    const attempt = { actor: actorOfAttempt(by), personId: by.personId, command, code: refusal.code, subjectId: subjectOf(request.params), applicationId };
    const attemptKey = request.get('Idempotency-Key')?.slice(0, 200) ?? null;
    await database.transaction((tx) => recordRefusedAttempt(tx, env, { ...attempt, attemptKey }));
  } catch (fault) {
    logger.error({ err: fault }, 'a refused attempt could not be written down');
  }
}

/** Writes down that somebody tried to sign in as a person who may approve, supervise or administer, with a wrong password. */
export async function recordRefusedSignIn(parts: RefusalParts, person: SignedIn): Promise<void> {
  const { database, env, logger } = parts;
  if (!person.memberships.some(({ role }) => privilegedRoles.includes(role))) return;
  const { personId } = person;
  const actor = { kind: 'system', name: 'api' } as const;
  try {
    await database.transaction((tx) => recordRefusedAttempt(tx, env, { actor, personId, command: 'signIn', code: 'session.wrong', subjectId: personId, attemptKey: null }));
  } catch (fault) {
    logger.error({ err: fault }, 'a refused sign-in could not be written down');
  }
}
