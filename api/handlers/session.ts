import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { appendEvent } from '@gbc/events';
import { authenticate, findPersonOfLogin, findSignedIn, hashPassword, privilegedRoles, replacePassword, saveLocale, type SignedIn } from '@gbc/identity';
import type { Request } from 'express';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { recordRefusedSignIn } from '../refusals.ts';

function view(by: SignedIn, request: Request) {
  return {
    person: { personId: by.personId, login: by.login, name: by.name },
    memberships: [...by.memberships],
    locale: by.locale,
    mustChangePassword: by.mustChangePassword,
    csrfToken: request.session.csrfToken ?? '',
  };
}

/** A new session for whoever signs in: an id that somebody planted before is worth nothing afterwards. */
async function beginSession(request: Request, personId: string): Promise<void> {
  await promisify(request.session.regenerate.bind(request.session))();
  request.session.personId = personId;
  request.session.csrfToken = randomBytes(24).toString('base64url');
  await promisify(request.session.save.bind(request.session))();
}

export function sessionHandlers(parts: ApiParts): Handlers<'signIn' | 'getSession' | 'signOut' | 'setLocale' | 'changePassword'> {
  const { database, env, logger } = parts;

  /** Beside the answer, which takes as long for a login that nobody has. */
  function noteRefusal(login: string): void {
    const note = async () => {
      const found = await findPersonOfLogin(database.read, login);
      const person = found && (await findSignedIn(database.read, found.personId));
      if (person) await recordRefusedSignIn(parts, person);
    };
    note().catch((error: unknown) => logger.error({ err: error }, 'a refused sign-in could not be looked into'));
  }

  async function logSignIn(by: SignedIn): Promise<void> {
    const held = by.memberships.filter(({ role }) => privilegedRoles.includes(role));
    const [first] = held;
    if (!first) return;
    await database.transaction((tx) =>
      appendEvent(tx, env, {
        type: 'privilegedSignedIn',
        actor: { kind: 'person', personId: by.personId, organisationId: first.organisationId, role: first.role },
        data: { personId: by.personId, roles: held.map(({ organisationId, role }) => `${organisationId}/${role}`) },
      }),
    );
  }

  return {
    signIn: {
      async answer({ body, request }) {
        const found = await authenticate(database.read, body.login, body.password);
        const by = found && (await findSignedIn(database.read, found.personId));
        if (!by) {
          noteRefusal(body.login);
          throw new ApiError('session.wrong');
        }
        // Told of first: a session that the log doesn't know of must not begin.
        await logSignIn(by);
        await beginSession(request, by.personId);
        return view(by, request);
      },
    },
    getSession: { answer: async ({ by, request }) => view(by, request) },
    signOut: {
      async answer({ request }) {
        await promisify(request.session.destroy.bind(request.session))();
      },
    },
    changePassword: {
      async answer({ by, body: { current, next }, request }) {
        if (!by) throw new ApiError('session.missing');
        if (!(await authenticate(database.read, by.login, current))) throw new ApiError('session.passwordWrong');
        if (next === current) throw new ApiError('session.passwordSame');
        const passwordHash = await hashPassword(next);
        const [membership] = by.memberships;
        const actor = membership
          ? ({ kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: membership.role } as const)
          : ({ kind: 'system', name: 'api' } as const);
        await database.transaction((tx) => replacePassword(tx, env, actor, { personId: by.personId, passwordHash }));
        return view({ ...by, mustChangePassword: false }, request);
      },
    },
    setLocale: {
      async answer({ by, body, request }) {
        if (!by) throw new ApiError('session.missing');
        await database.transaction((tx) => saveLocale(tx, by.personId, body.locale));
        return view({ ...by, locale: body.locale }, request);
      },
    },
  };
}
