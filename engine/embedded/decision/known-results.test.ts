import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision } from './decision-model.ts';
import { evaluateDecisionOnce } from './known-results.ts';
import { readDmn } from './read-dmn.ts';

const now = new Date('2026-11-23T08:00:00Z');

async function decisionOf(expression: string): Promise<Decision> {
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
    <decision id="half" name="half"><variable name="half" /><literalExpression><text>amount / 2</text></literalExpression></decision>
    <decision id="asked" name="asked"><variable name="asked" /><informationRequirement><requiredDecision href="#half" /></informationRequirement>
      <literalExpression><text>${expression}</text></literalExpression></decision></definitions>`;
  return (await readDmn('test.dmn', xml)).decisions.get('asked') as Decision;
}

describe('a decision', () => {
  it('is evaluated once for the same values of what it looks at', async () => {
    const decision = await decisionOf('{sum: half + more}');
    const first = evaluateDecisionOnce(decision, { variables: { amount: 10, more: 1, applicationId: 'a' }, now });
    assert.deepEqual(first.output, { sum: 6 });
    assert.equal(evaluateDecisionOnce(decision, { variables: { amount: 10, more: 1, applicationId: 'b' }, now }), first);
    assert.deepEqual(evaluateDecisionOnce(decision, { variables: { amount: 20, more: 1, applicationId: 'a' }, now }).output, { sum: 11 });
  });

  it('is evaluated anew where other names are in scope, which its text may mean', async () => {
    const decision = await decisionOf('if is defined(extra) then half + extra else half');
    assert.equal(evaluateDecisionOnce(decision, { variables: { amount: 10 }, now }).output, 5);
    assert.equal(evaluateDecisionOnce(decision, { variables: { amount: 10, extra: 1 }, now }).output, 6);
  });

  it('looks at what the branch that it takes looks at', async () => {
    const decision = await decisionOf('if half &lt; 10 then few else many');
    const answer = (variables: Record<string, number>) => evaluateDecisionOnce(decision, { variables, now }).output;
    assert.deepEqual([answer({ amount: 2, few: 1, many: 2 }), answer({ amount: 2, few: 3, many: 2 }), answer({ amount: 40, few: 1, many: 2 }), answer({ amount: 40, few: 1, many: 4 })], [1, 3, 2, 4]);
  });

  it('is evaluated anew where it asks for the clock or for chance, or failed', async () => {
    const later = new Date('2026-11-24T08:00:00Z');
    const day = await decisionOf('string(today())');
    assert.deepEqual([now, later].map((at) => evaluateDecisionOnce(day, { variables: {}, now: at }).output), ['2026-11-23', '2026-11-24']);
    const chance = await decisionOf('uuid()');
    assert.notEqual(evaluateDecisionOnce(chance, { variables: {}, now }).output, evaluateDecisionOnce(chance, { variables: {}, now }).output);
    const failing = await decisionOf('assert(half, half = 1)');
    const failed = evaluateDecisionOnce(failing, { variables: { amount: 10 }, now });
    assert.equal(failed.failure?.decisionId, 'asked');
    assert.notEqual(evaluateDecisionOnce(failing, { variables: { amount: 10 }, now }), failed);
  });
});
