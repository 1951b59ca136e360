/** docs/engines.md, "Moving house": applications run on the embedded engine until none is under way; then the setting alone leads to a Zeebe, and back. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { Client } from '../../app/demo/client.ts';
import { until } from '../../app/demo/patience.ts';
import { readDemoPassword } from '../../app/demo/people.ts';
import { startStack, type Stack } from '../../app/stack.ts';
import { queryEmbedded } from '../journey/embedded-database.ts';
import { suppliedFen, walkDemo, type WalkedDemo } from '../journey/walked-demo.ts';

const folder = mkdtempSync(join(tmpdir(), 'gbc-zeebe-house-'));
const patienceMs = 120_000;

let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What step 2 of the page asks for. */
async function running(): Promise<number> {
  const rows = await queryEmbedded(folder, `select count(*)::int as n from process_instance where state = 'running'`, []);
  return (rows[0] as { n: number }).n;
}

const openOnes = ({ steps }: WalkedDemo) => steps.filter((step) => step.startsWith('processStarted')).length - steps.filter((step) => step.startsWith('processEnded')).length;

async function withStack<T>(settings: Readonly<Record<string, string>>, work: (stack: Stack, sign: (login: string) => Promise<Client>) => Promise<T>): Promise<T> {
  const stack = await startStack({ dataDir: folder, settings: { WEB_DIR: join(folder, 'no-web-app'), ...settings } });
  const address = { url: stack.url, isAlive: () => stack.child.exitCode === null, patienceMs };
  const password = await readDemoPassword(address);
  try {
    return await work(stack, (login) => Client.signIn(address, { login, password }));
  } finally {
    await stack.stop();
  }
}

/** A draft that is submitted, and waits for its first person. */
async function apply(manager: Client): Promise<string> {
  const form = { proposal: { title: '搬迁期间的申请', purpose: '搬迁期间的申请', projectId: 'HK-2026-001' }, amountFen: 100 };
  const body = { processId: 'department-approval', payerOrganisationId: 'jianwei', applicantOrganisationId: 'beiwaitan', form } as const;
  const { applicationId } = await manager.call('createApplication', { body, key: 'house-draft' });
  await manager.call('submitApplication', { params: { applicationId }, key: 'house-submit' });
  return applicationId;
}

test('what was drained of the embedded engine goes on, by the setting alone, on a Zeebe', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  await walkDemo(folder, {});
  const beforeFen = suppliedFen(folder);
  const moved = await walkDemo(folder, { ZEEBE_ADDRESS: zeebe.address });
  assert.ok(moved.money.supplyFen > beforeFen, 'the second walk’s deposit was minted on top of the first’s');
  assert.equal(moved.money.custodyFen, moved.money.supplyFen);
  assert.equal(openOnes(moved), 0, 'nothing was left under way');
});

test('what was not drained stays where it began, is told to be away, and goes on when the setting is taken back', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const settings = { ZEEBE_ADDRESS: zeebe.address };
  const taskOf = async (client: Client, applicationId: string) => (await client.call('listTasks', { query: { scope: 'candidate', q: applicationId } })).items.find((task) => task.elementId === 'review');
  const applicationId = await withStack(settings, async (_stack, sign) => {
    const id = await apply(await sign('beiwaitan.project-manager'));
    const specialist = await sign('jianwei.specialist');
    await until('the review', patienceMs, () => taskOf(specialist, id));
    return id;
  });

  await withStack({}, async (_stack, sign) => {
    assert.equal(await running(), 1, 'step 2 would have said so');
    const supervisor = await sign('jianwei.supervisor');
    const { items } = await supervisor.call('listOrphanedApplications');
    assert.deepEqual(items.map((it) => [it.applicationId, it.mayRestart]), [[applicationId, true]]);
    const specialist = await sign('jianwei.specialist');
    const task = (await taskOf(specialist, applicationId)) ?? assert.fail('its task is still shown');
    const decision = { params: { taskId: task.taskId }, body: { outcome: 'approved', revision: 1 }, key: 'house-review' } as const;
    await specialist.call('claimTask', { params: decision.params, key: 'house-claim' });
    await assert.rejects(specialist.call('completeTask', decision), (error: { problem?: { code: string } }) => error.problem?.code === 'task.gone');
  });

  await withStack(settings, async (_stack, sign) => {
    const supervisor = await sign('jianwei.supervisor');
    assert.deepEqual((await supervisor.call('listOrphanedApplications')).items, [], 'its engine answers again');
    const specialist = await sign('jianwei.specialist');
    assert.ok(await taskOf(specialist, applicationId), 'it waits where it did');
  });
});
