import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readApplicationEvents, systemEnvironment, type Actor } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { invoiceHash } from './invoice-hash.ts';
import { claimInvoice, findInvoiceUse, releaseInvoice } from './invoice-use.ts';

const env = systemEnvironment;
const actor: Actor = { kind: 'system', name: 'validate-documents' };
const secret = Buffer.alloc(32, 7);
let serial = 0;
const newHash = () => invoiceHash(secret, `2631200000${String((serial += 1)).padStart(10, '0')}`);

describe('invoice hash', () => {
  it('depends on the secret and the number, and is 64 hex digits', () => {
    const hash = invoiceHash(secret, '26312000000012345678');
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.equal(hash, invoiceHash(Buffer.alloc(32, 7), '26312000000012345678'));
    assert.notEqual(hash, invoiceHash(Buffer.alloc(32, 8), '26312000000012345678'));
    assert.notEqual(hash, invoiceHash(secret, '26312000000012345679'));
  });
});

describe('invoice use', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());

  const claim = (hash: string, applicationId: string, revision = 1) =>
    database.transaction((tx) => claimInvoice(tx, env, { invoiceHash: hash, applicationId, revision, actor }));
  const userOf = async (hash: string) => (await findInvoiceUse(database.read, hash))?.applicationId ?? null;
  const eventsOf = async (applicationId: string) =>
    (await readApplicationEvents(database.read, applicationId, ['invoiceUsed'])).map((event) => event.data);

  it('belongs to the first application that claims it', async () => {
    const hash = newHash();
    assert.equal(await findInvoiceUse(database.read, hash), null);
    await claim(hash, 'A');
    await assert.rejects(claim(hash, 'B'), { code: 'invoice.usedTwice', params: { applicationId: 'A' } });
    assert.deepEqual(await findInvoiceUse(database.read, hash), { invoiceHash: hash, applicationId: 'A', revision: 1 });
    assert.deepEqual(await eventsOf('A'), [{ invoiceHash: hash, revision: 1 }]);
    assert.deepEqual(await eventsOf('B'), []);
  });

  it('may be claimed again by its application, told of once', async () => {
    const hash = newHash();
    await claim(hash, 'C', 2);
    await claim(hash, 'C', 3);
    await claim(hash, 'C', 2);
    assert.equal((await findInvoiceUse(database.read, hash))?.revision, 3);
    assert.deepEqual(await eventsOf('C'), [{ invoiceHash: hash, revision: 2 }]);
  });

  it('becomes free when a later revision names another invoice, not when an earlier one comes late', async () => {
    const [wrong, right] = [newHash(), newHash()];
    await claim(wrong, 'D', 1);
    await claim(right, 'D', 2);
    assert.equal(await userOf(wrong), null);
    await claim(wrong, 'E', 1);
    await assert.rejects(claim(wrong, 'D', 1), { code: 'invoice.usedTwice' });
    assert.equal(await userOf(right), 'D');
  });

  it('keeps the earlier claim when the later one is refused', async () => {
    const [own, taken] = [newHash(), newHash()];
    await claim(own, 'F', 1);
    await claim(taken, 'G', 1);
    await assert.rejects(claim(taken, 'F', 2), { code: 'invoice.usedTwice' });
    assert.equal(await userOf(own), 'F');
  });

  it('is free again once its application was closed unpaid', async () => {
    const hash = newHash();
    await claim(hash, 'H');
    await database.transaction((tx) => releaseInvoice(tx, env, { applicationId: 'H', actor }));
    await claim(hash, 'I');
    assert.equal(await userOf(hash), 'I');
  });

  it('goes to exactly one of many that claim it at once', async () => {
    const hash = newHash();
    const claims = Array.from({ length: 8 }, (_, n) => claim(hash, `racer-${n}`));
    const results = await Promise.allSettled(claims);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) {
      if (result.status === 'rejected') assert.equal(result.reason.code, 'invoice.usedTwice');
    }
  });
});
