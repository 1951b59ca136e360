import { findSignedIn } from '@gbc/identity';
import { prepared, type Database } from '@gbc/prisma';
import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import { ApiError } from './problem.ts';

const sessionMs = 8 * 60 * 60 * 1000;

/** The pool as the session store uses it, with statements prepared: one of them is run for every request. */
function preparing({ pool }: Database): Database['pool'] {
  return { query: (text: string, values: unknown[]) => pool.query({ ...prepared(text), values }) } as Database['pool'];
}

/**
 * Sessions in Postgres behind the cookie `gbc_sid`: 8 hours from the sign-in, not readable by scripts, not sent by other sites' forms. The cookie
 * is sent once, so a later end of the row would help nobody, and would cost a commit with every request.
 */
export function createSession(database: Database, secret: string): RequestHandler {
  const Store = connectPgSimple(session);
  return session({
    name: 'gbc_sid',
    secret,
    resave: false,
    saveUninitialized: false,
    store: new Store({ pool: preparing(database), tableName: 'session', disableTouch: true }),
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: sessionMs },
  });
}

/** Puts the person behind the session on the request; whose account is gone is nobody. */
export function readSignedIn(database: Database): RequestHandler {
  return async (request, _response, next) => {
    const { personId } = request.session;
    const by = personId ? await findSignedIn(database.read, personId) : null;
    if (by) request.signedIn = by;
    next();
  };
}

/** Failed sign-ins only, not those that we couldn't look at: at most 20 in five minutes for one login from one address. */
export function limitSignIns(): RequestHandler {
  return rateLimit({
    windowMs: 5 * 60 * 1000,
    limit: 20,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => statusCode < 400 || statusCode >= 500,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => `${request.ip} ${String((request.body as { login?: unknown } | undefined)?.login ?? '').slice(0, 80)}`,
    validate: { keyGeneratorIpFallback: false },
    handler: (_request, _response, next) => next(new ApiError('session.tooMany')),
  });
}
