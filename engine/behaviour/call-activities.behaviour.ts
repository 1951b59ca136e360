import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Variables } from '../index.ts';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { boundaryError, boundaryTimer, bpmn, call, errorEnd, exclusive, flow, path, service, start, subProcess, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Processes that call processes. */
export function callActivitiesBehaviour(open: OpenHarness): void {
  describe('call activities', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    const file = (processId: string, body: string) => resource(`${processId}.bpmn`, bpmn(processId, start() + body, ['E']));
    const deploy = (processId: string, body: string) => harness.engine.deploy([file(processId, body)]);
    async function create(processId: string, variables: Variables = {}): Promise<string> {
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);
    /** The instances that an instance called, in order. */
    const called = (parentProcessInstanceKey: string) => harness.events.of('instanceStarted', { parentProcessInstanceKey });
    const childOf = (key: string) => called(key)[0]?.processInstanceKey as string;
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);
    async function done(processInstanceKey: string, variables: Variables = {}): Promise<void> {
      const task = harness.events.of('userTaskOpened', { processInstanceKey }).at(-1);
      await harness.engine.completeUserTask(task?.task.taskKey as string, variables);
      await harness.settled();
    }

    test('the called process is an instance of its own; its end goes on in the caller', async () => {
      await deploy('called', user('ask') + path('start', 'ask'));
      await deploy('caller', call('call', 'called') + user('after') + path('start', 'call', 'after'));
      const key = await create('caller', { a: 1 });
      const [child] = called(key);
      assert.deepEqual([child?.processId, child?.variables], ['called', { a: 1 }]);
      assert.deepEqual(opened(key), []);
      await done(childOf(key));
      assert.deepEqual([ended(childOf(key)), opened(key)], [['completed'], ['after']]);
    });

    test('variables: all go down and up by default, or only what the mappings say', async () => {
      const inside = new HeldJobs(harness, { type: 'call-inside' });
      const afterwards = new HeldJobs(harness, { type: 'call-after' });
      await deploy('called-vars', service('work', 'call-inside') + path('start', 'work'));
      const cases: [options: Parameters<typeof call>[2], down: Variables, up: Variables][] = [
        [{}, { a: 1 }, { a: 2, b: 3 }],
        [{ inputs: [['=a + 1', 'local']] }, { a: 1, local: 2 }, { a: 2, b: 3, local: 2 }],
        [{ propagateAllParentVariables: false, inputs: [['=a + 1', 'local']] }, { local: 2 }, { a: 2, b: 3, local: 2 }],
        [{ propagateAllParentVariables: false }, {}, { a: 2, b: 3 }],
        [{ propagateAllChildVariables: false }, { a: 1 }, { a: 1 }],
        [{ propagateAllChildVariables: false, outputs: [['=b', 'mapped']] }, { a: 1 }, { a: 1, mapped: 3 }],
        [{ outputs: [['=b', 'mapped']] }, { a: 1 }, { a: 1, mapped: 3 }],
      ];
      for (const [index, [options, down, up]] of cases.entries()) {
        await deploy(`caller-vars-${index}`, call('call', 'called-vars', options) + service('after', 'call-after') + path('start', 'call', 'after'));
        await create(`caller-vars-${index}`, { a: 1 });
        const work = await inside.next();
        assert.deepEqual(work.job.variables, down, `down, case ${index}`);
        work.answer(completed({ a: 2, b: 3 }));
        assert.deepEqual((await afterwards.next()).job.variables, up, `up, case ${index}`);
      }
    });

    test('a process that is not there is an incident, tried again when it is', async () => {
      await deploy('calls-missing', call('call', '="later-" + name') + path('start', 'call'));
      const key = await create('calls-missing', { name: 'deployed' });
      const [incident] = harness.events.of('incidentRaised', { processInstanceKey: key });
      assert.deepEqual([incident?.errorType, incident?.elementId], ['CALLED_ELEMENT_ERROR', 'call']);
      await deploy('later-deployed', user('ask') + path('start', 'ask'));
      await harness.engine.resolveIncident(incident?.incidentKey as string);
      await harness.settled();
      await done(childOf(key));
      assert.deepEqual(ended(key), ['completed']);
    });

    test('the version by binding: the newest, that of the same deployment, the newest with a tag', async () => {
      const version = (task: string, versionTag?: string) => resource('bound.bpmn', bpmn('bound', start() + user(task) + path('start', task)
        ).replace('isExecutable="true">', `isExecutable="true">${versionTag ? `<bpmn:extensionElements><zeebe:versionTag value="${versionTag}" /></bpmn:extensionElements>` : ''}`));
      const caller = (name: string, options: Parameters<typeof call>[2]) => file(name, call('call', 'bound', options) + path('start', 'call'));
      await harness.engine.deploy([version('one', 'stable'), caller('by-deployment', { bindingType: 'deployment' })]);
      await harness.engine.deploy([version('two', 'stable')]);
      await harness.engine.deploy([version('three'), caller('by-latest', {}), caller('by-tag', { bindingType: 'versionTag', versionTag: 'stable' }), caller('by-lost-tag', { bindingType: 'versionTag', versionTag: 'lost' })]);
      const openedBy = async (processId: string) => opened(childOf(await create(processId)));
      assert.deepEqual([await openedBy('by-deployment'), await openedBy('by-latest'), await openedBy('by-tag')], [['one'], ['three'], ['two']]);
      const lost = await create('by-lost-tag');
      assert.equal(harness.events.of('incidentRaised', { processInstanceKey: lost })[0]?.errorType, 'CALLED_ELEMENT_ERROR');
    });

    test('cancel goes through: the called process ends before its caller; alone it is refused', async () => {
      await deploy('cancelled', user('ask') + path('start', 'ask'));
      await deploy('canceller', subProcess('sub', start('s') + call('call', 'cancelled') + path('s', 'call')) + path('start', 'sub'));
      const key = await create('canceller');
      await assert.rejects(harness.engine.cancelInstance(childOf(key)), { code: 'FAILED_PRECONDITION', message: new RegExp(key) });
      await harness.engine.cancelInstance(key);
      await harness.settled();
      const order = harness.events.all.filter((event) => event.kind === 'instanceEnded' || (event.kind === 'elementLeft' && event.elementId === 'call'));
      assert.deepEqual(order.filter(({ processInstanceKey }) => [key, childOf(key)].includes(processInstanceKey)).map(({ kind }) => kind), ['instanceEnded', 'elementLeft', 'instanceEnded']);
      assert.deepEqual([ended(childOf(key)), ended(key)], [['terminated'], ['terminated']]);
    });

    test('a boundary timer on the call activity ends the called process', async () => {
      await deploy('too-slow', user('ask') + path('start', 'ask'));
      await deploy('impatient', call('call', 'too-slow') + boundaryTimer('late', 'call', 'timeDuration', 'PT1H') + user('after') + path('start', 'call') + path('late', 'after'));
      const key = await create('impatient');
      await harness.advanceTime(3_600_000);
      assert.deepEqual([ended(childOf(key)), opened(key)], [['terminated'], ['after']]);
    });

    test('an error goes up through the call, by job and by end event, also through two', async () => {
      const work = new HeldJobs(harness, { type: 'call-fails' });
      await deploy('fails', service('work', 'call-fails') + errorEnd('fail', 'E') + path('start', 'work', 'fail'));
      await deploy('fails-between', call('call', 'fails') + path('start', 'call'));
      await deploy('catches', call('outer', 'fails-between') + boundaryError('caught', 'outer', 'E') + user('repair') + path('start', 'outer') + path('caught', 'repair'));
      const byJob = await create('catches');
      (await work.next()).answer({ kind: 'bpmnError', errorCode: 'E', variables: { reason: 'no' } });
      await harness.events.waitFor('userTaskOpened', { processInstanceKey: byJob });
      assert.deepEqual([ended(childOf(byJob)), ended(childOf(childOf(byJob)))], [['terminated'], ['terminated']]);
      const byEnd = await create('catches');
      (await work.next()).answer(completed());
      await harness.events.waitFor('userTaskOpened', { processInstanceKey: byEnd });
    });

    test('an error that nobody catches is an incident in the called process', async () => {
      await deploy('fails-alone', errorEnd('fail', 'E') + path('start', 'fail'));
      await deploy('catches-nothing', call('call', 'fails-alone') + path('start', 'call'));
      const key = await create('catches-nothing');
      const [incident] = harness.events.of('incidentRaised', { processInstanceKey: childOf(key) });
      assert.deepEqual([incident?.errorType, incident?.elementId], ['UNHANDLED_ERROR_EVENT', 'fail']);
    });

    test('a process that calls itself stops as deep as it may; cancelling the root ends them all', async () => {
      await deploy('endless', call('call', 'endless') + path('start', 'call'));
      const key = await create('endless');
      const incident = await harness.events.waitFor('incidentRaised', { processId: 'endless' });
      assert.equal(incident.errorType, 'CALLED_ELEMENT_ERROR');
      assert.match(incident.message, /maximum depth of 1000/);
      assert.equal(harness.events.of('instanceStarted', { processId: 'endless' }).length, 1000);
      await harness.engine.cancelInstance(key);
      await harness.settled();
      assert.equal(harness.events.of('instanceEnded', { processId: 'endless', outcome: 'terminated' }).length, 1000);
    });

    test('a process may call itself until its own condition ends it', async () => {
      await deploy('countdown', exclusive('more', 'more_stop') + call('call', 'countdown', { propagateAllParentVariables: false, inputs: [['=n - 1', 'n']], propagateAllChildVariables: false })
        + user('stop') + path('start', 'more') + flow('more', 'call', '=n > 0') + flow('more', 'stop'));
      const key = await create('countdown', { n: 2 });
      const last = childOf(childOf(key));
      assert.deepEqual(opened(last), ['stop']);
      await done(last);
      assert.deepEqual(ended(key), ['completed']);
    });
  });
}
