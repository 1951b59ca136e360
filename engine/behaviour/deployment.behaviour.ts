import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, type Harness, type OpenHarness, refusal, resource } from './harness.ts';
import { boundaryError, boundaryTimer, bpmn, call, dmn, end, exclusive, flow, form, multi, parallel, path, rule, script, service, start, subProcess, tag, type TableText, user } from './model-text.ts';
import { test } from './suite-test.ts';

const table: TableText = { inputs: [], outputs: ['n'], rules: [['1']] };

/** Deployments: versions, duplicates, and everything that is refused. */
export function deploymentBehaviour(open: OpenHarness): void {
  describe('deployment', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    test('the same content again is a duplicate; a change makes a version; old versions can still be started', async () => {
      const file = (task: string) => resource('versions.bpmn', bpmn('versions', start() + user(task) + path('start', task)));
      const one = (await harness.engine.deploy([file('a')])).processes[0];
      const again = (await harness.engine.deploy([file('a')])).processes[0];
      const two = (await harness.engine.deploy([file('b')])).processes[0];
      assert.deepEqual([one?.version, one?.duplicate, again?.version, again?.duplicate, two?.version, two?.duplicate], [1, false, 1, true, 2, false]);
      assert.equal(again?.processDefinitionKey, one?.processDefinitionKey);
      const openedBy = async (version?: number) => {
        const { processInstanceKey } = await harness.engine.createInstance({ processId: 'versions', ...(version === undefined ? {} : { version }) });
        return (await harness.events.waitFor('userTaskOpened', { processInstanceKey })).elementId;
      };
      assert.deepEqual([await openedBy(), await openedBy(1), await openedBy(2)], ['b', 'a', 'b']);
      await assert.rejects(openedBy(3), { code: 'NOT_FOUND' });
      await assert.rejects(harness.engine.createInstance({ processId: 'unheard-of' }), { code: 'NOT_FOUND' });
    });

    test('going back to older content is a new version', async () => {
      const deploy = async (label: string) => (await harness.engine.deploy([resource('back.form', form('back', label))])).forms[0]?.version;
      assert.deepEqual([await deploy('one'), await deploy('two'), await deploy('one')], [1, 2, 3]);
    });

    test('one changed file in a deployment gives all of them new versions', async () => {
      const process = resource('together.bpmn', bpmn('together', start() + rule('decide', 'together-table', { bindingType: 'deployment' }) + path('start', 'decide')));
      const deploy = (rules: readonly (readonly string[])[]) => harness.engine.deploy([process, resource('together.dmn', dmn('together-table', { ...table, rules }))]);
      const one = await deploy([['1']]);
      const same = await deploy([['1']]);
      const two = await deploy([['2']]);
      assert.deepEqual([one, same, two].map(({ processes, decisions }) => [processes[0]?.version, decisions[0]?.version]), [[1, 1], [1, 1], [2, 2]]);
    });

    test('all or nothing: one bad file refuses the rest', async () => {
      const good = resource('good.bpmn', bpmn('all-or-nothing', start()));
      await assert.rejects(harness.engine.deploy([good, resource('bad.bpmn', '<broken')]), { code: 'INVALID_ARGUMENT', message: /bad\.bpmn/ });
      await assert.rejects(harness.engine.createInstance({ processId: 'all-or-nothing' }), { code: 'NOT_FOUND' });
    });

    const begin = start() + user('task') + path('start', 'task');
    const refusedModels: Record<string, [xml: string, message: RegExp]> = {
      'broken XML': ['<bpmn:definitions', /refused\.bpmn/],
      'no XML': ['hello', /refused\.bpmn/],
      'an empty file': ['', /empty/],
      'a document type': [`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${bpmn('x', begin)}`, /document types/],
      'a DMN in a BPMN file': [dmn('x', table), /refused\.bpmn/],
      'no executable process': [bpmn('x', begin).replace('isExecutable="true"', 'isExecutable="false"'), /no executable process/],
      'no start event': [bpmn('x', user('task')), /'x'.*start event/],
      'two start events': [bpmn('x', begin + start('second')), /'x'.*start event/],
      'a flow to nowhere': [bpmn('x', begin + flow('task', 'nowhere')), /nowhere/],
      'a flow out of a subprocess': [bpmn('x', begin + subProcess('sub', start('s') + user('inner') + path('s', 'inner')) + flow('inner', 'task')), /inner_task.*border/],
      'a flow into a start event': [bpmn('x', begin + flow('task', 'start')), /'start'.*incoming/],
      'a flow out of an end event': [bpmn('x', begin + end() + path('task', 'end', 'task')), /'end'.*outgoing/],
      'an id used twice': [bpmn('x', begin + user('task')), /task/],
      'a condition that is not FEEL': [bpmn('x', begin + exclusive('which') + user('a') + path('task', 'which') + flow('which', 'a', '=amount >')), /which_a.*FEEL/],
      'a condition without =': [bpmn('x', begin + exclusive('which') + user('a') + path('task', 'which') + flow('which', 'a', 'amount > 1')), /which_a.*'='/],
      'a service task without type': [bpmn('x', begin + tag('bpmn:serviceTask', { id: 'work' })), /'work'.*taskDefinition/],
      'retries that are no number': [bpmn('x', begin + service('work', 'work', { retries: 'three' })), /'work'.*retries/],
      'a rule task without decision or job': [bpmn('x', begin + tag('bpmn:businessRuleTask', { id: 'decide' })), /'decide'/],
      'a decision bound to a deployment that lacks it': [bpmn('x', begin + rule('decide', 'not-here', { bindingType: 'deployment' })), /'decide'.*not-here/],
      'a form bound to a deployment that lacks it': [bpmn('x', begin + user('ask', { extra: tag('zeebe:formDefinition', { formId: 'not-here', bindingType: 'deployment' }) })), /'ask'.*not-here/],
      'a version tag binding without tag': [bpmn('x', begin + rule('decide', 'd', { bindingType: 'versionTag' })), /'decide'.*versionTag/],
      'a called process bound to a deployment that lacks it': [bpmn('x', begin + call('call', 'not-here', { bindingType: 'deployment' })), /'call'.*not-here/],
      'a call activity without process': [bpmn('x', begin + tag('bpmn:callActivity', { id: 'call' })), /'call'.*calledElement/],
      'a script task without script': [bpmn('x', begin + tag('bpmn:scriptTask', { id: 'calculate' })), /'calculate'.*script/],
      'a script without result variable': [bpmn('x', begin + script('calculate', '=1', '')), /'calculate'.*resultVariable/],
      'a send task without type': [bpmn('x', begin + tag('bpmn:sendTask', { id: 'send' })), /'send'.*taskDefinition/],
      'an external form of a job-based task': [bpmn('x', begin + user('ask', { native: false, extra: tag('zeebe:formDefinition', { externalReference: 'http' }) })), /'ask'.*external/],
      'two forms of one task': [bpmn('x', begin + user('ask', { extra: tag('zeebe:formDefinition', { externalReference: 'http', formId: 'f' }) })), /'ask'.*exactly one/],
      'a priority over 100': [bpmn('x', begin + user('ask', { extra: tag('zeebe:priorityDefinition', { priority: '101' }) })), /'ask'.*101/],
      'a priority on a job-based task': [bpmn('x', begin + user('ask', { native: false, extra: tag('zeebe:priorityDefinition', { priority: '1' }) })), /'ask'.*priority/],
      'a date without zone': [bpmn('x', begin + user('ask', { extra: tag('zeebe:taskSchedule', { dueDate: '2026-01-01T00:00:00' }) })), /'ask'.*zone/],
      'task listeners': [bpmn('x', begin + user('ask', { extra: tag('zeebe:taskListeners', {}, tag('zeebe:taskListener', { eventType: 'completing', type: 't' })) })), /'ask'.*TaskListeners/],
      'an unknown attribute of an extension': [bpmn('x', begin + user('ask', { extra: tag('zeebe:assignmentDefinition', { group: 'a' }) })), /group/],
      'an unknown extension': [bpmn('x', begin + user('ask', { extra: tag('zeebe:magic') })), /magic/i],
      'a Camunda 7 attribute': [bpmn('x', begin).replace('<bpmn:userTask ', '<bpmn:userTask xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="a" '), /camunda:assignee/],
      'a timer that is none': [bpmn('x', begin + boundaryTimer('late', 'task', 'timeDuration', 'soon')), /'late'.*soon/],
      'a cycle that is neither an interval nor cron': [bpmn('x', begin + boundaryTimer('late', 'task', 'timeCycle', '0 0 * *', false)), /'late'.*cycle/],
      'an interrupting cycle': [bpmn('x', begin + boundaryTimer('late', 'task', 'timeCycle', 'R3/PT1H')), /'late'.*cycle/],
      'a boundary event on a gateway': [bpmn('x', begin + parallel('fork') + boundaryTimer('late', 'fork', 'timeDuration', 'PT1H')), /'fork'.*boundary/],
      'two boundary events for one error': [bpmn('x', begin + boundaryError('one', 'task', 'E') + boundaryError('two', 'task', 'E'), ['E']), /'task'.*'E'/],
      'an error event that does not interrupt': [bpmn('x', begin + boundaryError('one', 'task')).replace('attachedToRef="task"', 'attachedToRef="task" cancelActivity="false"'), /'one'.*interrupting/],
      'a loop without a wait': [bpmn('x', begin + exclusive('a', 'a_b') + exclusive('b', 'b_a') + path('task', 'a', 'b', 'a')), /loop/],
      'multi-instance without loop characteristics': [bpmn('x', begin).replace('</bpmn:userTask>', '<bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>'), /'task'.*multi-instance/],
      'multi-instance without input collection': [bpmn('x', begin + multi(user('each'), { inputCollection: '' })), /'each'.*inputCollection/],
      'an output collection without element': [bpmn('x', begin + multi(user('each'), { inputCollection: '=[]', outputCollection: 'all' })), /'each'.*outputElement/],
      'a standard loop': [bpmn('x', begin).replace('</bpmn:userTask>', '<bpmn:standardLoopCharacteristics /></bpmn:userTask>'), /'task'.*Loop/],
      'an error end without error': [bpmn('x', begin + end('fail', tag('bpmn:errorEventDefinition')) + path('task', 'fail')), /'fail'.*error/],
      ...Object.fromEntries(['transaction', 'adHocSubProcess']
        .map((name) => [name, [bpmn('x', begin + tag(`bpmn:${name}`, { id: 'odd' })), /'odd'.*not supported/] as [string, RegExp]])),
    };
    for (const [what, [xml, message]] of Object.entries(refusedModels)) {
      test(`refused: ${what}`, () => assert.rejects(harness.engine.deploy([resource('refused.bpmn', xml)]), refusal(harness, message)));
    }

    test('refused: a file over 4 MiB, of another kind, not UTF-8, a bad form, the same thing twice, nothing', async () => {
      const refuse = (resources: Parameters<Harness['engine']['deploy']>[0], message: RegExp) => assert.rejects(harness.engine.deploy(resources), refusal(harness, message));
      await refuse([resource('big.bpmn', ' '.repeat(4 * 1024 * 1024 + 1))], /larger/);
      await refuse([resource('notes.txt', 'hello')], /notes\.txt/);
      await refuse([{ name: 'latin.bpmn', content: Uint8Array.of(0x3c, 0xe9, 0x3e) }], /UTF-8/);
      await refuse([resource('a.form', '{}')], /id/);
      await refuse([resource('a.form', '{')], /JSON/);
      await refuse([resource('a.form', form('f')), resource('b.form', form('f', 'other'))], /'f'.*twice/);
      await refuse([], /needs a resource/);
    });
  });
}
