/** A supervisor sees what was lost with the engine's data and begins it again; moves a token; sets a variable. Nobody else may. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, type Address } from '../app/demo/client.ts';
import { until } from '../app/demo/patience.ts';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson, phone } from './browser-person.ts';
import { openBrowser } from './browser.ts';
import { queryEmbedded } from './journey/embedded-database.ts';

const patienceMs = 120_000;
const title = '滨江步道第二期配套资金';

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let password: string;
let address: Address;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-lost-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  ({ password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string });
  address = { url: stack.url, isAlive: () => stack.child.exitCode === null, patienceMs: 0 };
});
after(async () => {
  await browser.close();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const sign = (login: string) => Client.signIn(address, { login, password });
const at = (login: string, viewport?: typeof phone) => BrowserPerson.signIn(browser.browser, stack.url, login, password, viewport);
const refused = (code: string) => (error: { problem?: { code: string } }) => error.problem?.code === code;

async function openTask(client: Client, applicationId: string, elementId: string) {
  return until(`${elementId} of ${applicationId}`, patienceMs, async () => {
    const { items } = await client.call('listTasks', { query: { scope: 'candidate', q: applicationId } });
    return items.find((task) => task.elementId === elementId && task.state === 'open');
  });
}

async function apply(key: string): Promise<string> {
  const manager = await sign('beiwaitan.project-manager');
  const body = { processId: 'department-approval', payerOrganisationId: 'jianwei', applicantOrganisationId: 'beiwaitan', form: { proposal: { title, purpose: title, projectId: 'HK-2026-001' }, amountFen: 100 } } as const;
  const { applicationId } = await manager.call('createApplication', { body, key: `${key}-draft` });
  await manager.call('submitApplication', { params: { applicationId }, key: `${key}-submit` });
  return applicationId;
}

/** As after a loss: what our rows tell of the process belongs to an engine that nobody can reach. */
async function lose(applicationId: string): Promise<void> {
  const keys = `select process_instance_key from process_instance where application_id = $1`;
  for (const table of ['process_element', 'process_flow', 'task']) await queryEmbedded(dataDir, `update ${table} set engine_id = 'lost' where process_instance_key in (${keys})`, [applicationId]);
  await queryEmbedded(dataDir, `update process_instance set engine_id = 'lost' where application_id = $1`, [applicationId]);
}

test('what was lost is listed, and begun again by a supervisor alone', async () => {
  const id = await apply('lost');
  const specialist = await sign('jianwei.specialist');
  await openTask(specialist, id, 'review');
  assert.equal((await specialist.call('getEngineStatus')).orphans, 0);
  await lose(id);

  const [supervisor, foreign] = [await sign('jianwei.supervisor'), await sign('jiaxing.supervisor')];
  const restart = { params: { applicationId: id }, key: 'lost-restart' } as const;
  assert.deepEqual((await foreign.call('listOrphanedApplications')).items.map(({ applicationId, stoodAt, mayRestart }) => [applicationId, stoodAt, mayRestart]), [[id, ['review'], false]]);
  await assert.rejects(foreign.call('restartApplication', restart), refused('access.denied'));
  await assert.rejects(specialist.call('restartApplication', restart), refused('access.denied'));

  const page = await at('jianwei.supervisor');
  await page.open('/processes');
  await page.sees('流程丢失的申请');
  await page.sees(title);
  await page.show('processes-lost');
  const narrow = await at('jianwei.supervisor', phone);
  await narrow.open('/processes');
  await narrow.sees(title);
  await narrow.fits();
  await narrow.show('processes-lost-phone');

  await page.press('从这一步重新启动');
  const task = await openTask(specialist, id, 'review');
  await page.page.getByText('流程丢失的申请').waitFor({ state: 'detached' });
  await assert.rejects(supervisor.call('restartApplication', { ...restart, key: 'lost-twice' }), refused('application.notOrphaned'));
  assert.equal(task.applicationId, id);
});

test('a token is moved and a variable set by a supervisor, in the log both; a step that is not there is refused', async () => {
  const id = await apply('moved');
  const specialist = await sign('jianwei.specialist');
  await openTask(specialist, id, 'review');
  const supervisor = await sign('jianwei.supervisor');
  const { items } = await supervisor.call('listProcessInstances', { query: { applicationId: id } });
  const params = { processInstanceKey: items[0]?.processInstanceKey ?? '' };
  const move = { fromElementId: 'review', toElementId: 'reviewDeadline', reason: '重新计算期限' };
  await assert.rejects(specialist.call('moveToken', { params, body: move, key: 'move-foreign' }), refused('access.denied'));
  await assert.rejects(supervisor.call('moveToken', { params, body: { ...move, fromElementId: 'correct' }, key: 'move-nothing' }), refused('token.notThere'));
  await assert.rejects(supervisor.call('moveToken', { params, body: { ...move, toElementId: 'nowhere' }, key: 'move-nowhere' }), refused('token.refused'));
  const before = (await openTask(specialist, id, 'review')).taskId;

  const page = await at('jianwei.supervisor');
  await page.open(`/process-instances/${params.processInstanceKey}`);
  await page.page.getByText('督办：移动流程、修改变量').click();
  await page.show('process-supervise');
  await page.page.locator('select[name=to]').selectOption('reviewDeadline');
  await page.page.locator('input[name=reason]').fill('重新计算期限');
  await page.press('移动');
  await until('the review is asked anew', patienceMs, async () => ((await openTask(specialist, id, 'review')).taskId !== before || undefined));

  await supervisor.call('setProcessVariables', { params, body: { variables: { forwardedTo: 'hongkou' } }, key: 'set-variables' });
  const { items: history } = await supervisor.call('getApplicationHistory', { params: { applicationId: id } });
  for (const type of ['tokenMoved', 'variablesSet']) assert.equal(history.filter((entry) => entry.type === type).length, type === 'tokenMoved' ? 2 : 1, type);
});
