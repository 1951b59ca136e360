import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readModelFiles } from './model-files.ts';
import { namesOutcome, readNextSteps, readProcessIds, readProcessName } from './next-steps.ts';

const models = readModelFiles(join(import.meta.dirname, '..', 'processes'));
const xmlOf = (processId: string) => Buffer.from(models.find((model) => model.processId === processId)?.bpmn.content ?? '').toString('utf8');
const xml = xmlOf('street-approval');
const flow = { processId: 'street-approval', bpmnXml: xml };
const modelOf = (processId: string) => Promise.resolve(xmlOf(processId));
const idsAfter = async (elementId: string, outcome: string) => (await readNextSteps([flow], elementId, outcome, modelOf)).map((step) => step.elementId).sort();
/** The same of a task in a process that the flow calls. */
const idsAfterIn = async (processId: string, elementId: string, outcome: string) =>
  (await readNextSteps([{ processId, bpmnXml: xmlOf(processId) }, flow], elementId, outcome, modelOf)).map((step) => step.elementId).sort();

describe('what an outcome leads to', () => {
  it('follows the flow of the outcome through gateways and service tasks', async () => {
    assert.deepEqual(await idsAfter('review', 'approved'), ['approvePayout']);
    assert.deepEqual(await idsAfter('review', 'rejected'), ['correct']);
    assert.deepEqual(await idsAfter('review', 'moreNeeded'), ['supply']);
    assert.deepEqual(await idsAfter('review', 'forwarded'), ['consult']);
  });

  it('follows it into the processes that the flow calls, and out of them again', async () => {
    assert.deepEqual(await idsAfterIn('receipt', 'confirmReceipt', 'confirmed'), ['applicationPaid']);
    assert.deepEqual(await idsAfterIn('receipt', 'confirmReceipt', 'disputed'), ['answerDispute']);
    assert.deepEqual(await idsAfterIn('payout', 'approvePayout', 'rejected'), ['review']);
    assert.deepEqual(await idsAfterIn('supplementary-material', 'supply', 'supplied'), ['correct', 'review']);
  });

  it('knows which outcomes a model has a branch for', async () => {
    assert.equal(await namesOutcome(xml, 'review', 'forwarded'), true);
    assert.equal(await namesOutcome(xml.replaceAll('forwarded', 'elsewhere'), 'review', 'forwarded'), false);
  });

  it('names both ways where something else decides', async () => {
    assert.deepEqual(await idsAfterIn('payout', 'approvePayout', 'approved'), ['approvePayoutSecond', 'confirmReceipt']);
    assert.deepEqual(await idsAfter('correct', 'supplied'), ['correct', 'review']);
  });

  it('says who gets it, and is silent about what it does not know', async () => {
    const [step] = await readNextSteps([flow], 'review', 'approved', modelOf);
    assert.match(step?.groupExpression ?? '', /finance-supervisor/);
    assert.deepEqual(await readNextSteps([flow], 'noSuchElement', 'approved', modelOf), []);
  });

  it('reads the name of a process', async () => assert.equal(await readProcessName(xml, 'street-approval'), '街道办事处付款审批'));

  it('reads which processes could be started', async () => {
    assert.deepEqual(await readProcessIds(xml), ['street-approval']);
    const two = xml.replace('</bpmn:process>', '</bpmn:process><bpmn:process id="stowaway" isExecutable="true" /><bpmn:process id="drawnOnly" isExecutable="false" />');
    assert.deepEqual(await readProcessIds(two), ['street-approval', 'stowaway']);
  });
});
