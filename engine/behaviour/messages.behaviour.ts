import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { boundary, catching, endThrowing, message, on, receive, throwing } from './event-text.ts';
import { closeHarness, HeldJobs, type OpenHarness } from './harness.ts';
import { end, parallel, path, service, start, tag, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

const hourMs = 3_600_000;

/** Messages that instances wait for: correlation, the buffer, boundary events, messages that are thrown. Message starts have a suite of their own. */
export function messagesBehaviour(open: OpenHarness): void {
  describe('messages', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    const waits = (id: string) => start() + catching('wait', on.message(id)) + user('done') + path('start', 'wait', 'done');

    test('a message reaches the instance with its key, and no other', async () => {
      await it.deploy('by-key', waits('paid'), message('paid', '=order'));
      const [a, b] = [await it.start('by-key', { order: 'A' }), await it.start('by-key', { order: 'B' })];
      await it.publish('paid', 'B');
      assert.deepEqual([it.opened(a), it.opened(b)], [[], ['done']]);
      await it.publish('other', 'A');
      await it.publish('paid', 'C');
      assert.deepEqual(it.opened(a), []);
    });

    test('a number is matched as text, without its fraction; an empty key is a key', async () => {
      await it.deploy('numbers', waits('counted'), message('counted', '=n'));
      const keys: string[] = [];
      for (const n of [42, 1.5, '']) keys.push(await it.start('numbers', { n }));
      for (const key of ['42', '1', '']) await it.publish('counted', key);
      assert.deepEqual(keys.map((key) => it.opened(key)), [['done'], ['done'], ['done']]);
    });

    test('a key that is neither text nor number is an incident; resolved, the instance waits', async () => {
      const key = await it.run('bad-key', waits('unkeyed'), message('unkeyed', '=order'));
      const { errorType, incidentKey, message: text } = await it.harness.events.waitFor('incidentRaised', { processInstanceKey: key, elementId: 'wait' });
      assert.equal(errorType, 'EXTRACT_VALUE_ERROR');
      assert.match(text, /order.*NULL/);
      await it.harness.engine.setVariables(key, { order: 'A' });
      await it.harness.engine.resolveIncident(incidentKey);
      await it.harness.settled();
      await it.publish('unkeyed', 'A');
      assert.deepEqual(it.opened(key), ['done']);
    });

    test('the name may be an expression', async () => {
      const key = await it.run('named', waits('dynamic'), message('dynamic', '="k"', '="order-" + name'), { name: 'A' });
      await it.publish('order-A', 'k');
      assert.deepEqual(it.opened(key), ['done']);
    });

    test('without time to live a message is for those that wait now', async () => {
      await it.deploy('unbuffered', waits('now'), message('now', '="k"'));
      await it.publish('now', 'k');
      assert.deepEqual(it.opened(await it.start('unbuffered')), []);
    });

    test('a buffered message reaches an instance that begins to wait until its time is over, to the millisecond', async () => {
      await it.deploy('buffered', waits('later'), message('later', '=k'));
      await it.publish('later', 'a', { timeToLiveMs: hourMs, variables: { from: 'buffer' } });
      await it.publish('later', 'b', { timeToLiveMs: hourMs });
      await it.harness.advanceTime(hourMs - 1);
      assert.deepEqual(it.opened(await it.start('buffered', { k: 'a' })), ['done']);
      await it.harness.advanceTime(1);
      assert.deepEqual(it.opened(await it.start('buffered', { k: 'b' })), []);
    });

    test('buffered messages come in the order in which they were published', async () => {
      await it.deploy('fifo', start() + catching('wait', on.message('next')) + service('show', 'fifo') + path('start', 'wait', 'show'), message('next', '="k"'));
      for (const n of [1, 2, 3]) await it.publish('next', 'k', { timeToLiveMs: hourMs, variables: { n } });
      for (const n of [1, 2, 3]) {
        await it.start('fifo');
        assert.deepEqual(await it.variablesAt('fifo'), { n });
      }
    });

    test('of two instances that wait, the older gets the message, and each message only once', async () => {
      await it.deploy('oldest', waits('one'), message('one', '="k"'));
      const [a, b] = [await it.start('oldest'), await it.start('oldest')];
      await it.publish('one', 'k', { timeToLiveMs: hourMs });
      assert.deepEqual([it.opened(a), it.opened(b)], [['done'], []]);
      assert.deepEqual(it.opened(await it.start('oldest')), [], 'the process has had the message');
      await it.publish('one', 'k');
      assert.deepEqual(it.opened(b), ['done']);
    });

    test('a message reaches one instance of every process, one that waits later too', async () => {
      const roots = message('all', '="k"');
      await it.deploy('all-1', waits('all'), roots);
      await it.deploy('all-2', waits('all'), roots);
      const [a, b] = [await it.start('all-1'), await it.start('all-2')];
      await it.publish('all', 'k', { timeToLiveMs: hourMs });
      assert.deepEqual([it.opened(a), it.opened(b)], [['done'], ['done']]);
      await it.deploy('all-3', waits('all'), roots);
      assert.deepEqual(it.opened(await it.start('all-3')), ['done']);
    });

    test('two waits of one instance take two messages', async () => {
      const body = start() + parallel('fork') + catching('a', on.message('twice')) + catching('b', on.message('twice')) + user('done') + path('start', 'fork', 'a', 'done') + path('fork', 'b', 'done');
      const key = await it.run('twice', body, message('twice', '="k"'));
      await it.publish('twice', 'k', { timeToLiveMs: hourMs });
      assert.equal(it.opened(key).length, 1);
      await it.publish('twice', 'k');
      assert.equal(it.opened(key).length, 2);
    });

    test('an id is refused while a message of the name, key and id is alive', async () => {
      const published = (name: string, correlationKey: string, timeToLiveMs = hourMs) => it.harness.engine.publishMessage({ name, correlationKey, messageId: 'id', timeToLiveMs });
      await published('unique', 'k');
      await assert.rejects(published('unique', 'k'), { code: 'ALREADY_EXISTS', message: /'id'/ });
      await published('unique', 'other');
      await published('another', 'k', 0);
      await published('another', 'k', 0);
      await it.harness.advanceTime(hourMs);
      await published('unique', 'k');
    });

    test('what a message brings: to the nearest scope that has the name, else the root; with output mappings, only those', async () => {
      const body = start() + catching('plain', on.message('plain')) + service('show', 'show-plain') + catching('mapped', on.message('mapped'), { outputs: [['=a + 1', 'b']] })
        + service('show2', 'show-mapped') + path('start', 'plain', 'show', 'mapped', 'show2');
      await it.run('brings', body, message('plain', '="k"') + message('mapped', '="k"'), { a: 0 });
      await it.publish('plain', 'k', { variables: { a: 1, c: 2 } });
      assert.deepEqual(await it.variablesAt('show-plain'), { a: 1, c: 2 });
      await it.harness.settled();
      await it.publish('mapped', 'k', { variables: { a: 7, x: 1 } });
      assert.deepEqual(await it.variablesAt('show-mapped'), { a: 1, c: 2, b: 8 });
    });

    test('a receive task waits as a catching event does; its local variables hide what the message brings', async () => {
      const body = start() + receive('wait', 'received', { inputs: [['="mine"', 'a']] }) + service('show', 'show-received') + path('start', 'wait', 'show');
      const key = await it.run('receive', body, message('received', '=k'), { k: 'x' });
      await it.publish('received', 'x', { variables: { a: 'theirs', b: 1 } });
      assert.deepEqual(await it.variablesAt('show-received'), { k: 'x', b: 1 });
      assert.deepEqual(it.outcomes(key, 'wait'), ['completed']);
    });

    test('a multi-instance receive task has a message for each item, and its boundary message ends them all', async () => {
      const loop = tag('bpmn:multiInstanceLoopCharacteristics', {}, tag('bpmn:extensionElements', {}, tag('zeebe:loopCharacteristics', { inputCollection: '=items', inputElement: 'item', outputCollection: 'answers', outputElement: '=answer' })));
      const body = start() + receive('each', 'item').replace('</bpmn:receiveTask>', `${loop}</bpmn:receiveTask>`) + boundary('stop', 'each', on.message('stopAll')) + user('stopped') + service('show', 'show-each')
        + path('start', 'each', 'show') + path('stop', 'stopped');
      await it.deploy('each-item', body, message('item', '=item') + message('stopAll', '="k"'));
      const [done, stopped] = [await it.start('each-item', { items: ['a', 'b'] }), await it.start('each-item', { items: ['c'] })];
      await it.publish('item', 'b', { variables: { answer: 2 } });
      await it.publish('item', 'a', { variables: { answer: 1 } });
      assert.deepEqual(await it.variablesAt('show-each'), { items: ['a', 'b'], answers: [1, 2] });
      await it.publish('stopAll', 'k');
      assert.deepEqual([it.opened(done), it.opened(stopped)], [[], ['stopped']]);
    });

    test('an interrupting boundary message ends its task, whose job is taken back', async () => {
      const body = start() + service('work', 'interrupted') + boundary('stop', 'work', on.message('stop')) + user('stopped') + end() + path('start', 'work', 'end') + path('stop', 'stopped');
      const key = await it.run('interrupted', body, message('stop', '="k"'));
      const jobs = new HeldJobs(it.harness, { type: 'interrupted' });
      const held = await jobs.next();
      await it.publish('stop', 'k');
      held.answer({ kind: 'completed' });
      await jobs.answersTaken();
      assert.deepEqual(it.opened(key), ['stopped']);
      assert.deepEqual(it.outcomes(key, 'work'), ['terminated']);
      await jobs.close();
      await it.publish('stop', 'k');
      assert.deepEqual(it.opened(key), ['stopped'], 'nothing waits any more');
    });

    test('a non-interrupting boundary message comes as often as it is published, buffered ones first', async () => {
      const body = start() + user('work') + boundary('note', 'work', on.message('note'), { interrupting: false }) + end() + end('told') + path('start', 'work', 'end') + path('note', 'told');
      await it.deploy('noted', body, message('note', '="k"'));
      for (const n of [1, 2]) await it.publish('note', 'k', { timeToLiveMs: hourMs, variables: { n } });
      const key = await it.start('noted');
      await it.publish('note', 'k', { variables: { n: 3 } });
      assert.deepEqual(it.outcomes(key, 'note'), ['completed', 'completed', 'completed']);
      await it.completeTask(key, 'work');
      await it.publish('note', 'k', { variables: { n: 4 } });
      assert.equal(it.outcomes(key, 'note').length, 3, 'the task is done');
    });

    test('the key of a boundary message is that of the scope around, not of its task\'s inputs', async () => {
      const body = start() + service('work', 'scoped-key', { inputs: [['="inner"', 'k']] }) + boundary('stop', 'work', on.message('scoped')) + user('stopped') + path('start', 'work') + path('stop', 'stopped');
      const key = await it.run('scoped-key', body, message('scoped', '=k'), { k: 'outer' });
      await it.publish('scoped', 'inner');
      assert.deepEqual(it.opened(key), []);
      await it.publish('scoped', 'outer');
      assert.deepEqual(it.opened(key), ['stopped']);
    });

    test('an element that stands still at its end takes no message', async () => {
      const body = start() + user('work', { outputs: [['=assert(x, x != null)', 'y']] }) + boundary('stop', 'work', on.message('too-late')) + user('stopped') + path('start', 'work') + path('stop', 'stopped');
      const key = await it.run('too-late', body, message('too-late', '="k"'));
      await it.completeTask(key, 'work');
      await it.publish('too-late', 'k');
      assert.deepEqual(it.opened(key), ['work']);
    });

    test('a message is thrown by a job, on the way and at an end', async () => {
      const body = start() + throwing('tell', on.message('told'), { jobType: 'tell' }) + endThrowing('end', on.message('told'), { jobType: 'tell' }) + path('start', 'tell', 'end');
      const key = await it.run('thrown', body, message('told'));
      const jobs = new HeldJobs(it.harness, { type: 'tell' });
      for (const elementId of ['tell', 'end']) {
        const held = await jobs.next();
        assert.equal(held.job.elementId, elementId);
        assert.equal(it.ended(key), undefined);
        held.answer({ kind: 'completed' });
        await jobs.answersTaken();
      }
      await jobs.close();
      assert.equal(it.ended(key), 'completed');
    });
  });
}
