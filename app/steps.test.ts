import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Steps } from './steps.ts';
import { inWords, terminalLanguage } from './words.ts';

const words = { zh: '数据库', en: 'Database' };

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => written.push(text) };
}

test('the terminal speaks the language of LC_ALL, LC_MESSAGES or LANG, and both where these name none', () => {
  assert.equal(terminalLanguage({ LANG: 'zh_CN.UTF-8' }), 'zh');
  assert.equal(terminalLanguage({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }), 'en');
  assert.equal(terminalLanguage({ LANG: 'C.UTF-8' }), 'both');
  assert.equal(terminalLanguage({}), 'both');
  assert.equal(inWords(words, 'both'), '数据库 · Database');
});

test('elsewhere than on a terminal a finished step is one plain line', async () => {
  const output = terminal(false);
  assert.equal(await new Steps(output).run(words, async () => 7), 7);
  assert.equal(output.written.length, 1);
  assert.match(output.written[0] as string, /^✓ .*\d\.\d\d s\n$/);
});

test('on a terminal the live line names what runs and never grows beyond the width', async () => {
  const output = terminal(true);
  const steps = new Steps(output);
  const gate = Promise.withResolvers<void>();
  const slow = steps.run(words, async (progress) => {
    progress({ zh: '很长'.repeat(40), en: 'long '.repeat(40) });
    await gate.promise;
  });
  await steps.run({ zh: '服务', en: 'Services' }, async () => undefined);
  const live = output.written.at(-1)?.replace('\r\x1b[2K', '') ?? '';
  assert.match(live, /^\S (数据库|Database)/);
  assert.ok(!live.includes('\n') && live.length < 40, live);
  gate.resolve();
  await slow;
  assert.ok(output.written.at(-1)?.endsWith('s\n'), 'the last thing written is a whole line');
});

test('a step that fails is marked, one that was broken off is not called failed', async () => {
  const output = terminal(false);
  const steps = new Steps(output);
  await assert.rejects(steps.run(words, () => Promise.reject(new Error('no'))));
  await assert.rejects(steps.run(words, () => Promise.reject(new DOMException('stop', 'AbortError'))));
  assert.deepEqual(output.written.map((line) => line[0]), ['✗', '–']);
});
