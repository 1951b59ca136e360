import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, type Harness, type OpenHarness, resource } from './harness.ts';
import { boundaryTimer, bpmn, end, path, start, subProcess, user } from './model-text.ts';
import { test } from './suite-test.ts';

const hourMs = 3_600_000;

/** Timer boundary events by duration, date and cycle. */
export function timersBehaviour(open: OpenHarness): void {
  describe('timers', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    async function run(processId: string, body: string, variables = {}): Promise<string> {
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);

    test('an interrupting timer ends its task at the time, not before', async () => {
      const key = await run('interrupting', start() + user('task') + boundaryTimer('late', 'task', 'timeDuration', 'PT2H') + user('escalated') + end()
        + path('start', 'task', 'end') + path('late', 'escalated'));
      await harness.advanceTime(2 * hourMs - 1);
      assert.deepEqual(opened(key), ['task']);
      await harness.advanceTime(1);
      assert.deepEqual(opened(key), ['task', 'escalated']);
      const [closed] = harness.events.of('userTaskClosed', { processInstanceKey: key });
      assert.equal(closed?.outcome, 'cancelled');
      assert.deepEqual(harness.events.of('elementLeft', { processInstanceKey: key, elementId: 'task' }).map(({ outcome }) => outcome), ['terminated']);
      assert.deepEqual(harness.events.entered(key), ['start', 'task', 'late', 'escalated']);
    });

    test('a non-interrupting cycle fires as often as it says, beside its task', async () => {
      const key = await run('cycle', start() + user('task') + boundaryTimer('remind', 'task', 'timeCycle', 'R3/PT1H', false) + user('reminder') + end()
        + path('start', 'task', 'end') + path('remind', 'reminder'));
      await harness.advanceTime(hourMs);
      assert.deepEqual(opened(key), ['task', 'reminder']);
      await harness.advanceTime(10 * hourMs);
      assert.deepEqual(opened(key), ['task', 'reminder', 'reminder', 'reminder']);
      assert.equal(harness.events.of('userTaskClosed', { processInstanceKey: key }).length, 0);
    });

    test('an expression may give a duration, a date and time, or a cycle', async () => {
      const key = await run('expressions', start() + user('task') + boundaryTimer('once', 'task', 'timeDuration', '=duration("PT1H")', false) + boundaryTimer('at', 'task', 'timeDate', '=now() + duration("PT2H")', false)
        + boundaryTimer('twice', 'task', 'timeCycle', '=cycle(2, duration("PT3H"))', false) + end() + path('start', 'task') + path('once', 'end') + path('at', 'end') + path('twice', 'end'));
      await harness.advanceTime(24 * hourMs);
      assert.deepEqual(['once', 'at', 'twice'].map((elementId) => harness.events.of('elementEntered', { processInstanceKey: key, elementId }).length), [1, 1, 2]);
    });

    test('a cycle without end stops when its task is completed', async () => {
      const key = await run('endless', start() + user('task') + boundaryTimer('remind', 'task', 'timeCycle', 'R/P1D', false) + end() + end('reminded')
        + path('start', 'task', 'end') + path('remind', 'reminded'));
      await harness.advanceTime(50 * 24 * hourMs);
      assert.equal(harness.events.of('elementEntered', { processInstanceKey: key, elementId: 'remind' }).length, 50);
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await harness.engine.completeUserTask(task.taskKey);
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
      await harness.advanceTime(5 * 24 * hourMs);
      assert.equal(harness.events.of('elementEntered', { processInstanceKey: key, elementId: 'remind' }).length, 50);
    });

    test('dates and expressions; a time that has passed fires at once', async () => {
      const timer = (kind: 'timeDate' | 'timeDuration') => start() + user('task') + boundaryTimer('due', 'task', kind, '=when') + user('after') + path('start', 'task') + path('due', 'after');
      const byDate = await run('by-date', timer('timeDate'), { when: '2020-01-01T00:00:00Z' });
      await harness.advanceTime(0);
      assert.deepEqual(opened(byDate), ['task', 'after']);
      const byDuration = await run('by-duration', timer('timeDuration'), { when: 'P1M' });
      await harness.advanceTime(27 * 24 * hourMs);
      assert.deepEqual(opened(byDuration), ['task']);
      await harness.advanceTime(5 * 24 * hourMs);
      assert.deepEqual(opened(byDuration), ['task', 'after']);
    });

    test('two timers on one task, due at the same moment: the one that interrupts ends the other', async () => {
      const key = await run('race', start() + user('task') + boundaryTimer('first', 'task', 'timeDuration', 'PT1H') + boundaryTimer('second', 'task', 'timeDuration', 'PT1H')
        + user('a') + user('b') + path('start', 'task') + path('first', 'a') + path('second', 'b'));
      await harness.advanceTime(hourMs);
      assert.equal(opened(key).length, 2, 'the task and one of the two');
    });

    test('a timer on a subprocess ends all that runs in it', async () => {
      const inner = start('innerStart') + user('inside') + path('innerStart', 'inside');
      const key = await run('on-subprocess', start() + subProcess('sub', inner) + boundaryTimer('late', 'sub', 'timeDuration', 'PT1H') + user('after')
        + path('start', 'sub') + path('late', 'after'));
      await harness.advanceTime(hourMs);
      assert.deepEqual(opened(key), ['inside', 'after']);
      assert.deepEqual(harness.events.of('elementLeft', { processInstanceKey: key, outcome: 'terminated' }).map(({ elementId }) => elementId), ['inside', 'sub']);
    });

    test('a timer that makes no sense is an incident; a corrected variable and a resolve go on', async () => {
      const key = await run('senseless', start() + user('task') + boundaryTimer('due', 'task', 'timeDuration', '=when') + path('start', 'task'), { when: 'tomorrow' });
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'EXTRACT_VALUE_ERROR');
      assert.equal(raised.elementId, 'task');
      assert.deepEqual(opened(key), []);
      await harness.engine.setVariables(key, { when: 'PT1H' });
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      assert.deepEqual(opened(key), ['task']);
    });
  });
}
