/** The heart of the behaviour suite on Zeebe's own engine, driven through the adapter; test/long has all of it. */
import { after, before, test } from 'node:test';
import * as behaviour from '@gbc/engine/behaviour';
import { knownDifferences, openHarness } from '@gbc/engine-zeebe/testing';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';

const zeebe = await behaviour.startRealZeebe();
if ('skipped' in zeebe) {
  test('the heart of the behaviour suite on a real Zeebe', (t) => t.skip(zeebe.skipped));
} else {
  let database: TestDatabase;
  before(async () => void (database = await createTestDatabase()));
  after(async () => {
    await zeebe.stop();
    await database.drop();
  });
  behaviour.declareDifferences(knownDifferences);
  for (const suite of [behaviour.tokensBehaviour, behaviour.variablesBehaviour, behaviour.userTasksBehaviour, behaviour.jobsBehaviour]) suite(() => openHarness(zeebe, database));
}
