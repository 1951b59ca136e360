import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { createAccount, findSignedIn, grantMembership, hashPassword, registerOrganisation, registerPerson, type SignedIn } from '@gbc/identity';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import express from 'express';
import pino from 'pino';
import type { Handlers } from './call.ts';
import type { OperationId } from './contract.ts';
import { ApiError, sendProblem } from './problem.ts';
import { recordRefusedSignIn } from './refusals.ts';
import { createRouter } from './router.ts';

const csrfToken = 'a token';
const seed = { kind: 'system', name: 'test' } as const;
const logger = pino({ level: 'silent' });

describe('what a rule refuses', () => {
  let database: TestDatabase;
  let by: SignedIn;
  let supplier: SignedIn;
  let url: string;
  let refusal: ApiError;
  const server = express();
  let listening: ReturnType<typeof server.listen>;

  async function register(login: string, role: 'specialist' | 'supplier'): Promise<SignedIn> {
    const personId = await database.transaction(async (tx) => {
      const id = await registerPerson(tx, env, seed, '秦岚');
      await createAccount(tx, env, seed, { login, personId: id, passwordHash: await hashPassword('right') });
      await grantMembership(tx, env, seed, { personId: id, organisationId: 'street', role });
      return id;
    });
    return (await findSignedIn(database.read, personId)) as SignedIn;
  }

  before(async () => {
    database = await createTestDatabase();
    await database.transaction((tx) => registerOrganisation(tx, env, seed, { organisationId: 'street', kind: 'street', nameZh: '示例街道', nameEn: 'Sample', creditCode: '11320000MB151840XJ', parentId: null }));
    [by, supplier] = [await register('street.specialist', 'specialist'), await register('firm.supplier', 'supplier')];
    const refuse = { run: () => Promise.reject(refusal), answer: () => Promise.reject(refusal) };
    // Every operation refuses: what is judged here is what the router makes of it.
    const handlers = new Proxy({}, { get: () => refuse }) as Handlers<OperationId>;
    server.use(express.json(), (request, _response, next) => {
      Object.assign(request, { signedIn: by, session: { csrfToken }, id: 'trace', log: logger });
      next();
    });
    server.use(createRouter({ database, env, logger }, handlers));
    server.use((error: unknown, request: express.Request, response: express.Response, _next: express.NextFunction) => sendProblem(error, request, response));
    listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  });
  after(async () => {
    listening.closeAllConnections();
    listening.close();
    await database.drop();
  });
  beforeEach(() => database.read('delete from refused_attempt'));

  async function ask(method: string, path: string, body?: object, key: string = randomUUID()): Promise<number> {
    const headers = { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': key, 'Content-Type': 'application/json' };
    return (await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).status;
  }
  const claim = (taskId: string, key?: string) => ask('PUT', `/tasks/${taskId}/claim`, undefined, key);

  interface Told {
    readonly actor: object;
    readonly data: Readonly<Record<string, unknown>>;
  }
  /** What was told of since `work` began. */
  async function toldDuring(work: () => Promise<unknown>): Promise<Told[]> {
    const { rows } = await database.read<{ id: string }>(`select id from event where type = 'attemptRefused'`);
    const before = rows.map(({ id }) => id);
    await work();
    const { rows: now } = await database.read<{ body: string }>(`select body from event where type = 'attemptRefused' and not id = any($1::uuid[]) order by at, id`, [before]);
    return now.map(({ body }) => JSON.parse(body) as Told);
  }

  it('is in the log with who, what and why', async () => {
    refusal = new ApiError('task.ownApplication');
    const taskId = randomUUID();
    const [told, ...more] = await toldDuring(async () => assert.equal(await claim(taskId), 403));
    assert.deepEqual(told?.actor, { kind: 'person', personId: by.personId, organisationId: 'street', role: 'specialist' });
    assert.deepEqual(told.data, { command: 'claimTask', code: 'task.ownApplication', subjectId: taskId, times: 1 });
    assert.deepEqual(more, []);
  });

  it('is one attempt however often the same request is sent', async () => {
    refusal = new ApiError('task.notYours');
    const [taskId, key] = [randomUUID(), randomUUID()];
    const told = await toldDuring(async () => {
      for (let time = 0; time < 3; time += 1) await claim(taskId, key);
    });
    assert.equal(told.length, 1);
  });

  it('is told of for a look at what is another office’s, but not for a question that has no answer now', async () => {
    const documentId = randomUUID();
    refusal = new ApiError('access.denied');
    const denied = await toldDuring(async () => assert.equal(await ask('GET', `/documents/${documentId}/content`), 403));
    assert.deepEqual(denied.map(({ data }) => data['command']), ['getDocumentContent']);
    refusal = new ApiError('receipt.notLogged');
    assert.deepEqual(await toldDuring(async () => assert.equal(await ask('GET', `/receipts/${documentId}`), 409)), []);
  });

  it('is no attempt where nothing was understood or found, or where we failed', async () => {
    for (const [code, status] of [['request.notFound', 404], ['document.tooLarge', 413], ['engine.UNAVAILABLE', 503], ['server.fault', 500]] as const) {
      refusal = new ApiError(code);
      assert.deepEqual(await toldDuring(async () => assert.equal(await claim(randomUUID()), status)), [], code);
    }
    assert.deepEqual(await toldDuring(async () => assert.equal(await ask('PUT', `/tasks/${randomUUID()}/claim`, undefined, 'short'), 400)), []);
  });

  it('takes no text of the path into the event', async () => {
    refusal = new ApiError('access.denied');
    const told = await toldDuring(() => claim(encodeURIComponent('秦岚')));
    assert.deepEqual(told.map(({ data }) => data['subjectId']), [null]);
  });

  it('is told of where a privileged person’s password was wrong, without saying it was that person', async () => {
    const told = await toldDuring(() => recordRefusedSignIn({ database, env, logger }, by));
    assert.deepEqual(told.map(({ actor, data }) => ({ actor, data })), [
      { actor: { kind: 'system', name: 'api' }, data: { command: 'signIn', code: 'session.wrong', subjectId: by.personId, times: 1 } },
    ]);
    assert.deepEqual(await toldDuring(() => recordRefusedSignIn({ database, env, logger }, supplier)), []);
  });
});
