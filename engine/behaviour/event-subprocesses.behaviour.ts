import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { boundary, endThrowing, error, eventSubProcess, message, on, signal, startOn } from './event-text.ts';
import { closeHarness, HeldJobs, type OpenHarness } from './harness.ts';
import { end, path, service, start, subProcess, terminateEnd, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

const hourMs = 3_600_000;

/** Event subprocesses of every start, in processes and subprocesses, interrupting or not. */
export function eventSubProcessesBehaviour(open: OpenHarness): void {
  describe('event subprocesses', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    const handler = (definition: string, interrupting: boolean) => eventSubProcess('handler', startOn('begin', definition, { interrupting }) + user('handle') + end('handled') + path('begin', 'handle', 'handled'));
    const starts: Record<string, { definition: string; roots: string; trigger: () => Promise<unknown> }> = {
      message: { definition: on.message('m'), roots: message('m', '="k"'), trigger: () => it.publish('m', 'k') },
      signal: { definition: on.signal('s'), roots: signal('s'), trigger: () => it.signal('s') },
      timer: { definition: on.duration('PT1H'), roots: '', trigger: () => it.harness.advanceTime(hourMs) },
    };

    for (const [kind, { definition, roots, trigger }] of Object.entries(starts)) {
      test(`by ${kind}, interrupting: all else ends, the instance ends with it`, async () => {
        const key = await it.run(`process-${kind}`, start() + user('work') + end() + path('start', 'work', 'end') + handler(definition, true), roots);
        await trigger();
        assert.deepEqual(it.opened(key), ['work', 'handle']);
        assert.deepEqual(it.outcomes(key, 'work'), ['terminated']);
        await trigger();
        assert.deepEqual(it.opened(key), ['work', 'handle'], 'it comes once');
        await it.completeTask(key, 'handle');
        assert.equal(it.ended(key), 'completed');
      });

      test(`by ${kind}, not interrupting, in a subprocess: it runs beside and keeps the subprocess open`, async () => {
        const inner = start('s') + user('work') + end('done') + path('s', 'work', 'done') + handler(definition, false);
        const key = await it.run(`sub-${kind}`, start() + subProcess('sub', inner) + user('after') + path('start', 'sub', 'after'), roots);
        await trigger();
        await it.completeTask(key, 'work');
        assert.deepEqual(it.opened(key), ['work', 'handle']);
        await it.completeTask(key, 'handle');
        assert.deepEqual(it.opened(key), ['work', 'handle', 'after']);
        await trigger();
        assert.deepEqual(it.opened(key), ['work', 'handle', 'after'], 'nothing waits after the subprocess');
      });
    }

    test('several instances of one that does not interrupt run at once, each with what its event brought', async () => {
      const body = start() + user('work') + path('start', 'work') + eventSubProcess('handler', startOn('begin', on.message('note'), { interrupting: false, outputs: [['=n', 'mine']] }) + service('show', 'show-note') + path('begin', 'show'));
      const key = await it.run('several', body, message('note', '="k"'), { mine: 0 });
      const jobs = new HeldJobs(it.harness, { type: 'show-note' });
      for (const n of [1, 2, 3]) await it.publish('note', 'k', { variables: { n } });
      for (const n of [1, 2, 3]) assert.deepEqual((await jobs.next()).job.variables, { mine: n }, 'mapped to the nearest scope that has the name');
      assert.equal(it.harness.events.of('elementEntered', { processInstanceKey: key, elementId: 'handler' }).length, 3);
      await jobs.close();
    });

    test('a cycle starts one after another until it is interrupted or done', async () => {
      const key = await it.run('cycle', start() + user('work') + path('start', 'work') + handler(on.cycle('R3/PT1H'), false));
      await it.harness.advanceTime(10 * hourMs);
      assert.deepEqual(it.opened(key), ['work', 'handle', 'handle', 'handle']);
      await it.harness.engine.cancelInstance(key);
      await it.harness.settled();
      assert.deepEqual(it.outcomes(key, 'handler'), ['terminated', 'terminated', 'terminated']);
    });

    test('what the event brings goes to the nearest scope that has the name, else the root', async () => {
      const inner = start('s') + user('work') + path('s', 'work') + eventSubProcess('handler', startOn('begin', on.signal('brings')) + service('in', 'show-in') + path('begin', 'in'));
      await it.run('variables', start() + subProcess('sub', inner, { inputs: [['=1', 'local']] }) + service('out', 'show-out') + path('start', 'sub', 'out'), signal('brings'), { a: 0 });
      await it.signal('brings', { a: 1, b: 2, local: 3 });
      assert.deepEqual(await it.variablesAt('show-in'), { a: 1, b: 2, local: 3 });
      assert.deepEqual(await it.variablesAt('show-out'), { a: 1, b: 2 });
    });

    test('an error end is caught by the event subprocess of its scope, before the boundary', async () => {
      const inner = start('s') + endThrowing('fail', on.error('E')) + user('beside') + path('s', 'beside') + path('s', 'fail') + eventSubProcess('handler', startOn('begin', on.error('E')) + user('handle') + path('begin', 'handle'));
      const key = await it.run('error', start() + subProcess('sub', inner) + boundary('caught', 'sub', on.error('E')) + user('outside') + path('start', 'sub') + path('caught', 'outside'), error('E'));
      assert.equal(it.opened(key).at(-1), 'handle');
      assert.ok(!it.opened(key).includes('outside'));
    });

    test('what a job\'s error brings goes to the scopes around the event subprocess', async () => {
      await it.run('job-error', start() + service('work', 'job-error') + path('start', 'work') + eventSubProcess('handler', startOn('begin', on.error()) + service('show', 'show-job-error') + path('begin', 'show')));
      const jobs = new HeldJobs(it.harness, { type: 'job-error' });
      (await jobs.next()).answer({ kind: 'bpmnError', errorCode: 'ANY', variables: { why: 'because' } });
      await jobs.answersTaken();
      await jobs.close();
      assert.deepEqual(await it.variablesAt('show-job-error'), { why: 'because' });
    });

    test('an error out of one that interrupts is not caught around it, out of one that does not, it is: as in Zeebe', async () => {
      for (const interrupting of [true, false]) {
        const inner = start('s') + user('work') + path('s', 'work') + eventSubProcess('handler', startOn('begin', on.signal('fail'), { interrupting }) + endThrowing('fail', on.error('E')) + path('begin', 'fail'));
        const key = await it.run(`error-out-${interrupting}`, start() + subProcess('sub', inner) + boundary('caught', 'sub', on.error('E')) + user('outside') + path('start', 'sub') + path('caught', 'outside'), error('E') + signal('fail'));
        await it.signal('fail');
        const incidents = it.harness.events.of('incidentRaised', { processInstanceKey: key }).map(({ errorType }) => errorType);
        assert.deepEqual([it.opened(key), incidents], interrupting ? [['work'], ['UNHANDLED_ERROR_EVENT']] : [['work', 'outside'], []]);
        await it.harness.engine.cancelInstance(key);
        await it.harness.settled();
      }
    });

    test('one that interrupts ends those that run beside, and closes the others\' waits; the scope\'s boundary still works', async () => {
      const other = eventSubProcess('other', startOn('otherBegin', on.signal('other'), { interrupting: false }) + user('otherTask') + path('otherBegin', 'otherTask'));
      const inner = start('s') + user('work') + path('s', 'work') + handler(on.signal('stop'), true) + other;
      const key = await it.run('both', start() + subProcess('sub', inner) + boundary('late', 'sub', on.duration('PT2H')) + user('escalated') + path('start', 'sub') + path('late', 'escalated'), signal('stop') + signal('other'));
      await it.signal('other');
      await it.signal('stop');
      await it.signal('other');
      assert.deepEqual(it.opened(key), ['work', 'otherTask', 'handle']);
      assert.deepEqual(it.outcomes(key, 'other'), ['terminated']);
      await it.harness.advanceTime(2 * hourMs);
      assert.deepEqual(it.opened(key).slice(-1), ['escalated']);
      assert.deepEqual(it.outcomes(key, 'handler'), ['terminated']);
    });

    test('a scope waits from the moment that its start event is passed: it sees what that maps', async () => {
      const begin = startOn('start', '', { outputs: [['="PT1H"', 'wait']] });
      const key = await it.run('after-start', begin + user('work') + path('start', 'work') + handler(on.duration('=wait'), true));
      await it.harness.advanceTime(hourMs);
      assert.deepEqual(it.opened(key), ['work', 'handle']);
    });

    test('a wait that can\'t be evaluated is an incident at the start event; resolved, the scope goes on', async () => {
      const key = await it.run('bad-wait', start() + user('work') + path('start', 'work') + handler(on.duration('=wait'), true));
      const { incidentKey, errorType } = await it.harness.events.waitFor('incidentRaised', { processInstanceKey: key, elementId: 'start' });
      assert.equal(errorType, 'EXTRACT_VALUE_ERROR');
      assert.deepEqual(it.opened(key), []);
      await it.harness.engine.setVariables(key, { wait: 'PT1H' });
      await it.harness.engine.resolveIncident(incidentKey);
      await it.harness.settled();
      assert.deepEqual(it.opened(key), ['work']);
      await it.harness.advanceTime(hourMs);
      assert.deepEqual(it.opened(key), ['work', 'handle']);
    });

    test('an input that fails is an incident at the event subprocess; resolved, it starts with what its event brought', async () => {
      const sub = eventSubProcess('handler', startOn('begin', on.signal('input')) + service('show', 'show-input') + path('begin', 'show'), { inputs: [['=assert(x, x != null)', 'y']] });
      const key = await it.run('bad-input', start() + user('work') + path('start', 'work') + sub, signal('input'));
      await it.signal('input', { n: 1 });
      const { incidentKey } = await it.harness.events.waitFor('incidentRaised', { processInstanceKey: key, elementId: 'handler' });
      await it.harness.engine.setVariables(key, { x: 1 });
      await it.harness.engine.resolveIncident(incidentKey);
      await it.harness.settled();
      assert.deepEqual(await it.variablesAt('show-input'), { x: 1, y: 1, n: 1 });
    });

    test('a terminate end ends its own event subprocess only', async () => {
      const sub = eventSubProcess('handler', startOn('begin', on.signal('terminate'), { interrupting: false }) + user('handle') + terminateEnd('stop') + path('begin', 'handle') + path('begin', 'stop'));
      const key = await it.run('terminate', start() + user('work') + end() + path('start', 'work', 'end') + sub, signal('terminate'));
      await it.signal('terminate');
      assert.deepEqual(it.outcomes(key, 'handler'), ['completed']);
      assert.equal(it.ended(key), undefined);
      await it.completeTask(key, 'work');
      assert.equal(it.ended(key), 'completed');
    });

    test('event subprocesses in an event subprocess', async () => {
      const nested = eventSubProcess('nested', startOn('nestedBegin', on.signal('nested'), { interrupting: false }) + user('nestedTask') + path('nestedBegin', 'nestedTask'));
      const outer = eventSubProcess('handler', startOn('begin', on.signal('outer'), { interrupting: false }) + user('handle') + path('begin', 'handle') + nested);
      const key = await it.run('nested-handlers', start() + user('work') + path('start', 'work') + outer, signal('outer') + signal('nested'));
      await it.signal('nested');
      await it.signal('outer');
      await it.signal('nested');
      assert.deepEqual(it.opened(key), ['work', 'handle', 'nestedTask']);
    });
  });
}
