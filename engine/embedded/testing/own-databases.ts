import { after } from 'node:test';
import type { OpenHarness } from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openHarness } from './open-harness.ts';

/** For a test file: opens engines, each on a database of its own, and drops those after its last test. */
export function onOwnDatabases(): OpenHarness {
  const databases: TestDatabase[] = [];
  after(async () => {
    for (const database of databases) await database.drop();
  });
  return async () => {
    const database = await createTestDatabase();
    databases.push(database);
    return openHarness(database);
  };
}
