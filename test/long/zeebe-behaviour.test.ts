/** The behaviour suite of the port on Zeebe's own engine, driven through the adapter. */
import { after, before, test } from 'node:test';
import * as behaviour from '@gbc/engine/behaviour';
import { knownDifferences, openHarness } from '@gbc/engine-zeebe/testing';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';

const zeebe = await behaviour.startRealZeebe();
if ('skipped' in zeebe) {
  test('the behaviour suite on a real Zeebe', (t) => t.skip(zeebe.skipped));
} else {
  let database: TestDatabase;
  before(async () => void (database = await createTestDatabase()));
  after(async () => {
    await zeebe.stop();
    await database.drop();
  });
  const open: behaviour.OpenHarness = () => openHarness(zeebe, database);
  behaviour.declareDifferences(knownDifferences);
  for (const suite of [
    behaviour.deploymentBehaviour, behaviour.tokensBehaviour, behaviour.variablesBehaviour, behaviour.userTasksBehaviour, behaviour.jobsBehaviour,
    behaviour.timersBehaviour, behaviour.errorsBehaviour, behaviour.decisionsBehaviour, behaviour.callActivitiesBehaviour, behaviour.multiInstanceBehaviour,
    behaviour.inclusiveGatewayBehaviour, behaviour.scriptBehaviour, behaviour.listenersBehaviour, behaviour.bindingsBehaviour, behaviour.messagesBehaviour,
    behaviour.signalsBehaviour, behaviour.linksBehaviour, behaviour.escalationsBehaviour, behaviour.eventGatewayBehaviour, behaviour.eventSubProcessesBehaviour,
    behaviour.startEventsBehaviour,
  ]) suite(open);
}
