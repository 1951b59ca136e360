import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/browser.ts';
import { diffModels } from './diff/index.ts';
import type { EditorOptions, EditorState, ModelEditor } from './index.ts';
import { lintModel } from './lint/index.ts';
import { openHarness } from './testing/page.ts';

const flows = ['department-approval', 'district-approval', 'funding', 'payout', 'receipt', 'redemption', 'street-approval', 'supplementary-material'];
const xml = await readFile(new URL('../processes/street-approval/street-approval.bpmn', import.meta.url), 'utf8');

declare global {
  var editor: ModelEditor;
  var states: EditorState[];
  var untranslated: string[];
}

describe('the editor', () => {
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

  async function open(model: string, language: EditorOptions['language'] = 'zh-CN'): Promise<void> {
    await page.evaluate(
      async ([text, shown]) => {
        globalThis.states = [];
        globalThis.untranslated = [];
        const place = document.querySelector<HTMLElement>('#place');
        if (!place) throw new Error('the page has no place to draw in');
        globalThis.editor = await modeler.createModelEditor(place, { xml: text, language: shown, onChange: (state) => states.push(state), onMissingTranslation: (template) => untranslated.push(template) });
      },
      [model, language] as const,
    );
  }
  const lastState = (): Promise<EditorState | undefined> => page.evaluate(() => states.at(-1));
  /** Selects an element; the panel draws it a moment later. */
  async function select(elementId: string, name: string): Promise<void> {
    await page.evaluate((id) => editor.select(id), elementId);
    await page.locator('.bio-properties-panel-header-label', { hasText: name }).waitFor();
  }
  const property = (entry: string) => page.locator(`[data-entry-id="${entry}"] :is(input, textarea)`);

  async function openGroup(name: string): Promise<void> {
    await page.locator(`[data-group-id="group-${name}"] .bio-properties-panel-group-header:not(.open)`).click();
  }

  test('shows a model without problems, unchanged, with the logo of bpmn.io', async () => {
    await open(xml);
    assert.deepEqual(await lastState(), { dirty: false, canUndo: false, canRedo: false, lint: [] });
    assert.equal(await page.locator('.djs-element[data-element-id="payoutReturned"]').count(), 1);
    assert.equal(await page.locator('.gbc-lint__summary').innerText(), '未发现问题');
    assert.ok(await page.locator('.bjs-powered-by').isVisible());
  });

  test('an edit makes it dirty, undo and redo follow, and what is saved differs by just that edit', async () => {
    await open(xml);
    await select('correct', '补正重报');
    await openGroup('general');
    await property('name').fill('补正后重报');
    await property('name').press('Tab');
    await page.waitForFunction(() => states.at(-1)?.dirty === true);
    const saved = await page.evaluate(() => editor.saveXml());
    assert.deepEqual((await diffModels(xml, saved)).changes.map(({ elementId, properties }) => [elementId, properties]), [
      ['correct', [{ property: 'name', before: '补正重报', after: '补正后重报' }]],
    ]);
    assert.deepEqual(await lintModel(saved), []);
    await page.evaluate(() => editor.undo());
    assert.deepEqual([(await lastState())?.dirty, (await lastState())?.canRedo], [false, true]);
    assert.deepEqual((await diffModels(xml, await page.evaluate(() => editor.saveXml()))).changes, []);
    await page.evaluate(() => editor.redo());
    assert.equal((await lastState())?.dirty, true);
  });

  test('opening and saving alone changes nothing', async () => {
    await open(xml);
    assert.deepEqual(await diffModels(xml, await page.evaluate(() => editor.saveXml())), { changes: [], behaviourChanged: false });
  });

  test('a mistake is found while editing, marked on the diagram, listed, and leads back to its element', async () => {
    await open(xml);
    await select('anchorState', '存证上链');
    await openGroup('taskDefinition');
    await property('taskDefinitionType').fill('anchor-sate');
    await property('taskDefinitionType').press('Tab');
    await page.waitForFunction(() => states.at(-1)?.lint.length === 1);
    assert.deepEqual(await page.evaluate(() => editor.lint()), await lintModel(await page.evaluate(() => editor.saveXml())));
    assert.match((await page.locator('[data-container-id="anchorState"] .gbc-badge--error').getAttribute('title')) ?? '', /anchor-sate/);
    await page.locator('.gbc-lint__summary').click();
    await select('review', '项目专员审核');
    await page.locator('.gbc-lint__issue', { hasText: 'anchor-sate' }).click();
    await page.locator('.bio-properties-panel-header-label', { hasText: '存证上链' }).waitFor();
    assert.equal(await property('taskDefinitionType').inputValue(), 'anchor-sate');
    await page.evaluate(() => editor.undo());
    await page.waitForFunction(() => states.at(-1)?.lint.length === 0);
    assert.equal(await page.locator('.gbc-badge--error').count(), 0);
  });

  test('every text of every element that our flows use is Chinese, menus included', async () => {
    await open(xml);
    for (const flow of flows) {
      const model = await readFile(new URL(`../processes/${flow}/${flow}.bpmn`, import.meta.url), 'utf8');
      await page.evaluate((text) => editor.importXml(text), model);
      const elementIds = await page.evaluate(async (text) => Object.keys((await modeler.parseModel(text)).elementsById).filter((id) => document.querySelector(`.djs-element[data-element-id="${id}"]`)), model);
      assert.equal(elementIds.length, model.match(/<bpmndi:BPMN(Shape|Edge) /g)?.length);
      for (const id of [...elementIds, flow]) {
        await page.evaluate((elementId) => editor.select(elementId), id);
        await page.evaluate(() => document.querySelectorAll<HTMLElement>('.bio-properties-panel-group-header:not(.open):not(.empty)').forEach((header) => header.click()));
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      }
    }
    await page.evaluate((text) => editor.importXml(text), xml);
    for (const id of ['review', 'reviewOutcome', 'reviewOverdue', 'applicationSubmitted', 'applicationPaid', 'reviewOutcomeToSupplementaryMaterial', 'payout', 'payoutReturned']) {
      await page.evaluate((elementId) => editor.select(elementId), id);
      await page.locator('.djs-context-pad [data-action="replace"]').click();
      await page.locator('.djs-popup').waitFor();
      await page.keyboard.press('Escape');
    }
    assert.deepEqual(await page.evaluate(() => untranslated), []);
  });

  test('the language changes in place', async () => {
    await open(xml);
    await select('review', '项目专员审核');
    await page.locator('.bio-properties-panel', { hasText: '分派' }).waitFor();
    await page.evaluate(() => editor.setLanguage('en'));
    await page.locator('.bio-properties-panel', { hasText: 'Assignment' }).waitFor();
    assert.equal(await page.locator('.djs-palette [data-action="create.task"]').getAttribute('aria-label'), 'Create task');
    assert.equal(await page.locator('.gbc-lint__summary').innerText(), 'No problems found');
  });

  test('another model takes the place of the first and nothing is left to undo', async () => {
    await open(xml);
    await select('correct', '补正重报');
    await openGroup('general');
    await property('name').fill('另一个名字');
    await property('name').press('Tab');
    await page.waitForFunction(() => states.at(-1)?.dirty === true);
    const funding = await readFile(new URL('../processes/funding/funding.bpmn', import.meta.url), 'utf8');
    await page.evaluate((text) => editor.importXml(text), funding);
    assert.deepEqual(await lastState(), { dirty: false, canUndo: false, canRedo: false, lint: [] });
    assert.equal(await page.locator('.djs-element[data-element-id="mintTokens"]').count(), 1);
    assert.equal(await page.locator('.djs-element[data-element-id="correct"]').count(), 0);
  });

  test('what is no model is refused and leaves the place empty', async () => {
    await assert.rejects(open('<a/>'));
    assert.equal(await page.locator('#place').innerHTML(), '');
  });

  test('a model that becomes unreadable text leaves the one shown as it is', async () => {
    await open(xml);
    await assert.rejects(page.evaluate(() => editor.importXml('<a/>')));
    assert.deepEqual((await diffModels(xml, await page.evaluate(() => editor.saveXml()))).changes, []);
  });
});
