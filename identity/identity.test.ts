import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { authenticate, createAccount, hashPassword, replacePassword } from './account.ts';
import { findSignedIn, holdsRole, listPeople, readPersonNames, saveLocale } from './directory.ts';
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
      await createAccount(tx, env, actor, { login: 'street.specialist', personId: id, passwordHash });
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

  it('has a password that was given for one sign-in replaced by its owner, and tells of it', async () => {
    const passwordHash = await hashPassword('given once');
    const newId = await database.transaction(async (tx) => {
      const id = await registerPerson(tx, env, actor, '潘越');
      assert.equal(await createAccount(tx, env, actor, { login: 'root', personId: id, passwordHash, mustChangePassword: true }), true);
      assert.equal(await createAccount(tx, env, actor, { login: 'root', personId, passwordHash }), false, 'a login stays with who has it');
      return id;
    });
    assert.equal((await findSignedIn(database.read, newId))?.mustChangePassword, true);
    await database.transaction(async (tx) => replacePassword(tx, env, actor, { personId: newId, passwordHash: await hashPassword('a sentence of my own') }));
    assert.equal((await findSignedIn(database.read, newId))?.mustChangePassword, false);
    assert.equal(await authenticate(database.read, 'root', 'given once'), null);
    const { rows } = await database.read(`select type from event where type in ('accountCreated', 'passwordChanged') and body like '%' || $1 || '%' order by at, id`, [newId]);
    assert.deepEqual(rows, [{ type: 'accountCreated' }, { type: 'passwordChanged' }]);
    const { rows: telling } = await database.read(`select 1 from event where body like '%root%'`);
    assert.equal(telling.length, 0, 'a login may be a name: no event holds one');
  });

  it('lists everybody with what they may act as', async () => {
    const people = await listPeople(database.read);
    assert.deepEqual(people.map(({ name, login, memberships }) => [name, login, memberships.map(groupOf)]), [['秦岚', 'street.specialist', ['street/specialist']], ['潘越', 'root', []]]);
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
    assert.equal((await listPeople(database.read))[0]?.name, null);
  });
});
