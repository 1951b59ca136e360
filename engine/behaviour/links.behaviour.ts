import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { catching, on, throwing } from './event-text.ts';
import { closeHarness, type OpenHarness } from './harness.ts';
import { end, exclusive, flow, path, start, subProcess, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

/** Link events, and throw events that do nothing. */
export function linksBehaviour(open: OpenHarness): void {
  describe('links', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    test('a link goes on at the catching event of its name, from wherever it is thrown', async () => {
      const body = start() + exclusive('which', 'which_b') + throwing('a', on.link('there')) + throwing('b', on.link('there')) + throwing('c', on.link('elsewhere')) + catching('there', on.link('there'))
        + catching('elsewhere', on.link('elsewhere')) + user('done') + path('start', 'which', 'b') + flow('which', 'a', '=which = "a"') + path('there', 'c') + path('elsewhere', 'done');
      await it.deploy('link', body);
      assert.deepEqual(it.entered(await it.start('link', { which: 'a' })), ['start', 'which', 'a', 'there', 'c', 'elsewhere', 'done']);
      assert.deepEqual(it.entered(await it.start('link', { which: 'b' })), ['start', 'which', 'b', 'there', 'c', 'elsewhere', 'done']);
    });

    test('a subprocess has links of its own, and ends after the last of them', async () => {
      const inner = start('s') + throwing('away', on.link('same')) + catching('back', on.link('same')) + end('e') + path('s', 'away') + path('back', 'e');
      const key = await it.run('own-links', start() + subProcess('sub', inner) + throwing('nothing') + end() + path('start', 'sub', 'nothing', 'end'));
      assert.deepEqual(it.entered(key), ['start', 'sub', 's', 'away', 'back', 'e', 'nothing', 'end']);
      assert.equal(it.ended(key), 'completed');
    });
  });
}
