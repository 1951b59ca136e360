/** The evidence page as people use it, the page that verifies offline, and a mirror of the demonstration that starts from nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { verifyFile, verifyPacket, type Packet } from '@gbc/anchoring-verifier';
import { readRpcUrl, readTrustedKey } from '../app/demo/trust.ts';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson } from './browser-person.ts';
import { openBrowser } from './browser.ts';

const login = 'jiwei.regulator';
const program = join(import.meta.dirname, '..', 'anchoring', 'mirror', 'main.ts');

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let password: string;
let me: BrowserPerson;
let applicationId: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-evidence-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  ({ password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string });
  me = await BrowserPerson.signIn(browser.browser, stack.url, login, password);
  await me.open('/applications?scope=all&state=completed');
  await me.page.locator('tbody tr').first().waitFor({ timeout: 240_000 });
  const { items } = await read<{ items: { applicationId: string }[] }>('/api/v1/applications?scope=all&state=completed');
  applicationId = items[0]?.applicationId ?? assert.fail('nothing was paid');
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const read = async <T>(path: string): Promise<T> => (await (await me.page.request.get(`${stack.url}${path}`)).json()) as T;

async function lookUp(entered: string): Promise<void> {
  await me.open('/evidence');
  await me.page.locator('input[name=id]').fill(entered);
  await me.page.locator('form[role=search] button[type=submit]').click();
}

async function save(button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([me.page.waitForEvent('download'), button.click()]);
  return readFile(await download.path());
}

const savePacket = async (within: Page | Locator = me.page): Promise<Packet> => JSON.parse((await save(within.locator('[data-action=save-packet]').first())).toString('utf8')) as Packet;

test('an application is looked up and its packet taken home, where it verifies without a network', async () => {
  await lookUp(applicationId);
  await me.page.locator('gbc-application-proof td a.chip.good', { hasText: '已锚定' }).first().waitFor({ timeout: 120_000 });
  await me.showInBothWidths('evidence-application');
  await me.page.locator('gbc-language button').click();
  await me.sees('Evidence about the application');
  // The sentences are the server's, and come a moment later.
  await me.sees(/Revision 1 was submitted/, me.page.locator('gbc-application-proof'));
  await me.showInBothWidths('evidence-application-en');
  await me.page.locator('gbc-language button').click();
  await me.sees(/已提交第 1 版/, me.page.locator('gbc-application-proof'));
  const packet = await savePacket();
  assert.deepEqual(packet.subject, { kind: 'application', applicationId });
  const verification = await verifyPacket(packet, { key: readTrustedKey(dataDir) });
  assert.equal(verification.verdict, 'verified', JSON.stringify(verification.checks));
  const receipt = await save(me.page.locator('[data-action=save-cose]'));
  assert.equal(receipt[0], 0xd2, 'a COSE_Sign1');
  assert.equal((await verifyFile(receipt, { key: readTrustedKey(dataDir) })).verdict, 'verified');
});

test('the packet of a payment is beside it in the trail, that of a version of a flow beside the version', async () => {
  await me.open(`/applications/${applicationId}?tab=money`);
  const payment = await savePacket(me.page.locator('gbc-money-trail tbody tr').filter({ has: me.page.locator('[data-action=save-packet]') }).last());
  assert.equal(payment.subject.kind, 'payment');
  assert.equal((await verifyPacket(payment, { key: readTrustedKey(dataDir) })).verdict, 'verified');
  await me.open('/processes/street-approval');
  const model = await savePacket(me.page.locator('gbc-packet-download').first());
  assert.deepEqual(model.subject, { kind: 'model', processId: 'street-approval', version: 1 });
  assert.equal((await verifyPacket(model, { key: readTrustedKey(dataDir) })).verdict, 'verified');
});

test('ledger and processes are shown as they were at a size of the log and at a time, in both languages', async () => {
  const view = me.page.locator('gbc-as-of');
  const { events } = await read<Packet>(`/api/v1/packets/applications/${applicationId}`);
  const held = events.find(({ event }) => event.includes('"type":"holdTaken"')) ?? assert.fail('no hold');
  await lookUp(String(held.leafIndex + 1));
  await me.sees('当时的账目与流程');
  await view.locator('tfoot').waitFor();
  await me.sees('占用资金', view);
  await me.showInBothWidths('evidence-as-of');
  await me.page.locator('gbc-language button').click();
  await me.sees('As it was then');
  await me.showInBothWidths('evidence-as-of-en');
  await me.page.locator('gbc-language button').click();
  await lookUp('2000-01-01 08:00');
  await me.sees('那时还没有资金', view);
  await lookUp('999999999');
  await me.sees('超出已公布的存证日志');
});

test('the proof of an event is a picture from the leaf to the block, in both languages', async () => {
  const { items } = await read<{ items: { eventId: string; type: string }[] }>(`/api/v1/applications/${applicationId}/history`);
  await lookUp(items.find(({ type }) => type === 'applicationSubmitted')?.eventId ?? assert.fail('no submission'));
  const picture = me.page.locator('gbc-proof-picture svg');
  await picture.waitFor();
  const steps = await picture.locator('g.sibling').count();
  assert.ok(steps >= 5, `${steps} steps`);
  assert.match((await picture.locator('g.block').textContent()) ?? '', /区块 \d+/);
  await me.showInBothWidths('evidence-proof');
  await me.page.locator('gbc-language button').click();
  await me.sees('root of the log');
  await me.showInBothWidths('evidence-proof-en');
  await me.page.locator('gbc-language button').click();
  await me.sees('日志的根');
});

test('a day is looked up, and its packet has every leaf of it', async () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await lookUp(today.replaceAll('-', '/'));
  await me.sees('当日的证据');
  const packet = await savePacket();
  assert.equal(new Set(packet.events.map(({ leafIndex }) => leafIndex)).size, packet.events.length);
  assert.ok(packet.events.length > 50);
  assert.equal((await verifyPacket(packet, { key: readTrustedKey(dataDir) })).verdict, 'verified');
});

test('a hash leads to the events that tell of it', async () => {
  const { events } = await read<Packet>(`/api/v1/packets/applications/${applicationId}`);
  const submitted = events.map(({ event }) => JSON.parse(event) as { type: string; data: { formHash?: string } }).find(({ type }) => type === 'applicationSubmitted');
  await lookUp(submitted?.data.formHash ?? assert.fail('no form'));
  await me.page.locator('gbc-evidence-matches tbody tr').first().waitFor();
  await me.sees(applicationId, me.page.locator('gbc-evidence-matches'));
  await lookUp('0'.repeat(64));
  await me.sees(/没有事件提到此哈希/);
});

test('verifier.html is served with a policy under which it runs', async () => {
  const page = await browser.browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
  await page.goto(`${stack.url}/verifier.html`);
  const packet = await read<Packet>(`/api/v1/packets/applications/${applicationId}`);
  await page.locator('input[name=key]').fill(readTrustedKey(dataDir));
  await page.locator('#file').setInputFiles({ name: 'packet.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(packet)) });
  assert.equal(await page.locator('[data-verdict]').getAttribute('data-verdict'), 'verified');
  assert.deepEqual(errors, []);
  await page.close();
});

test('a mirror that starts from nothing comes to the same, against the contract too, and finds the application', async () => {
  const { contract } = await read<{ contract: string }>('/api/v1/log/status');
  const folder = join(dataDir, 'mirror');
  const passwordFile = join(dataDir, 'mirror-password');
  await writeFile(passwordFile, password);
  const options = ['--once', '--from', stack.url, '--data', folder, '--key', readTrustedKey(dataDir), '--login', login, '--password-file', passwordFile, '--contract', contract, '--rpc', readRpcUrl(dataDir)];
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [program, ...options], (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }));
  });
  assert.equal(code, 0, output);
  const { treeSize, events, anchoredSize } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as { treeSize: number; events: number; anchoredSize: number };
  assert.ok(treeSize > 50 && events === treeSize && anchoredSize > 0, output);
  assert.ok((await readFile(join(folder, 'events.ndjson'), 'utf8')).includes(applicationId));
});
