import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/browser.ts';
import { openHarness } from './testing/page.ts';
import type { ModelViewer, Tokens } from './viewer/index.ts';

const xml = await readFile(new URL('../processes/street-approval/street-approval.bpmn', import.meta.url), 'utf8');

declare global {
  var viewer: ModelViewer;
  var selected: (string | null)[];
}

describe('the viewer', () => {
  let chromium: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let pageErrors: readonly string[];

  before(async () => {
    chromium = await openBrowser();
  });
  after(() => chromium.close());
  beforeEach(async () => {
    ({ page, pageErrors } = await openHarness(chromium.browser));
  });
  afterEach(async () => {
    assert.deepEqual(pageErrors, []);
    await page.close();
  });

  async function open(model: string): Promise<void> {
    await page.evaluate(async (text) => {
      const place = document.querySelector<HTMLElement>('#place');
      if (!place) throw new Error('the page has no place to draw in');
      globalThis.viewer = await modeler.createModelViewer(place, { xml: text, language: 'zh-CN' });
    }, model);
  }
  const setTokens = (tokens: Partial<Tokens>): Promise<void> => page.evaluate((shown) => viewer.setTokens(shown), { active: [], visited: { elementIds: [], flowIds: [] }, incidents: [], ...tokens });
  const shape = (elementId: string) => page.locator(`.djs-element[data-element-id="${elementId}"]`);
  const classesOf = async (elementId: string): Promise<readonly string[]> => ((await shape(elementId).getAttribute('class')) ?? '').split(' ').filter((name) => name.startsWith('gbc-'));
  const badges = (elementId: string): Promise<readonly string[]> => page.locator(`[data-container-id="${elementId}"] .gbc-badge`).allInnerTexts();

  test('tokens, the way behind them and incidents are drawn, and a later call replaces them', async () => {
    await open(xml);
    await setTokens({
      active: [{ elementId: 'review', count: 3 }],
      visited: { elementIds: ['validateDocuments'], flowIds: ['documentsValidToReviewDeadline'] },
      incidents: ['remindReview'],
    });
    assert.deepEqual(await classesOf('review'), ['gbc-active']);
    assert.deepEqual(await badges('review'), ['3']);
    assert.deepEqual([await classesOf('validateDocuments'), await classesOf('documentsValidToReviewDeadline')], [['gbc-visited'], ['gbc-visited']]);
    assert.deepEqual([await classesOf('remindReview'), await badges('remindReview')], [['gbc-incident'], ['!']]);

    await setTokens({ active: [{ elementId: 'payout', count: 1 }] });
    for (const id of ['review', 'validateDocuments', 'documentsValidToReviewDeadline', 'remindReview']) assert.deepEqual([await classesOf(id), await badges(id)], [[], []], id);
    assert.deepEqual(await badges('payout'), ['1']);
  });

  test('only a token that moved pulses, once, and not at all for who wants no motion', async () => {
    await open(xml);
    const pulses = (): Promise<number> => page.evaluate(() => document.getAnimations().filter((animation) => animation instanceof CSSAnimation && animation.animationName === 'gbc-arrive').length);
    await setTokens({ active: [{ elementId: 'review', count: 1 }] });
    assert.equal(await pulses(), 0);
    await setTokens({ active: [{ elementId: 'review', count: 1 }, { elementId: 'payout', count: 1 }] });
    assert.equal(await pulses(), 1);
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    assert.equal(await pulses(), 0);

    await page.emulateMedia({ reducedMotion: 'reduce' });
    await setTokens({ active: [{ elementId: 'anchorState', count: 1 }] });
    assert.deepEqual(await classesOf('anchorState'), ['gbc-active', 'gbc-arrived']);
    assert.equal(await pulses(), 0);
  });

  test('ids that the model does not have are passed over', async () => {
    await open(xml);
    await setTokens({ active: [{ elementId: 'gone', count: 1 }], visited: { elementIds: ['gone'], flowIds: ['gone'] }, incidents: ['gone'] });
    assert.equal(await page.locator('.gbc-badge').count(), 0);
  });

  test('a click tells the element, on its label too, and the empty canvas tells null', async () => {
    await open(xml);
    await page.evaluate(() => {
      globalThis.selected = [];
      viewer.onSelect((elementId) => selected.push(elementId));
    });
    await shape('receipt').click();
    await shape('applicationPaid_label').click();
    await page.mouse.click(700, 880);
    assert.deepEqual(await page.evaluate(() => selected), ['receipt', 'applicationPaid', null]);
  });

  test('a change is marked on the newer model, and taken away again', async () => {
    const newer = xml.replace('=deadline.dueAt', '=deadline.escalateAt').replace(/(bpmnElement="anchorState">\s*<dc:Bounds x=")\d+/, '$11700');
    await open(newer);
    await page.evaluate(async ([before, after]) => viewer.setDiff(await modeler.diffModels(before, after)), [xml, newer] as const);
    assert.deepEqual([await classesOf('review'), await badges('review')], [['gbc-diff-changed'], ['修改']]);
    assert.deepEqual([await classesOf('anchorState'), await badges('anchorState')], [['gbc-diff-moved'], ['移动']]);
    assert.match((await page.locator('[data-container-id="review"] .gbc-badge').getAttribute('title')) ?? '', /taskSchedule\.dueDate: .*dueAt.* → .*escalateAt/);
    await page.evaluate(() => viewer.setDiff(null));
    assert.deepEqual([await classesOf('review'), await badges('review')], [[], []]);
  });

  test('the whole diagram is in sight after opening, and in a place that was hidden at first', async () => {
    const inSight = (): Promise<boolean> =>
      page.evaluate(() => {
        const place = document.querySelector('#place')?.getBoundingClientRect();
        const drawing = document.querySelector('.djs-container .viewport')?.getBoundingClientRect();
        return place !== undefined && drawing !== undefined && drawing.width > place.width / 2 && drawing.left >= place.left && drawing.right <= place.right && drawing.top >= place.top && drawing.bottom <= place.bottom;
      });
    await open(xml);
    assert.equal(await inSight(), true);
    await page.evaluate(() => viewer.destroy());
    await page.evaluate(() => document.querySelector('#place')?.setAttribute('style', 'display: none'));
    await open(xml);
    await page.evaluate(() => document.querySelector('#place')?.setAttribute('style', 'width: 1000px; height: 600px'));
    await page.waitForFunction(() => (document.querySelector('.djs-container .viewport')?.getBoundingClientRect().width ?? 0) > 500);
    assert.equal(await inSight(), true);
  });

  test('after destroying nothing is left', async () => {
    await open(xml);
    await page.evaluate(() => viewer.destroy());
    assert.deepEqual(await page.evaluate(() => [document.querySelector('#place')?.innerHTML, document.querySelector('#place')?.className]), ['', '']);
  });
});

test('the viewer pulls in neither the editor nor lint', async () => {
  const { metafile } = await build({ entryPoints: [fileURLToPath(new URL('viewer/index.ts', import.meta.url))], bundle: true, write: false, minify: true, metafile: true, format: 'esm' });
  const foreign = Object.keys(metafile.inputs).filter((path) => /properties-panel|bpmnlint|lezer|camunda-bpmn-js-behaviors|bpmn-js\/lib\/(Modeler|features\/modeling)|modeler\/(lint|editor|i18n)\//.test(path));
  assert.deepEqual(foreign, []);
});
