import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, path, service, start, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Jobs: what a worker gets, retries, back-off, timeouts, late answers. */
export function jobsBehaviour(open: OpenHarness): void {
  describe('jobs', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    async function begin(type: string, options: { retries?: string; headers?: Record<string, string> } = {}): Promise<string> {
      const body = start() + service('work', type, options) + user('after') + path('start', 'work', 'after');
      await harness.engine.deploy([resource(`${type}.bpmn`, bpmn(type, body))]);
      return (await harness.engine.createInstance({ processId: type, variables: { n: 1 } })).processInstanceKey;
    }
    const isAfter = (processInstanceKey: string) => harness.events.waitFor('userTaskOpened', { processInstanceKey, elementId: 'after' });

    test('a worker opened before or after gets the job with what its model says', async () => {
      const processInstanceKey = await begin('described', { retries: '5', headers: { tier: 'street' } });
      const jobs = new HeldJobs(harness, { type: 'described' });
      const { job, answer } = await jobs.next();
      assert.equal(job.type, 'described');
      assert.equal(job.engineId, harness.engine.engineId);
      assert.equal(job.processInstanceKey, processInstanceKey);
      assert.equal(job.processId, 'described');
      assert.equal(job.elementId, 'work');
      assert.equal(job.retries, 5);
      assert.deepEqual(job.headers, { tier: 'street' });
      assert.deepEqual(job.variables, { n: 1 });
      answer(completed({ m: 2 }));
      await isAfter(processInstanceKey);
      await jobs.close();
    });

    test('no more jobs at once than the worker asks for', async () => {
      const jobs = new HeldJobs(harness, { type: 'bounded', jobsActiveMax: 2 });
      for (let n = 0; n < 5; n += 1) await begin('bounded');
      await harness.settled();
      assert.equal(jobs.held.length, 2);
      (await jobs.next()).answer(completed());
      await harness.events.waitFor('userTaskOpened', { processId: 'bounded' });
      await harness.settled();
      assert.equal(jobs.held.length, 3);
      const closing = jobs.close();
      await closing;
      assert.equal(jobs.held.length, 3, 'a closed worker takes no new job');
    });

    test('a failed job is tried again after its back-off, with one retry less', async () => {
      const processInstanceKey = await begin('backoff');
      const jobs = new HeldJobs(harness, { type: 'backoff', backoffMs: (failures) => failures * 10_000 });
      const first = await jobs.next();
      first.fail(new Error('not now'));
      await jobs.answersTaken();
      await harness.advanceTime(9_999);
      assert.equal(jobs.held.length, 1);
      await harness.advanceTime(1);
      const second = await jobs.next();
      assert.equal(second.job.retries, 2);
      assert.equal(second.job.jobKey, first.job.jobKey);
      second.fail(new Error('nor now'));
      await jobs.answersTaken();
      await harness.advanceTime(19_999);
      assert.equal(jobs.held.length, 2);
      await harness.advanceTime(1);
      (await jobs.next()).answer(completed());
      await isAfter(processInstanceKey);
      await jobs.close();
    });

    test('the last failure raises an incident; new retries and a resolve go on with the same job', async () => {
      const processInstanceKey = await begin('incident', { retries: '1' });
      const jobs = new HeldJobs(harness, { type: 'incident' });
      const first = await jobs.next();
      first.fail(new Error('out of paper'));
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey });
      assert.equal(raised.errorType, 'JOB_NO_RETRIES');
      assert.equal(raised.jobKey, first.job.jobKey);
      assert.match(raised.message, /out of paper/);
      await assert.rejects(harness.engine.updateJobRetries(first.job.jobKey, 0), { code: 'INVALID_ARGUMENT' });
      await assert.rejects(harness.engine.resolveIncident(raised.incidentKey), { code: 'FAILED_PRECONDITION' });
      await harness.engine.updateJobRetries(first.job.jobKey, 2);
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      await harness.events.waitFor('incidentResolved', { processInstanceKey, incidentKey: raised.incidentKey });
      const second = await jobs.next();
      assert.equal(second.job.jobKey, first.job.jobKey);
      assert.equal(second.job.retries, 2);
      second.answer(completed());
      await isAfter(processInstanceKey);
      await assert.rejects(harness.engine.resolveIncident(raised.incidentKey), { code: 'NOT_FOUND' });
      await assert.rejects(harness.engine.updateJobRetries(first.job.jobKey, 1), { code: 'NOT_FOUND' });
      await jobs.close();
    });

    test('a job that times out is given out again; the late answer changes nothing', async () => {
      const processInstanceKey = await begin('timeout');
      const jobs = new HeldJobs(harness, { type: 'timeout', timeoutMs: 5_000, jobsActiveMax: 1 });
      const first = await jobs.next();
      await harness.advanceTime(4_999);
      assert.equal(jobs.held.length, 1);
      await harness.advanceTime(1);
      const second = await jobs.next();
      assert.equal(second.job.jobKey, first.job.jobKey);
      assert.equal(second.job.retries, first.job.retries, 'a timeout costs no retry');
      second.answer(completed({ by: 'second' }));
      await isAfter(processInstanceKey);
      first.answer(completed({ by: 'first' }));
      await jobs.close();
      await harness.settled();
      assert.equal(harness.events.of('elementLeft', { processInstanceKey, elementId: 'work' }).length, 1);
    });

    test('a failure that comes after the timeout takes no retry from the next worker', async () => {
      await begin('late-failure');
      const jobs = new HeldJobs(harness, { type: 'late-failure', timeoutMs: 5_000 });
      const first = await jobs.next();
      await harness.advanceTime(5_000);
      const second = await jobs.next();
      first.fail(new Error('late'));
      await jobs.answersTaken();
      await harness.advanceTime(5_000);
      const third = await jobs.next();
      assert.equal(third.job.retries, second.job.retries);
      await jobs.close();
    });

    test('type and retries may be expressions', async () => {
      const body = start() + service('work', '="dynamic-" + kind', { retries: '=tries' }) + path('start', 'work');
      await harness.engine.deploy([resource('expr.bpmn', bpmn('expr', body))]);
      const jobs = new HeldJobs(harness, { type: 'dynamic-a' });
      await harness.engine.createInstance({ processId: 'expr', variables: { kind: 'a', tries: 7 } });
      assert.equal((await jobs.next()).job.retries, 7);
      await jobs.close();
    });
  });
}
