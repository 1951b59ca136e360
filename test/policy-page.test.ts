/** An admin edits a table of a policy on its page; it counts once a second admin has accepted it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson, phone } from './browser-person.ts';
import { openBrowser } from './browser.ts';

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let password: string;

const signIn = (login: string, viewport?: typeof phone) => BrowserPerson.signIn(browser.browser, stack.url, login, password, viewport);

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-policy-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  ({ password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string });
});

after(async () => {
  await browser.close();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a policy is edited, reviewed cell by cell, and in force', async () => {
  const admin = await signIn('hongkou.process-admin');
  await admin.open('/processes');
  await admin.page.getByRole('link', { name: '运营费比例' }).click();
  await admin.sees('第 1 版');
  const ratio = admin.page.locator('input[name=operatingOfStreet_ratio]');
  await ratio.fill('一百五十');
  await admin.page.locator('textarea[name=note]').fill('街道办事处运营费比例下调至 1.5%');
  await admin.press('提交审核');
  await admin.sees('有单元格的内容不符合该列');
  assert.equal(await ratio.getAttribute('aria-invalid'), 'true');
  await ratio.fill('150');
  await admin.show('policy-edit');
  await admin.press('提交审核');
  await admin.page.waitForURL(/\/proposals\//);

  const other = await signIn('hongkou.process-admin-2');
  await other.open(new URL(admin.page.url()).pathname);
  await other.sees('200');
  await other.sees('150');
  await other.show('policy-proposal');
  await other.page.locator('button[data-outcome=accepted]').click();
  await other.page.getByText('已接受').or(other.page.getByText('已部署')).first().waitFor();

  const reader = await signIn('beiwaitan.specialist', phone);
  await reader.open('/policies/operating-ratio');
  await reader.sees('第 2 版');
  await reader.sees('150');
  await reader.fits();
  await reader.show('policy-phone');
});
