/** The suite of variables on the adapter that ADAPTER names, with the defect that DEFECT names, if any. */
import { after, test } from 'node:test';
import { declareDifferences, type Harness, startRealZeebe, variablesBehaviour } from '@gbc/engine/behaviour';
import { openHarness as openEmbedded } from '@gbc/engine-embedded/testing';
import { knownDifferences, openHarness as openZeebe } from '@gbc/engine-zeebe/testing';
import { createTestDatabase } from '@gbc/prisma/testing';

function damage(harness: Harness): Harness {
  if (process.env['DEFECT'] !== 'losesVariables') return harness;
  const { engine } = harness;
  const complete = engine.completeUserTask.bind(engine);
  return Object.assign(harness, { engine: Object.assign(engine, { completeUserTask: (taskKey: string) => complete(taskKey) }) });
}

const zeebe = process.env['ADAPTER'] === 'zeebe' ? await startRealZeebe() : undefined;
if (zeebe && 'skipped' in zeebe) {
  test('a real Zeebe', (t) => t.skip(zeebe.skipped));
} else {
  const database = await createTestDatabase();
  if (zeebe) declareDifferences(knownDifferences);
  after(async () => {
    await zeebe?.stop();
    await database.drop();
  });
  variablesBehaviour(async () => damage(await (zeebe ? openZeebe(zeebe, database) : openEmbedded(database))));
}
