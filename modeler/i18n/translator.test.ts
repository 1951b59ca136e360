import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTranslator } from './translator.ts';
import { zhCN } from './zh-CN/index.ts';

test('a template is translated and filled, and what stands in braces without a value stays', () => {
  const { translate } = createTranslator('zh-CN', { 'Open {element}': '打开{element}' });
  assert.equal(translate('Open {element}', { element: '付款' }), '打开付款');
  assert.equal(translate('Open {element}'), '打开{element}');
});

test('what has no translation stays English and is told', () => {
  const missing: string[] = [];
  const { translate } = createTranslator('zh-CN', {}, (template) => missing.push(template));
  assert.equal(translate('{count} items', { count: 3 }), '3 items');
  assert.deepEqual(missing, ['{count} items']);
});

test('English needs no dictionary, and the language changes for what is asked next', () => {
  const missing: string[] = [];
  const translator = createTranslator('en', { Delete: '删除' }, (template) => missing.push(template));
  assert.equal(translator.translate('Delete'), 'Delete');
  translator.setLanguage('zh-CN');
  assert.equal(translator.translate('Delete'), '删除');
  assert.deepEqual(missing, []);
});

test('no translation drops or invents a placeholder', () => {
  const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const [english, chinese] of Object.entries(zhCN)) assert.deepEqual(placeholders(chinese), placeholders(english), english);
});
