import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, decision, dmn, dmnFile, knowledge, literal, path, rule, service, start, table, type TableText } from './model-text.ts';
import { test } from './suite-test.ts';

const limits: TableText = {
  inputs: [['tier', 'string'], ['amountFen', 'number']],
  outputs: ['limitFen', 'secondApprover'],
  rules: [['"street"', '< 1000', '1000', 'false'], ['"street"', '>= 1000', '5000', 'true'], ['"district","department"', '-', '9000', 'amountFen > 9000']],
};

/** Decisions, alone and called by a process. */
export function decisionsBehaviour(open: OpenHarness): void {
  describe('decisions', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    const deployTable = (decisionId: string, table: TableText) => harness.engine.deploy([resource(`${decisionId}.dmn`, dmn(decisionId, table))]);
    const evaluate = async (decisionId: string, variables: Record<string, unknown>) => (await harness.engine.evaluateDecision({ decisionId }, variables as never)).output;

    test('a unique table with two outputs gives a context; no match gives null', async () => {
      await deployTable('limits', limits);
      assert.deepEqual(await evaluate('limits', { tier: 'street', amountFen: 999 }), { limitFen: 1000, secondApprover: false });
      assert.deepEqual(await evaluate('limits', { tier: 'street', amountFen: 1000 }), { limitFen: 5000, secondApprover: true });
      assert.deepEqual(await evaluate('limits', { tier: 'department', amountFen: 9001 }), { limitFen: 9000, secondApprover: true });
      assert.equal(await evaluate('limits', { tier: 'city', amountFen: 1 }), null);
    });

    test('a unique table refuses two matches, a first table takes the first', async () => {
      const sizes: TableText = { inputs: [['n']], outputs: ['size'], rules: [['> 10', '"big"'], ['> 5', '"medium"'], ['', '"small"']] };
      await deployTable('unique', sizes);
      await deployTable('first', { ...sizes, hitPolicy: 'FIRST' });
      await assert.rejects(evaluate('unique', { n: 11 }), { code: 'INVALID_ARGUMENT', message: /UNIQUE/ });
      assert.equal(await evaluate('first', { n: 11 }), 'big');
      assert.equal(await evaluate('first', { n: 6 }), 'medium');
      assert.equal(await evaluate('first', { n: 0 }), 'small');
    });

    test('types are not enforced: a value that a test can\'t be compared with does not match', async () => {
      await deployTable('typed', limits);
      assert.equal(await evaluate('typed', { tier: 'street', amountFen: '999' }), null);
    });

    test('every hit policy and aggregation', async () => {
      const sized: TableText = { inputs: [['n']], outputs: [{ name: 'size', values: '2,3,1' }], rules: [['> 0', '1'], ['> 1', '2'], ['> 2', '3']] };
      const cases: [hitPolicy: string, aggregation: string | undefined, one: unknown, all: unknown][] = [
        ['FIRST', undefined, 1, 1], ['PRIORITY', undefined, 1, 2], ['RULE ORDER', undefined, [1], [1, 2, 3]], ['OUTPUT ORDER', undefined, [1], [2, 3, 1]],
        ['COLLECT', undefined, [1], [1, 2, 3]], ['COLLECT', 'SUM', 1, 6], ['COLLECT', 'COUNT', 1, 3], ['COLLECT', 'MIN', 1, 1], ['COLLECT', 'MAX', 1, 3],
      ];
      for (const [index, [hitPolicy, aggregation, one, all]] of cases.entries()) {
        await deployTable(`policy${index}`, { ...sized, hitPolicy, ...(aggregation ? { aggregation } : {}) });
        const results = [await evaluate(`policy${index}`, { n: 0 }), await evaluate(`policy${index}`, { n: 1 }), await evaluate(`policy${index}`, { n: 3 })];
        assert.deepEqual(results, [null, one, all], `${hitPolicy} ${aggregation}`);
      }
    });

    test('any: rules that match must agree; sums need numbers', async () => {
      const both = (hitPolicy: string, first: string, second: string, aggregation = {}) => ({ inputs: [], outputs: ['n'], rules: [[first], [second]], hitPolicy, ...aggregation });
      await deployTable('any-same', both('ANY', '1', '1'));
      await deployTable('any-other', both('ANY', '1', '2'));
      await deployTable('sum-text', both('COLLECT', '1', '"a"', { aggregation: 'SUM' }));
      assert.equal(await evaluate('any-same', {}), 1);
      await assert.rejects(evaluate('any-other', {}), { code: 'INVALID_ARGUMENT', message: /ANY/ });
      await assert.rejects(evaluate('sum-text', {}), { code: 'INVALID_ARGUMENT', message: /expected number but found '"a"'/ });
    });

    test('several outputs collect contexts; priorities look at the first output first', async () => {
      const outputs = [{ name: 'level', values: '2,1' }, { name: 'tag', values: '"b","a"' }];
      const rules = [['1', '"b"'], ['2', '"a"'], ['2', '"b"']];
      await deployTable('collect-two', { inputs: [], outputs, rules, hitPolicy: 'COLLECT' });
      await deployTable('priority-two', { inputs: [], outputs, rules, hitPolicy: 'PRIORITY' });
      assert.deepEqual(await evaluate('collect-two', {}), [{ level: 1, tag: 'b' }, { level: 2, tag: 'a' }, { level: 2, tag: 'b' }]);
      assert.deepEqual(await evaluate('priority-two', {}), { level: 2, tag: 'b' });
    });

    test('no match gives the default, also where results are collected', async () => {
      const sizes: TableText = { inputs: [['n']], outputs: [{ name: 'size', byDefault: '42' }], rules: [['> 5', '1']] };
      await deployTable('default-unique', sizes);
      await deployTable('default-collect', { ...sizes, hitPolicy: 'COLLECT' });
      assert.equal(await evaluate('default-unique', { n: 1 }), 42);
      assert.equal(await evaluate('default-collect', { n: 1 }), 42);
    });

    test('unary tests as Zeebe takes them', async () => {
      const tests = ['yes', 'no', 'true', 'null', '[1,2]', '? > 5', '-', '"a"', '< 5', 'not(null)', 'not("a")', 'not(1,2)', 'known', '[1..3]', 'nowhere'];
      await deployTable('unary', { hitPolicy: 'COLLECT', inputs: [['i']], outputs: ['o'], rules: tests.map((text) => [text, JSON.stringify(text)]) });
      const matching = (i: unknown) => evaluate('unary', { i, yes: true, no: false, known: [1, 'a'] });
      assert.deepEqual(await matching(true), ['yes', 'true', '-', 'not(null)']);
      assert.deepEqual(await matching(false), ['yes', 'no', '-', 'not(null)']);
      assert.deepEqual(await matching(null), ['yes', 'null', '-', 'not("a")', 'not(1,2)', 'nowhere']);
      assert.deepEqual(await matching('a'), ['yes', '-', '"a"', 'not(null)', 'known']);
      assert.deepEqual(await matching(1), ['yes', '[1,2]', '-', '< 5', 'not(null)', 'known', '[1..3]']);
      assert.deepEqual(await matching([1, 2]), ['yes', '[1,2]', '-', 'not(null)']);
    });

    test('a decision sees the results of those that it requires, and the functions', async () => {
      await harness.engine.deploy([resource('dish.dmn', dmnFile('dish', [
        decision('dish', table({ hitPolicy: 'FIRST', inputs: [['season'], ['guests']], outputs: ['dish'], rules: [['"winter"', '> 5', '"stew"'], ['-', '-', '"salad"']] }), { decisions: ['season', 'guests'] }),
        decision('season', table({ inputs: [['degrees']], outputs: ['season'], rules: [['< 10', '"winter"'], ['>= 10', '"summer"']] }, 'season_')),
        decision('guests', literal('twice(invited) + 1'), { knowledge: ['twice'] }),
        knowledge('twice', ['n'], literal('n * 2')),
      ].join('')))]);
      assert.equal(await evaluate('dish', { degrees: 5, invited: 3 }), 'stew');
      assert.equal(await evaluate('dish', { degrees: 5, invited: 2 }), 'salad');
      assert.equal(await evaluate('dish', { degrees: 15, invited: 3 }), 'salad');
      assert.equal(await evaluate('guests', { invited: 3 }), 7);
    });

    test('a required decision that fails fails the one that asked', async () => {
      await harness.engine.deploy([resource('failing.dmn', dmnFile('failing', [
        decision('asks', literal('answer'), { decisions: ['answer'] }),
        decision('answer', table({ inputs: [], outputs: ['n'], rules: [['1'], ['2']] })),
      ].join('')))]);
      await assert.rejects(evaluate('asks', {}), { code: 'INVALID_ARGUMENT', message: /'asks'.*UNIQUE/ });
    });

    test('requirements in a circle or to nothing, and decisions without logic, are refused', async () => {
      const refuse = (body: string, message: RegExp) => assert.rejects(harness.engine.deploy([resource('bad.dmn', dmnFile('bad', body))]), { code: 'INVALID_ARGUMENT', message });
      await refuse(decision('a', literal('1'), { decisions: ['b'] }) + decision('b', literal('1'), { decisions: ['a'] }), /cyclic/);
      await refuse(decision('a', literal('1'), { decisions: ['nowhere'] }), /nowhere/);
      await refuse(decision('a', ''), /no logic/);
      await refuse(decision('a', literal('')), /no expression/);
      await refuse(decision('a', literal('1 +')), /not FEEL/);
    });

    test('an older version can be evaluated by its key; an unknown one can\'t', async () => {
      const one = await deployTable('versions', { inputs: [], outputs: ['n'], rules: [['1']] });
      const two = await deployTable('versions', { inputs: [], outputs: ['n'], rules: [['2']] });
      const byKey = (decisionKey = '') => harness.engine.evaluateDecision({ decisionKey }, {});
      assert.deepEqual(await byKey(one.decisions[0]?.decisionKey), { decisionKey: one.decisions[0]?.decisionKey, output: 1 });
      assert.deepEqual(await byKey(two.decisions[0]?.decisionKey), { decisionKey: two.decisions[0]?.decisionKey, output: 2 });
      assert.equal(await evaluate('versions', {}), 2);
      await assert.rejects(byKey('1'), { code: 'NOT_FOUND' });
      await assert.rejects(evaluate('nothing', {}), { code: 'NOT_FOUND' });
    });

    async function shownBy(processId: string): Promise<unknown> {
      const jobs = new HeldJobs(harness, { type: `show-${processId}` });
      await harness.engine.createInstance({ processId, variables: { tier: 'street', amountFen: 2000 } });
      const { job } = await jobs.next();
      await jobs.close();
      return job.variables['result'];
    }

    test('a business rule task puts the result into its variable; bindings hold', async () => {
      const model = (processId: string, bindingType: string) => resource(`${processId}.bpmn`,
        bpmn(processId, start() + rule('decide', 'called', { bindingType }) + service('show', `show-${processId}`) + path('start', 'decide', 'show')));
      await harness.engine.deploy([model('rule-fixed', 'deployment'), model('rule-latest', 'latest'), resource('called.dmn', dmn('called', limits))]);
      await deployTable('called', { inputs: [], outputs: ['answer'], rules: [['"new"']] });
      assert.deepEqual(await shownBy('rule-fixed'), { limitFen: 5000, secondApprover: true });
      assert.equal(await shownBy('rule-latest'), 'new');
    });

    test('a decision that is missing or fails is an incident', async () => {
      await harness.engine.deploy([resource('rule-missing.bpmn', bpmn('rule-missing', start() + rule('decide', '=which') + path('start', 'decide')))]);
      await deployTable('ambiguous', { inputs: [], outputs: ['n'], rules: [['1'], ['2']] });
      const missing = await harness.engine.createInstance({ processId: 'rule-missing', variables: { which: 'nothing' } });
      const first = await harness.events.waitFor('incidentRaised', { processInstanceKey: missing.processInstanceKey });
      assert.equal(first.errorType, 'CALLED_DECISION_ERROR');
      const failing = await harness.engine.createInstance({ processId: 'rule-missing', variables: { which: 'ambiguous' } });
      const second = await harness.events.waitFor('incidentRaised', { processInstanceKey: failing.processInstanceKey });
      assert.equal(second.errorType, 'DECISION_EVALUATION_ERROR');
    });

    test('tables that can\'t be evaluated are refused', async () => {
      const refuse = (table: TableText, message: RegExp) => assert.rejects(deployTable('refused', table), { code: 'INVALID_ARGUMENT', message });
      await refuse({ ...limits, hitPolicy: 'COLLECT', aggregation: 'SUM' }, /refused.*compound/);
      await refuse({ ...limits, hitPolicy: 'SOME' }, /refused.*SOME/);
      await refuse({ ...limits, rules: [['"street"', '1000']] }, /rule 1/);
      await refuse({ ...limits, rules: [['"street" and', '-', '1', '2']] }, /not FEEL/);
      await refuse({ ...limits, inputs: [['tier +', 'string'], ['amountFen', 'number']] }, /not FEEL/);
    });
  });
}
