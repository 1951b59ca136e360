import { after } from 'node:test';
import {
  bindingsBehaviour, callActivitiesBehaviour, decisionsBehaviour, deploymentBehaviour, errorsBehaviour, inclusiveGatewayBehaviour, jobsBehaviour, listenersBehaviour, multiInstanceBehaviour, type OpenHarness,
  scriptBehaviour, timersBehaviour, tokensBehaviour, userTasksBehaviour, variablesBehaviour,
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

deploymentBehaviour(open);
tokensBehaviour(open);
variablesBehaviour(open);
userTasksBehaviour(open);
jobsBehaviour(open);
timersBehaviour(open);
errorsBehaviour(open);
decisionsBehaviour(open);
callActivitiesBehaviour(open);
multiInstanceBehaviour(open);
inclusiveGatewayBehaviour(open);
scriptBehaviour(open);
listenersBehaviour(open);
bindingsBehaviour(open);
