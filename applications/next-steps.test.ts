import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readModelFiles } from './model-files.ts';
import { readNextSteps, readProcessIds, readProcessName } from './next-steps.ts';

const model = readModelFiles(join(import.meta.dirname, '..', 'processes')).find(({ processId }) => processId === 'street-approval');
const xml = Buffer.from(model?.bpmn.content ?? '').toString('utf8');
const idsAfter = async (elementId: string, outcome: string) => (await readNextSteps(xml, elementId, outcome)).map((step) => step.elementId).sort();

describe('what an outcome leads to', () => {
  it('follows the flow of the outcome through gateways and service tasks', async () => {
    assert.deepEqual(await idsAfter('review', 'approved'), ['approvePayout']);
    assert.deepEqual(await idsAfter('review', 'rejected'), ['correct']);
    assert.deepEqual(await idsAfter('review', 'moreNeeded'), ['supply']);
    assert.deepEqual(await idsAfter('confirmReceipt', 'confirmed'), ['applicationPaid']);
  });

  it('names both ways where something else decides', async () => {
    assert.deepEqual(await idsAfter('approvePayout', 'approved'), ['approvePayoutSecond', 'confirmReceipt']);
    assert.deepEqual(await idsAfter('correct', 'supplied'), ['correct', 'review']);
  });

  it('says who gets it, and is silent about what it does not know', async () => {
    const [step] = await readNextSteps(xml, 'review', 'approved');
    assert.match(step?.groupExpression ?? '', /finance-supervisor/);
    assert.deepEqual(await readNextSteps(xml, 'noSuchElement', 'approved'), []);
  });

  it('reads the name of a process', async () => assert.equal(await readProcessName(xml, 'street-approval'), '街道办事处付款审批'));

  it('reads which processes could be started', async () => {
    assert.deepEqual(await readProcessIds(xml), ['street-approval']);
    const two = xml.replace('</bpmn:process>', '</bpmn:process><bpmn:process id="stowaway" isExecutable="true" /><bpmn:process id="drawnOnly" isExecutable="false" />');
    assert.deepEqual(await readProcessIds(two), ['street-approval', 'stowaway']);
  });
});
