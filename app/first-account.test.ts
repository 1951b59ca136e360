import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { authenticate, findSignedIn, listPeople } from '@gbc/identity';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { createFirstAccount } from './first-account.ts';

const operator = { name: '平台运营有限公司', creditCode: '91310109MA1G5K6X4H' };

describe('the first account of an installation', () => {
  let database: TestDatabase;
  before(async () => void (database = await createTestDatabase()));
  after(() => database.drop());

  it('needs an operator to belong to', async () => {
    await assert.rejects(createFirstAccount(database, env, { login: 'root', name: '潘越' }), { code: 'account.operatorMissing' });
    assert.deepEqual(await listPeople(database.read), []);
  });

  it('is a platform admin’s, with a password that must be changed, made once however many ask at once', async () => {
    const [made, ...others] = (await Promise.allSettled(['root', 'root-2', 'root-3'].map((login) => createFirstAccount(database, env, { login, name: '潘越', operator }))))
      .sort((a, b) => a.status.localeCompare(b.status));
    assert.ok(made?.status === 'fulfilled');
    assert.match(made.value, /^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    assert.deepEqual(others.map((it) => it.status === 'rejected' && (it.reason as { code?: string }).code), ['account.exists', 'account.exists']);
    const [person] = await listPeople(database.read);
    assert.deepEqual(person?.memberships.map(({ organisationId, role }) => [organisationId, role]), [['platform', 'platform-admin']]);
    assert.deepEqual(await authenticate(database.read, person?.login ?? '', made.value), { personId: person?.personId });
    assert.equal((await findSignedIn(database.read, person?.personId ?? ''))?.mustChangePassword, true);
  });

  it('is told of by events that hold neither name nor login nor password', async () => {
    const { rows } = await database.read<{ type: string; body: string }>('select type, body from event order by at, id');
    assert.deepEqual(rows.map(({ type }) => type), ['organisationRegistered', 'personRegistered', 'accountCreated', 'membershipGranted']);
    assert.ok(rows.every(({ body }) => !/潘越|root|-[a-z2-9]{5}-/.test(body.replaceAll(/[0-9a-f-]{36}/g, ''))));
  });
});
