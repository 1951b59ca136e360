import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateFeel } from './evaluate.ts';
import { toJsonValue } from './json-value.ts';
import { type Answer, readZeebeAnswers } from './zeebe-answers.ts';

const { answers, variables } = readZeebeAnswers();

function answer(expression: string): Answer {
  try {
    return { value: toJsonValue(evaluateFeel(expression, { variables, now: new Date(0) }).value) };
  } catch (error) {
    return (error as Error).name === 'FeelSyntaxError' ? 'refused' : 'fails';
  }
}

test(`${answers.length} expressions give what Zeebe gives, or what the list says and why`, () => {
  for (const { expression, zeebe, here, why } of answers) {
    assert.deepEqual(answer(expression), here ?? zeebe, expression);
    if (here !== undefined) assert.ok(why, `${expression} differs without a reason`);
  }
  assert.ok(answers.length > 450);
});
