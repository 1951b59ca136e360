import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateGroups, flow, reported, serviceTask, userTask } from '../../testing/process-xml.ts';

const start = '<bpmn:startEvent id="start" />';
const review = userTask('review', candidateGroups('=[officeId + "/specialist"]'));
const approve = userTask('approve', candidateGroups('=[officeId + "/finance-supervisor"]'));
const hold = serviceTask('hold', 'hold-payout');
const transfer = serviceTask('transfer', 'transfer-tokens');
const elements = start + review + approve + hold + transfer;
const found = (flows: readonly string[], more = ''): Promise<readonly (string | null)[]> => reported('money-needs-approval', elements + more + flows.join(''));

test('review, hold, approval, transfer is in order', async () => {
  assert.deepEqual(await found([flow('start', 'review'), flow('review', 'hold'), flow('hold', 'approve'), flow('approve', 'transfer')]), []);
});

test('a hold without a review and a transfer without an approval are reported', async () => {
  assert.deepEqual(await found([flow('start', 'hold'), flow('hold', 'transfer')]), ['hold', 'transfer']);
});

test('one path around the approval is enough', async () => {
  const gateway = '<bpmn:exclusiveGateway id="small" />';
  const flows = [flow('start', 'review'), flow('review', 'hold'), flow('hold', 'small'), flow('small', 'approve'), flow('approve', 'transfer'), flow('small', 'transfer')];
  assert.deepEqual(await found(flows, gateway), ['transfer']);
});

test('leaving an approval by its timer is not an approval', async () => {
  const timeout = '<bpmn:boundaryEvent id="timeout" attachedToRef="approve"><bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>';
  const flows = [flow('start', 'review'), flow('review', 'hold'), flow('hold', 'approve'), flow('approve', 'transfer'), flow('timeout', 'transfer')];
  assert.deepEqual(await found(flows, timeout), ['transfer']);
});

test('an approval inside a subprocess counts for what follows it, also within', async () => {
  const inner = (content: string): string => `<bpmn:subProcess id="inner"><bpmn:startEvent id="begin" />${content}</bpmn:subProcess>`;
  const after = [flow('start', 'inner'), flow('inner', 'transfer')].join('');
  const approved = inner(approve + flow('begin', 'approve'));
  assert.deepEqual(await reported('money-needs-approval', start + transfer + approved + after), []);
  assert.deepEqual(await reported('money-needs-approval', start + transfer + inner(serviceTask('other', 'notify') + flow('begin', 'other')) + after), ['transfer']);
  const later = start + approve + inner(transfer + flow('begin', 'transfer')) + flow('start', 'approve') + flow('approve', 'inner');
  assert.deepEqual(await reported('money-needs-approval', later), []);
});

test('an event subprocess starts without any approval', async () => {
  const sub = `<bpmn:subProcess id="inner" triggeredByEvent="true"><bpmn:startEvent id="begin"><bpmn:timerEventDefinition /></bpmn:startEvent>${transfer}${flow('begin', 'transfer')}</bpmn:subProcess>`;
  assert.deepEqual(await reported('money-needs-approval', start + approve + flow('start', 'approve') + sub), ['transfer']);
});

test('minting needs the check of a finance supervisor', async () => {
  const mint = start + approve + serviceTask('mint', 'mint-tokens');
  assert.deepEqual(await reported('money-needs-approval', mint + flow('start', 'mint')), ['mint']);
  assert.deepEqual(await reported('money-needs-approval', mint + flow('start', 'approve') + flow('approve', 'mint')), []);
});
