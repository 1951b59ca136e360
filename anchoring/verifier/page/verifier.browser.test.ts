import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../../test/browser.ts';
import type { Packet } from '../packet.ts';
import { buildVerifierPage } from './build.ts';

const sizeBytesMax = 120_000;
const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '..', 'testing', name), 'utf8')) as Record<string, unknown>;
const golden = read('golden-packet.json') as { key: string; contract: string; witnesses: string[]; packet: Packet };
const { receipt, key: receiptKey } = read('golden-receipt.json') as { receipt: object; key: string };

describe('verifier.html from a disk, without a network', () => {
  let folder: string;
  let html: string;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  const asked: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gbc-verifier-page-'));
    html = await buildVerifierPage();
    writeFileSync(join(folder, 'verifier.html'), html);
    browser = await openBrowser();
    const context = await browser.browser.newContext({ offline: true, locale: 'zh-CN' });
    page = await context.newPage();
    page.on('request', (request) => void asked.push(request.url()));
    page.on('pageerror', (error) => void asked.push(`error: ${error.message}`));
    page.on('console', (message) => void (message.type() === 'error' && asked.push(`console: ${message.text()}`)));
    await page.goto(pathToFileURL(join(folder, 'verifier.html')).href);
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function verify(json: unknown, trust: { key?: string; contract?: string; witnesses?: readonly string[] } = {}): Promise<string | null> {
    await page.locator('input[name=key]').fill(trust.key ?? '');
    await page.locator('input[name=contract]').fill(trust.contract ?? '');
    await page.locator('details:has(textarea)').evaluate((element) => element.setAttribute('open', ''));
    await page.locator('textarea[name=witnesses]').fill((trust.witnesses ?? []).join('\n'));
    await page.locator('#result').evaluate((element) => element.replaceChildren());
    const buffer = json instanceof Uint8Array ? Buffer.from(json) : Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
    await page.locator('#file').setInputFiles({ name: 'evidence', mimeType: 'application/octet-stream', buffer });
    return page.locator('[data-verdict]').getAttribute('data-verdict');
  }
  const failed = () => page.locator('[data-outcome=failed]').evaluateAll((items) => items.map((item) => item.getAttribute('data-check')));

  it(`is one file of at most ${sizeBytesMax} bytes that names no other`, () => {
    assert.ok(Buffer.byteLength(html) <= sizeBytesMax, `${Buffer.byteLength(html)} bytes`);
    assert.doesNotMatch(html, /<(?:script|link|img|iframe)[^>]+(?:src|href)=/);
  });

  it('is of sound types', () => {
    const compiler = createRequire(import.meta.filename).resolve('typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', join(import.meta.dirname, 'app')], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  it('verifies a packet by what its reader trusts', async () => {
    const { packet, ...trust } = golden;
    assert.equal(await verify(packet, trust), 'verified');
    assert.equal(await page.locator('tbody tr').count(), packet.events.length);
    assert.match((await page.locator('#result').textContent()) ?? '', /证明了什么.*自何时起.*谁签了名.*不能证明什么/s);
    assert.equal(await verify(packet), 'unverified', 'without anything to trust');
  });

  it('verifies a receipt', async () => {
    assert.equal(await verify(receipt, { key: receiptKey }), 'verified');
    assert.equal(await verify({ ...receipt, leafIndex: 3 }, { key: receiptKey }), 'failed');
  });

  it('verifies a COSE Receipt and lists its events', async () => {
    const { key, hex } = read('golden-cose-receipt.json') as { key: string; hex: string };
    const file = new Uint8Array(Buffer.from(hex, 'hex'));
    assert.equal(await verify(file, { key }), 'verified');
    assert.equal(await page.locator('tbody tr').count(), golden.packet.events.length);
    assert.equal(await verify(file.with(-1, (file.at(-1) ?? 0) ^ 1), { key }), 'failed');
    assert.equal(await verify(file.subarray(0, 99), { key }), 'failed');
  });

  it('finds what was altered', async () => {
    const { packet, ...trust } = golden;
    const [first, ...others] = packet.events;
    for (const [altered, check] of [
      [{ ...packet, events: [{ ...first, event: first?.event.replace('12345', '92345') }, ...others] }, 'inclusion'],
      [{ ...packet, events: others.slice(1) }, 'subject'],
      [{ ...packet, checkpoint: packet.checkpoint.replace(/\n\d+\n/, '\n77\n') }, 'signature'],
      [{ ...packet, anchor: { ...packet.anchor, blockTime: '2020-01-01T00:00:00.000Z' } }, 'header'],
    ] as const) {
      assert.equal(await verify(altered, trust), 'failed');
      assert.ok((await failed()).includes(check), `${check} fails`);
    }
    assert.equal(await verify('{', trust), 'failed', 'what is no JSON');
    assert.equal(await verify(packet, { key: 'nonsense' }), 'failed', 'trust that is malformed');
  });

  it('shows what a file says as text alone', async () => {
    const event = '{"at":"<img src=x onerror=alert(1)>","type":"<b>bold</b>"}';
    assert.equal(await verify({ ...golden.packet, events: [{ ...golden.packet.events[0], event }] }, { key: golden.key }), 'failed');
    assert.equal(await page.locator('#result img, #result b').count(), 0);
    assert.match((await page.locator('tbody').textContent()) ?? '', /<b>bold<\/b>/);
  });

  it('speaks the other language when asked to', async () => {
    await verify(golden.packet, { key: golden.key });
    await page.locator('#language').click();
    assert.match((await page.locator('#result').textContent()) ?? '', /What is proved.*can’t prove/s);
    assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /\p{Script=Han}/u);
  });

  it('asked for nothing but itself, and nothing went wrong', () => {
    assert.deepEqual(asked, [pathToFileURL(join(folder, 'verifier.html')).href]);
  });
});
