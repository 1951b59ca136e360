import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { authenticate, createAccount, hashPassword } from './account.ts';
import { findSignedIn, holdsRole, readPersonNames, saveLocale } from './directory.ts';
import { grantMembership, registerOrganisation, registerPerson } from './register.ts';
import { groupOf } from './role.ts';

const actor = { kind: 'system', name: 'test' } as const;

describe('identity', () => {
  let database: TestDatabase;
  let personId: string;

  before(async () => {
    database = await createTestDatabase();
    const passwordHash = await hashPassword('right');
    personId = await database.transaction(async (tx) => {
      await registerOrganisation(tx, env, actor, { organisationId: 'street', kind: 'street', nameZh: '示例街道', nameEn: 'Sample', creditCode: '11320000MB151840XJ', parentId: null });
      const id = await registerPerson(tx, env, actor, '秦岚');
      await createAccount(tx, { login: 'street.specialist', personId: id, passwordHash });
      await grantMembership(tx, env, actor, { personId: id, organisationId: 'street', role: 'specialist' });
      await grantMembership(tx, env, actor, { personId: id, organisationId: 'street', role: 'specialist' });
      return id;
    });
  });
  after(() => database.drop());

  it('knows a person by login and password, and nobody by anything less', async () => {
    assert.deepEqual(await authenticate(database.read, 'street.specialist', 'right'), { personId });
    assert.equal(await authenticate(database.read, 'street.specialist', 'wrong'), null);
    assert.equal(await authenticate(database.read, 'nobody', 'right'), null);
  });

  it('says who is signed in, with memberships as the models spell their groups', async () => {
    const by = await findSignedIn(database.read, personId);
    assert.equal(by?.name, '秦岚');
    assert.deepEqual(by.memberships.map(groupOf), ['street/specialist']);
    assert.equal(by.locale, null);
    await database.transaction((tx) => saveLocale(tx, personId, 'en'));
    assert.equal((await findSignedIn(database.read, personId))?.locale, 'en');
  });

  it('grants a membership once, and tells of it once', async () => {
    assert.equal(await holdsRole(database.read, personId, 'street', 'specialist'), true);
    assert.equal(await holdsRole(database.read, personId, 'street', 'supervisor'), false);
    const { rows } = await database.read(`select 1 from event where type = 'membershipGranted'`);
    assert.equal(rows.length, 1);
  });

  it('puts no name into any event', async () => {
    const { rows } = await database.read(`select 1 from event where body like '%秦岚%'`);
    assert.equal(rows.length, 0);
  });

  it('goes on without a name that was erased', async () => {
    await database.transaction((tx) => tx.query('delete from personal_value'));
    assert.equal((await readPersonNames(database.read, [personId])).size, 0);
    assert.equal((await findSignedIn(database.read, personId))?.name, 'street.specialist');
  });
});
