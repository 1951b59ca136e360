import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Variables } from '../index.ts';
import { closeHarness, type Harness, type OpenHarness, resource } from './harness.ts';
import { bpmn, end, exclusive, flow, inclusive, parallel, path, plain, start, subProcess, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Gateways that take every flow that holds, and join what can still come. */
export function inclusiveGatewayBehaviour(open: OpenHarness): void {
  describe('inclusive gateways', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    async function run(processId: string, body: string, variables: Variables = {}): Promise<string> {
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, start() + body))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId).sort();
    const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);
    async function done(processInstanceKey: string, elementId: string, nth = 1): Promise<void> {
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey, elementId }, nth);
      await harness.engine.completeUserTask(task.taskKey);
      await harness.settled();
    }

    const fork = inclusive('fork', 'fork_none') + user('a') + user('b') + user('none')
      + flow('start', 'fork') + flow('fork', 'a', '=n > 1') + flow('fork', 'b', '=n > 2') + flow('fork', 'none');

    test('takes every flow that holds, else the default', async () => {
      assert.deepEqual(opened(await run('inclusive-fork', fork, { n: 3 })), ['a', 'b']);
      assert.deepEqual(opened(await run('inclusive-fork', fork, { n: 2 })), ['a']);
      assert.deepEqual(opened(await run('inclusive-fork', fork, { n: 1 })), ['none']);
    });

    test('without a default, nothing that holds is an incident; it goes on when something does', async () => {
      const key = await run('no-default', inclusive('fork') + user('a') + user('b') + flow('start', 'fork') + flow('fork', 'a', '=n > 1') + flow('fork', 'b', '=n > 2'), { n: 1 });
      const [incident] = harness.events.of('incidentRaised', { processInstanceKey: key });
      assert.deepEqual([incident?.errorType, incident?.elementId], ['CONDITION_ERROR', 'fork']);
      await harness.engine.setVariables(key, { n: 3 });
      await harness.engine.resolveIncident(incident?.incidentKey as string);
      await harness.settled();
      assert.deepEqual(opened(key), ['a', 'b']);
    });

    test('a condition that is no boolean is an incident, even where another holds', async () => {
      const key = await run('odd', inclusive('fork') + user('a') + user('b') + flow('start', 'fork') + flow('fork', 'a', '=true') + flow('fork', 'b', '=unknown'));
      assert.equal(harness.events.of('incidentRaised', { processInstanceKey: key })[0]?.errorType, 'EXTRACT_VALUE_ERROR');
      assert.deepEqual(opened(key), []);
    });

    test('a lone flow needs no condition; among several, one without is never taken', async () => {
      assert.deepEqual(opened(await run('lone', inclusive('fork') + user('a') + path('start', 'fork', 'a'))), ['a']);
      assert.deepEqual(opened(await run('bare', inclusive('fork') + user('a') + user('b') + path('start', 'fork', 'a') + flow('fork', 'b', '=true'))), ['b']);
    });

    const joined = fork + inclusive('join') + user('after') + path('a', 'join', 'after') + flow('b', 'join') + flow('none', 'join');

    test('joins the tokens that can come, and no others', async () => {
      const both = await run('inclusive-join', joined, { n: 3 });
      await done(both, 'a');
      assert.deepEqual(opened(both), ['a', 'b']);
      await done(both, 'b');
      assert.deepEqual(opened(both), ['a', 'after', 'b']);
      await done(both, 'after');
      assert.deepEqual(ended(both), ['completed']);
      const one = await run('inclusive-join', joined, { n: 1 });
      await done(one, 'none');
      await done(one, 'after');
      assert.deepEqual(ended(one), ['completed']);
    });

    test('joins at once what comes without a wait, and only once', async () => {
      const key = await run('join-at-once', inclusive('fork') + plain('a') + plain('b') + plain('c') + plain('longer') + inclusive('join') + user('after')
        + flow('start', 'fork') + flow('fork', 'a', '=true') + flow('fork', 'b', '=true') + flow('fork', 'c', '=false') + path('a', 'join', 'after') + path('b', 'longer', 'join') + flow('c', 'join'));
      assert.deepEqual(opened(key), ['after']);
      await done(key, 'after');
      assert.deepEqual(ended(key), ['completed']);
    });

    test('waits for a token that is deep in a subprocess', async () => {
      const key = await run('join-deep', inclusive('fork') + user('a') + subProcess('sub', start('s') + user('deep') + path('s', 'deep')) + inclusive('join') + user('after')
        + flow('start', 'fork') + flow('fork', 'a', '=true') + flow('fork', 'sub', '=true') + path('a', 'join', 'after') + flow('sub', 'join'));
      await done(key, 'a');
      assert.deepEqual(opened(key), ['a', 'deep']);
      await done(key, 'deep');
      assert.deepEqual(opened(key), ['a', 'after', 'deep']);
    });

    test('waits for a token that waits itself at a parallel join', async () => {
      const key = await run('join-parallel', parallel('fork') + user('a') + user('b') + user('c') + parallel('both') + inclusive('join') + user('after')
        + path('start', 'fork', 'a', 'both', 'join', 'after') + path('fork', 'b', 'both') + path('fork', 'c', 'join'));
      await done(key, 'a');
      await done(key, 'c');
      assert.deepEqual(opened(key), ['a', 'b', 'c']);
      await done(key, 'b');
      assert.deepEqual(opened(key), ['a', 'after', 'b', 'c']);
    });

    test('a token that goes elsewhere does not wake the join, as in Zeebe; one that comes first is not missed', async () => {
      const body = fork + exclusive('leaves', 'leaves_join') + end() + inclusive('join') + user('after')
        + path('a', 'join', 'after') + path('b', 'leaves') + flow('leaves', 'join') + flow('leaves', 'end', '=true') + flow('none', 'join');
      const late = await run('join-left', body, { n: 3 });
      await done(late, 'a');
      await done(late, 'b');
      assert.deepEqual([opened(late), ended(late)], [['a', 'b'], []]);
      const early = await run('join-left', body, { n: 3 });
      await done(early, 'b');
      await done(early, 'a');
      assert.deepEqual(opened(early), ['a', 'after', 'b']);
    });

    test('in a loop, each round joins anew', async () => {
      const key = await run('join-loop', exclusive('merge') + inclusive('fork') + user('a') + user('b') + inclusive('join') + exclusive('again', 'again_end') + end()
        + path('start', 'merge', 'fork') + flow('fork', 'a', '=true') + flow('fork', 'b', '=true') + path('a', 'join', 'again') + flow('b', 'join')
        + flow('again', 'merge', '=more') + flow('again', 'end'), { more: true });
      await done(key, 'a');
      await done(key, 'b');
      assert.deepEqual(opened(key), ['a', 'a', 'b', 'b']);
      await harness.engine.setVariables(key, { more: false });
      await done(key, 'b', 2);
      await done(key, 'a', 2);
      assert.deepEqual(ended(key), ['completed']);
    });
  });
}
