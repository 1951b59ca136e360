import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, reported, serviceTask, userTask } from '../../testing/process-xml.ts';

const task = userTask('review', '<zeebe:userTask />');
const notify = serviceTask('remind', 'notify');

function timer(attributes: string, timing: string): string {
  return `<bpmn:boundaryEvent id="overdue" attachedToRef="review" ${attributes}><bpmn:timerEventDefinition>${timing}</bpmn:timerEventDefinition></bpmn:boundaryEvent>${flow('overdue', 'remind')}`;
}

const cycle = '<bpmn:timeCycle>R/P1D</bpmn:timeCycle>';

test('a non-interrupting timer with a cycle that leads to a notification is a reminder', async () => {
  assert.deepEqual(await reported('user-task-reminder', task + notify + timer('cancelActivity="false"', cycle)), []);
});

test('a user task without a timer is reported', async () => {
  assert.deepEqual(await reported('user-task-reminder', task), ['review']);
});

test('a timer that ends the task, fires once, or notifies nobody is no reminder', async () => {
  assert.deepEqual(await reported('user-task-reminder', task + notify + timer('', cycle)), ['review']);
  assert.deepEqual(await reported('user-task-reminder', task + notify + timer('cancelActivity="false"', '<bpmn:timeDuration>P1D</bpmn:timeDuration>')), ['review']);
  assert.deepEqual(await reported('user-task-reminder', task + serviceTask('remind', 'anchor-state') + timer('cancelActivity="false"', cycle)), ['review']);
});

test('user tasks of a subprocess are held to it too', async () => {
  assert.deepEqual(await reported('user-task-reminder', `<bpmn:subProcess id="inner">${task}</bpmn:subProcess>`), ['review']);
});
