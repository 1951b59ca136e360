import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bpmn, path, start, tag, user } from './behaviour/model-text.ts';
import { jobBasedCopy } from './job-based-copy.ts';

const model = (extra: string) => bpmn('p', start() + user('a', { extra }) + path('start', 'a') + user('b', { native: false }));

test('native user tasks lose their mark, others stay as they are', () => {
  const xml = model('');
  assert.equal(jobBasedCopy(xml), xml.replace('<zeebe:userTask></zeebe:userTask>', ''));
  assert.equal(jobBasedCopy(jobBasedCopy(xml)), jobBasedCopy(xml));
});

test('the priority moves into a header, beside those that are there', () => {
  const priority = tag('zeebe:priorityDefinition', { priority: '=if a > 1 then 80 else 20' });
  const alone = jobBasedCopy(model(priority));
  assert.match(alone, /<zeebe:taskHeaders><zeebe:header key="priority" value="=if a &gt; 1 then 80 else 20" \/><\/zeebe:taskHeaders>/);
  assert.doesNotMatch(alone, /priorityDefinition/);
  const beside = jobBasedCopy(model(priority + tag('zeebe:taskHeaders', {}, tag('zeebe:header', { key: 'tier', value: 'street' }))));
  assert.match(beside, /key="priority".*key="tier"/);
  assert.equal(beside.match(/<zeebe:taskHeaders>/g)?.length, 1);
});

test('other prefixes and short tags', () => {
  const xml = model('').replaceAll('zeebe:', 'z:').replace('xmlns:zeebe', 'xmlns:z').replaceAll('bpmn:', '').replace('xmlns:bpmn', 'xmlns')
    .replace('<z:userTask></z:userTask>', '<z:userTask />');
  const copy = jobBasedCopy(xml);
  assert.ok(copy.length < xml.length);
  assert.doesNotMatch(copy, /<z:userTask/);
  assert.match(copy, /<userTask id="a"/);
});
