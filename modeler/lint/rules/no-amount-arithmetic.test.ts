import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, reported } from '../../testing/process-xml.ts';
import { amountInArithmetic } from './no-amount-arithmetic.ts';

test('computing with an amount is found, also nested and in functions', () => {
  for (const expression of ['amountFen * 2', '1 + amountFen', '-amountFen', 'payout.amountFen / 100 > 3', 'sum([amountFen, 1])', 'if true then amountFen - 1 else 0', 'floor(amountFen)']) {
    assert.equal(amountInArithmetic(expression), 'amountFen', expression);
  }
});

test('comparing, passing on and arithmetic on other things are fine', () => {
  for (const expression of ['amountFen > 5000', 'amountFen', '{amount: amountFen}', 'revision + 1', 'now() + duration("P3D")', 'count([amountFen]) = 1', 'if 1 + 1 = 2 then amountFen else 0']) {
    assert.equal(amountInArithmetic(expression), undefined, expression);
  }
});

test('conditions and mappings are read, and the element is named', async () => {
  const mapping = `<bpmn:serviceTask id="task"><bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="=amountFen / 2" target="halfFen" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>`;
  assert.deepEqual(await reported('no-amount-arithmetic', mapping + flow('task', 'task', '=amountFen * 2 &gt; 7')), ['task', 'task_task']);
});
