/** The demonstration on a real Zeebe that is out of reach for half a minute, and on one that is killed and started empty, again and again. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { type BreakableLine, openLine } from '@gbc/engine-zeebe/testing';
import { Client } from '../../app/demo/client.ts';
import { until } from '../../app/demo/patience.ts';
import { readDemoPassword } from '../../app/demo/people.ts';
import type { Step } from '../../app/demo/run-record.ts';
import { readRunState } from '../../app/run-file.ts';
import { startDemoWith } from '../journey/demo-process.ts';
import { expectedMoney } from '../journey/kill-and-resume.ts';
import { endOf } from '../journey/walked-demo.ts';

const outageMs = 30_000;
const patienceMs = 120_000;
/** In the middle of a deposit, of an allocation, of a payment, of a redemption. */
const losses = ['match', 'department', 'payout', 'dispute', 'pay'] as const satisfies Step[];

const first = await startRealZeebe();
const skip = 'skipped' in first ? first.skipped : false;

let zeebe: RealZeebe;
let line: BreakableLine;
let folder: string;
before(async () => {
  if (skip) return;
  zeebe = first as RealZeebe;
  line = await openLine(zeebe.address);
});
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'gbc-zeebe-loss-'))));
after(async () => {
  if (skip) return;
  await line.close();
  await zeebe.stop();
});

/** A supervisor of the district at the product that the demo has started. */
async function supervisorAt(dataDir: string): Promise<Client> {
  const url = await until('the product answers', patienceMs, async () => readRunState(dataDir)?.url);
  const address = { url, isAlive: () => true, patienceMs };
  return Client.signIn(address, { login: 'hongkou.supervisor', password: await readDemoPassword(address) });
}

test('out of reach for half a minute: the screen says so, and the demonstration goes on as if nothing had been', { skip }, async () => {
  const demo = startDemoWith({ ZEEBE_ADDRESS: line.address }, '--data', folder);
  await demo.begun('review');
  const supervisor = await supervisorAt(folder);
  await line.cut();
  const status = await until('the product notices', patienceMs, async () => {
    const now = await supervisor.call('getEngineStatus');
    return now.isAnswering ? undefined : now;
  });
  assert.equal(status.kind, 'zeebe');
  await sleep(outageMs); // the outage is the case
  assert.equal((await supervisor.call('getEngineStatus')).isAnswering, false);
  await line.mend(zeebe.address);
  const walked = await endOf(demo, folder);
  assert.deepEqual(walked.money, expectedMoney);
  assert.equal(walked.steps.filter((step) => step.startsWith('applicationRestarted')).length, 0);
  rmSync(folder, { recursive: true, force: true });
});

test('killed and started empty: what was under way is listed, begun again at its step, and nothing is paid twice', { skip }, async (t) => {
  const demo = startDemoWith({ ZEEBE_ADDRESS: line.address }, '--data', folder);
  let restarted = 0;
  for (const step of losses) {
    await demo.begun(step);
    const supervisor = await supervisorAt(folder);
    const { engineId } = await supervisor.call('getEngineStatus');
    await line.cut();
    await zeebe.stop();
    const next = await startRealZeebe();
    assert.ok(!('skipped' in next));
    zeebe = next;
    await line.mend(zeebe.address);
    await until('the empty engine is noticed', patienceMs, async () => {
      const status = await supervisor.call('getEngineStatus');
      return (status.isAnswering && status.engineId !== engineId) || undefined;
    });
    const orphans = await until('its flows are there', patienceMs, async () => {
      const { items } = await supervisor.call('listOrphanedApplications');
      return items.every(({ mayRestart }) => mayRestart) ? items : undefined;
    });
    t.diagnostic(`${step}: ${orphans.map(({ processId, elementIds }) => `${processId} at ${elementIds.join(', ')}`).join('; ') || 'nothing was under way'}`);
    for (const { applicationId } of orphans) await supervisor.call('restartApplication', { params: { applicationId }, key: `${step}-${applicationId}` });
    restarted += orphans.length;
  }
  const walked = await endOf(demo, folder);
  assert.deepEqual(walked.money, expectedMoney);
  assert.ok(restarted >= losses.length - 1, 'the losses fell into the middle of something');
  assert.equal(walked.steps.filter((step) => step.startsWith('applicationRestarted')).length, restarted);
  rmSync(folder, { recursive: true, force: true });
});
