import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { diffModels } from './diff-models.ts';

const xml = await readFile(new URL('../../processes/street-approval/street-approval.bpmn', import.meta.url), 'utf8');

/** The model with one text replaced, which must occur. */
function edited(before: string, after: string): string {
  assert.ok(xml.includes(before), `the model has no ${before}`);
  return xml.replace(before, after);
}

test('a model does not differ from itself, however it is written', async () => {
  const rewritten = xml.replaceAll('&#34;', '&quot;').replace(/>\n\s+</g, '><');
  assert.deepEqual(await diffModels(xml, rewritten), { changes: [], behaviourChanged: false });
});

test('a changed property is named with what it was and is', async () => {
  const { changes, behaviourChanged } = await diffModels(xml, edited('[officeId + &#34;/specialist&#34;]', '[officeId + &#34;/supervisor&#34;]'));
  assert.deepEqual(changes, [
    {
      kind: 'changed',
      elementId: 'review',
      type: 'bpmn:UserTask',
      name: '项目专员审核',
      properties: [{ property: 'assignmentDefinition.candidateGroups', before: '=[officeId + "/specialist"]', after: '=[officeId + "/supervisor"]' }],
    },
  ]);
  assert.equal(behaviourChanged, true);
});

test('an extension without properties of its own, a default flow, a condition and a timer count', async () => {
  const changed = async (before: string, after: string): Promise<unknown> => (await diffModels(xml, edited(before, after))).changes.map(({ elementId, properties }) => [elementId, ...properties.map(({ property }) => property)]);
  assert.deepEqual(await changed('<zeebe:userTask />', ''), [['review', 'userTask']]);
  assert.deepEqual(await changed(' default="documentsValidToCorrectDeadline"', ''), [['documentsValid', 'default']]);
  assert.deepEqual(await changed('=outcome = "approved"', '=outcome = "forwarded"'), [['reviewOutcomeToPayout', 'conditionExpression.body']]);
  assert.deepEqual(await changed('R/P1D', 'R/PT1H'), [['reviewOverdue', 'eventDefinitions[0].timeCycle.body']]);
  assert.deepEqual(await changed('targetRef="receipt"', 'targetRef="anchorState"'), [['payoutToReceipt', 'targetRef']]);
});

test('names and documentation are changes that the engine does not see', async () => {
  const { changes, behaviourChanged } = await diffModels(xml, edited('name="存证上链"', 'name="上链"'));
  assert.deepEqual(changes.map(({ elementId, kind }) => [elementId, kind]), [['anchorState', 'changed']]);
  assert.equal(behaviourChanged, false);
});

test('an element that only moved is told apart', async () => {
  const { changes, behaviourChanged } = await diffModels(xml, xml.replace(/(bpmnElement="review">\s*<dc:Bounds x=")\d+/, '$17'));
  assert.deepEqual(changes, [{ kind: 'moved', elementId: 'review', type: 'bpmn:UserTask', name: '项目专员审核', properties: [] }]);
  assert.equal(behaviourChanged, false);
});

test('added and removed elements are two sides of the same difference', async () => {
  const without = xml
    .replace(/<bpmn:boundaryEvent id="reviewOverdue"[\s\S]*?<\/bpmn:boundaryEvent>/, '')
    .replace(/<bpmn:sequenceFlow id="reviewOverdueToRemindReview"[^>]*\/>/, '')
    .replace(/<bpmndi:BPMN(Shape|Edge) id="reviewOverdue(ToRemindReview)?_di"[\s\S]*?<\/bpmndi:BPMN\1>/g, '');
  const ids = async (from: string, to: string): Promise<unknown> => (await diffModels(from, to)).changes.map(({ kind, elementId }) => [kind, elementId]);
  assert.deepEqual(await ids(xml, without), [['removed', 'reviewOverdue'], ['removed', 'reviewOverdueToRemindReview']]);
  assert.deepEqual(await ids(without, xml), [['added', 'reviewOverdue'], ['added', 'reviewOverdueToRemindReview']]);
});

test('what is no model is refused', async () => {
  await assert.rejects(diffModels(xml, '<a/>'));
});
