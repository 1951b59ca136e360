/**
 * The period close as two finance supervisors see it. Nothing can be closed before its month is over, so the ledger of the first payments is
 * moved to where it would be had they been made two months ago.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson } from './browser-person.ts';
import { openBrowser } from './browser.ts';
import { queryEmbedded } from './journey/embedded-database.ts';
import { unzip } from '../api/exports/testing/unzip.ts';

const monthMs = 31 * 86_400_000;
/** The month of Shanghai's calendar so long ago. */
const monthBefore = (ms: number) => new Date(Date.now() + 8 * 3_600_000 - ms).toISOString().slice(0, 7);

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let one: BrowserPerson;
let other: BrowserPerson;
let auditor: BrowserPerson;
let periodId: string;

/** As if accounts had been opened and payments made so many days earlier. */
async function moveBack(days: number): Promise<void> {
  const shift = `interval '${days} days'`;
  await queryEmbedded(dataDir, `do $$ begin
    set local session_replication_role = replica;
    update account set opened_at = opened_at - ${shift};
    update budget set opened_at = opened_at - ${shift};
    update transfer set created_at = created_at - ${shift}, settled_at = settled_at - ${shift};
  end $$`);
}

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-period-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  const { password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string };
  const signIn = (login: string) => BrowserPerson.signIn(browser.browser, stack.url, login, password);
  [one, other, auditor] = [await signIn('hongkou.finance-supervisor'), await signIn('hongkou.finance-supervisor-2'), await signIn('jiwei.regulator')];
  await auditor.open('/applications?scope=all&state=completed');
  await auditor.page.locator('tbody tr').nth(3).waitFor({ timeout: 240_000 });
  await moveBack(31);
  periodId = monthBefore(monthMs);
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function save(me: BrowserPerson, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([me.page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a month is closed by one finance supervisor of the district and confirmed by another', async () => {
  await one.open('/funds/reserve');
  await one.page.locator('[data-action=prove]').click();
  await one.sees('逐笔核对一致');
  await one.open(`/funds/periods/${periodId}`);
  await one.sees('期间尚未结账');
  await one.show('period-open');
  await one.page.locator('[data-action=close-period]').click();
  await one.sees('待复核');
  await one.sees('待另一位区级财务监理复核');
  assert.equal(await one.page.locator('[data-action=confirm-period]').count(), 0, 'maker is never checker');

  await auditor.open(`/funds/periods/${periodId}`);
  await auditor.sees('待复核');
  assert.equal(await auditor.page.locator('[data-action=confirm-period]').count(), 0);

  await other.open('/funds/periods');
  await other.sees('待您复核');
  await other.page.getByRole('link', { name: periodId }).click();
  await other.page.locator('[data-action=confirm-period]').click();
  await other.sees('已结账', other.page.locator('h1 + gbc-period-state'));
  await other.page.locator('tfoot').waitFor();
  await other.showInBothWidths('period');
  await other.page.getByRole('link', { name: '预算额度' }).click();
  await other.sees('预算指标', other.page.locator('gbc-period-lines'));
  await other.open('/funds/periods');
  await other.sees('已结账');
  await other.showInBothWidths('periods');
  await other.page.locator('gbc-language button').click();
  await other.sees('Closed by');
  await other.showInBothWidths('periods-en');
  await other.open(`/funds/periods/${periodId}`);
  await other.sees('Opening supply');
  await other.showInBothWidths('period-en');
});

test('the close is in the log with the hash of a text that everybody can take home', async () => {
  await auditor.open(`/funds/periods/${periodId}`);
  await auditor.page.locator('[data-action=export]').click();
  await auditor.show('period-export');
  const text = await save(auditor, auditor.page.locator(`[data-export="periods/${periodId}"]`));
  const hash = createHash('sha256').update(text.bytes).digest('hex');
  await auditor.sees(hash);
  const { items } = (await (await auditor.page.request.get(`${stack.url}/api/v1/evidence?hash=${hash}`)).json()) as { items: { type: string }[] };
  assert.deepEqual(items.map(({ type }) => type).sort(), ['periodCloseConfirmed', 'periodClosed']);
  await auditor.page.locator('gbc-proof a').first().click();
  await auditor.page.waitForURL(/\/evidence\?event=/);
});

test('tables go home as a workbook under a Chinese name', async () => {
  await auditor.open(`/funds/periods/${periodId}`);
  await auditor.page.locator('[data-action=export]').click();
  const { name, bytes } = await save(auditor, auditor.page.locator(`[data-export="periods/${periodId}.xlsx"]`));
  assert.match(name, new RegExp(`^期间结账 ${periodId} \\d{4}-\\d\\d-\\d\\d\\.xlsx$`));
  assert.match(unzip(bytes).get('xl/worksheets/sheet1.xml') ?? '', /虹口区人民政府/);
  await auditor.open('/applications?scope=all&state=completed');
  await auditor.page.locator('[data-action=export]').click();
  await auditor.show('applications-export');
  const csv = await save(auditor, auditor.page.locator('[data-export="applications.csv"]'));
  assert.equal(csv.bytes.toString('utf8').trimEnd().split('\r\n').length, 5, 'the page’s filters are the file’s');
  await auditor.open('/funds');
  await auditor.page.locator('.page-head [data-action=export]').click();
  await auditor.show('funds-export');
});
