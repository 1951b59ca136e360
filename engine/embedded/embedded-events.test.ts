import { after } from 'node:test';
import {
  escalationsBehaviour, eventGatewayBehaviour, eventSubProcessesBehaviour, linksBehaviour, messagesBehaviour, type OpenHarness, signalsBehaviour, startEventsBehaviour,
} from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openHarness } from './testing/open-harness.ts';

const databases: TestDatabase[] = [];

/** A suite's engine has a database of its own. */
const open: OpenHarness = async () => {
  const database = await createTestDatabase();
  databases.push(database);
  return openHarness(database);
};
after(async () => {
  for (const database of databases) await database.drop();
});

messagesBehaviour(open);
signalsBehaviour(open);
eventGatewayBehaviour(open);
linksBehaviour(open);
escalationsBehaviour(open);
eventSubProcessesBehaviour(open);
startEventsBehaviour(open);
