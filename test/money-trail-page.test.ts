/** Where the money went, as people look at it: a project, a deposit and an application, now and as it was. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson, desktop, phone } from './browser-person.ts';
import { openBrowser } from './browser.ts';

const project = 'HK-2026-001';
const patience = { timeout: 240_000 };
let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let me: BrowserPerson;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-trail-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  const { password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string };
  me = await BrowserPerson.signIn(browser.browser, stack.url, 'beiwaitan.specialist', password);
  // The demonstration hands its first deposits down on its own; the last to come is what a street office has set aside.
  await me.open(`/funds/projects/${project}`);
  await flows().filter({ hasText: '运营费用 · 北外滩街道办事处' }).first().waitFor(patience);
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const flows = () => me.page.locator('gbc-flow-table tbody tr');
const picture = () => me.page.locator('gbc-flow-picture svg');
const bands = () => picture().locator('path.link');

/** What is seen now, in both widths and both languages. */
async function showEverywhere(name: string): Promise<void> {
  for (const language of ['', '-en']) {
    for (const [width, viewport] of [['', desktop], ['-phone', phone]] as const) {
      await me.page.setViewportSize(viewport);
      await (viewport === phone ? me.page.locator('gbc-flow-steps') : picture()).waitFor();
      await me.fits(`${name}${language}${width}`);
      await me.show(`${name}${language}${width}`);
    }
    await me.page.setViewportSize(desktop);
    await me.page.locator('gbc-language button').click();
    await me.page.locator(`html[lang=${language === '' ? 'en' : 'zh-CN'}]`).waitFor();
  }
}

test('a project’s money is a picture over a table of the same flows; a band leads to its transfers and to their proof', async () => {
  await picture().waitFor();
  assert.equal(await bands().count(), await flows().count());
  await showEverywhere('funds-project');
  await picture().locator('path.link[aria-label*="虹口区人民政府 → 虹口区建设和管理委员会"]').focus();
  await me.page.keyboard.press('Enter');
  await me.page.locator('gbc-flow-transfers').waitFor();
  assert.equal(await flows().count(), 1);
  await me.sees('¥12,000,000.00', flows().first());
  assert.match(new URL(me.page.url()).search, /flow=/);
  await me.page.locator('gbc-flow-transfers tbody a.chip').first().click();
  await me.sees('事件证明');
  await me.page.goBack();
  await flows().first().waitFor();
  assert.equal(await flows().count(), 1, 'the address keeps what was chosen');
});

test('the picture is walked with the keyboard', async () => {
  await me.open(`/funds/projects/${project}`);
  await picture().waitFor();
  const focused = () => me.page.evaluate('document.activeElement.getAttribute("aria-label")') as Promise<string>;
  await picture().locator('[tabindex="0"]').focus();
  assert.match(await focused(), /^到账/);
  await me.page.keyboard.press('ArrowRight');
  assert.match(await focused(), /→ 虹口区人民政府：/);
  await me.page.keyboard.press('ArrowRight');
  assert.match(await focused(), /^区政府 虹口区人民政府：.*余/);
  await me.page.keyboard.press('Enter');
  assert.equal(await flows().count(), 2, 'what came to the district and what went on');
  await me.page.keyboard.press('Escape');
  await me.page.waitForFunction('document.querySelectorAll("gbc-flow-table tbody tr").length > 2');
});

test('before the first deposit there was nothing, and the address says of which moment that is', async () => {
  await me.open(`/funds/projects/${project}?at=2026-01-01T00:00:00Z`);
  await me.sees('还没有资金流动');
  await me.sees('截至 2026-01-01 08:00');
  await me.page.locator('main h1 a').click();
  await me.sees('还没有资金');
});

test('a deposit leads forward to where it went; an application both ways', async () => {
  await me.open('/funds');
  await me.page.locator('gbc-deposit-table tbody tr', { hasText: 'ADV-000001' }).getByRole('link').first().click();
  await me.page.waitForURL(/\/funds\/lots\//);
  await picture().waitFor();
  await me.page.getByRole('button', { name: '钱到哪里去' }).click();
  await flows().filter({ hasText: '北外滩街道办事处' }).first().waitFor();
  await showEverywhere('funds-lot');
  await me.open('/applications?scope=all&q=滨江步道');
  await me.page.locator('tbody tr', { hasText: '第四季度' }).first().click();
  await me.page.getByRole('tab', { name: '资金' }).click();
  await picture().waitFor();
  await me.page.getByRole('button', { name: '钱从哪里来' }).click();
  await flows().filter({ hasText: '虹口区建设和管理委员会' }).last().waitFor();
  assert.equal(await flows().count(), 2, 'from the deposit to the district, and on to who applied');
});

test('a forged id and an unknown project are told as such', async () => {
  await me.open('/funds/lots/not-a-lot');
  await me.sees('没有找到这一份额');
  await me.open('/funds/projects/HK-0000-000');
  await me.sees('没有找到该项目');
});
