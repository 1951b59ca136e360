import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeHarness, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, dmn, path, rule, service, start, type TableText } from './model-text.ts';

const limits: TableText = {
  inputs: [['tier', 'string'], ['amountFen', 'number']],
  outputs: ['limitFen', 'secondApprover'],
  rules: [['"street"', '< 1000', '1000', 'false'], ['"street"', '>= 1000', '5000', 'true'], ['"district","department"', '-', '9000', 'amountFen > 9000']],
};

/** Decision tables, alone and called by a process. */
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
      const table: TableText = { inputs: [['n']], outputs: ['size'], rules: [['> 10', '"big"'], ['> 5', '"medium"'], ['', '"small"']] };
      await deployTable('unique', table);
      await deployTable('first', { ...table, hitPolicy: 'FIRST' });
      await assert.rejects(evaluate('unique', { n: 11 }), { code: 'INVALID_ARGUMENT', message: /UNIQUE/ });
      assert.equal(await evaluate('first', { n: 11 }), 'big');
      assert.equal(await evaluate('first', { n: 6 }), 'medium');
      assert.equal(await evaluate('first', { n: 0 }), 'small');
    });

    test('an input of another type than the table says is refused', async () => {
      await deployTable('typed', limits);
      await assert.rejects(evaluate('typed', { tier: 'street', amountFen: '999' }), { code: 'INVALID_ARGUMENT', message: /number/ });
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

    test('tables that the engine does not read are refused', async () => {
      const refuse = (table: TableText, message: RegExp) => assert.rejects(deployTable('refused', table), { code: 'INVALID_ARGUMENT', message });
      await refuse({ ...limits, hitPolicy: 'COLLECT' }, /refused.*COLLECT/);
      await refuse({ ...limits, rules: [['"street"', '1000']] }, /rule 1/);
      await refuse({ ...limits, rules: [['"street" and', '-', '1', '2']] }, /not FEEL/);
      await refuse({ ...limits, inputs: [['tier +', 'string'], ['amountFen', 'number']] }, /not FEEL/);
    });
  });
}
