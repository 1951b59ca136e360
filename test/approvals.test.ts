/** What an approval can meet on its way besides yes and no. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  ApplicationError, createDraft, decideProposal, policyChanges, proposeModel, proposePolicy, readApplication, readDecisions, readMaterialRequests, readModelVersion, readPolicy, readRevisions,
  submitDraft,
} from '@gbc/applications';
import { makePdf } from '@gbc/documents/testing';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const projectId = 'HK-2026-001';

const refusedWith = (code: string, ...fields: string[]) => (error: unknown) => {
  assert.ok(error instanceof ApplicationError, String(error));
  assert.equal(error.code, code);
  assert.deepEqual(error.fields.map(({ field }) => field), fields);
  return true;
};

describe('an approval on its way', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(300_000_000n);
  });
  after(() => house.close());

  async function pay(id: string): Promise<void> {
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
  }

  /** A resident asks for a subsidy. */
  async function applyAsResident(amountFen: number, hasStatement = true): Promise<string> {
    const by = await house.person('resident-0001.individual');
    const actor = { kind: 'person', personId: by.personId, organisationId: 'resident-0001', role: 'individual' } as const;
    return house.database.transaction(async (tx) => {
      const statement = await house.documents.put(tx, { bytes: makePdf('statement'), name: '情况说明.pdf', declaredMediaType: 'application/pdf', actor });
      const id = await createDraft(tx, env, by, {
        processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'resident-0001',
        form: { proposal: { title: '沿街住户施工影响补贴', purpose: '施工期间临时过渡', projectId }, amountFen },
        documents: hasStatement ? [{ documentId: statement.id, kind: 'statement' }] : [],
      });
      await submitDraft(tx, env, by, id);
      return id;
    });
  }

  it('is forwarded to another office, whose opinion decides nothing', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    await assert.rejects(house.decideAs('beiwaitan.specialist', id, { outcome: 'forwarded', reason: '涉及交通组织' }), refusedWith('task.incomplete', 'forwardTo'));
    await assert.rejects(house.decideAs('beiwaitan.specialist', id, { outcome: 'forwarded', reason: '涉及交通组织', forwardTo: 'pujiang' }), refusedWith('task.incomplete', 'forwardTo'));
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'forwarded', reason: '涉及交通组织', forwardTo: 'jianwei' });
    await house.waitForTask(id, 'consult');
    await assert.rejects(house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' }), refusedWith('task.notYours'));
    assert.equal((await readApplication(house.database.read, id)).state, 'consulting');
    await house.decideAs('jianwei.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'review');
    assert.deepEqual(await readTransfers(house.database.read, id), [], 'an opinion holds no money');
    await pay(id);
    const [forwarded] = await readDecisions(house.database.read, id);
    assert.equal(forwarded?.forwardedTo, 'jianwei');
  });

  it('is completed field by field, within what the applicant consents to', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    await assert.rejects(house.decideAs('beiwaitan.specialist', id, { outcome: 'moreNeeded', reason: '请写明路段' }), refusedWith('task.incomplete', 'field'));
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'moreNeeded', reason: '请写明路段', fields: ['proposal.purpose', 'proposal.title'] });
    await house.waitForTask(id, 'supply');
    const [{ form: before }] = (await readRevisions(house.database.read, id)) as unknown as [{ form: { proposal: object; amountFen: number } }];
    const form = { ...before, proposal: { ...before.proposal, purpose: '东大名路公平路至高阳路段' } };
    const given = { field: 'proposal.purpose', isGiven: true };
    const withheld = { field: 'proposal.title', isGiven: false };
    const supply = (it: object) => house.decideAs('pujiang.supplier', id, { outcome: 'supplied', form, consents: [given, withheld], ...it });
    await assert.rejects(supply({ consents: [given] }), refusedWith('task.incomplete', 'consents.proposal.title'));
    await assert.rejects(supply({ form: { ...form, proposal: { ...form.proposal, title: '另一个名称' } } }), refusedWith('supplement.notAsked', 'proposal.title'));
    await assert.rejects(supply({ form: { ...form, amountFen: before.amountFen + 1 } }), refusedWith('supplement.notAsked', 'amountFen'));
    await supply({});
    await house.waitForTask(id, 'review');
    assert.equal((await readApplication(house.database.read, id)).revision, 2);
    assert.deepEqual((await readMaterialRequests(house.database.read, id)).map(({ fields, consents }) => ({ fields, consents })), [{ fields: ['proposal.purpose', 'proposal.title'], consents: [given, withheld] }]);
    const [consented] = await readApplicationEvents(house.database.read, id, ['materialConsented']);
    assert.deepEqual(consented?.data, { requestDecisionId: (await readMaterialRequests(house.database.read, id))[0]?.decisionId, revision: 2, fields: [given, withheld] });
    await pay(id);
  });

  it('is disputed by the payee, answered by the payer, and confirmed', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    await pay(id);
    await assert.rejects(house.decideAs('pujiang.supplier', id, { outcome: 'disputed' }), refusedWith('task.incomplete', 'reason'));
    await house.decideAs('pujiang.supplier', id, { outcome: 'disputed', reason: '与合同约定的节点金额不符' });
    await house.waitForTask(id, 'answerDispute');
    assert.equal((await readApplication(house.database.read, id)).state, 'disputed');
    await assert.rejects(house.decideAs('pujiang.supplier', id, { outcome: 'answered', reason: '没问题' }), refusedWith('task.notYours'));
    await house.decideAs('beiwaitan.finance-supervisor-2', id, { outcome: 'answered', reason: '按第二期节点支付，见合同第 7 条' });
    await house.waitForTask(id, 'confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: 10_900_000 });
    await house.waitForState(id, 'completed');
    assert.deepEqual((await readTransfers(house.database.read, id)).map(({ state }) => state), ['posted']);
  });

  it('pays an individual on a statement, in all no more than the cap', async () => {
    await assert.rejects(applyAsResident(400_000, false), refusedWith('application.formInvalid', 'documents.statement'));
    const id = await applyAsResident(400_000);
    await house.waitForTask(id, 'review');
    await pay(id);
    await house.decideAs('resident-0001.individual', id, { outcome: 'confirmed', receivedFen: 400_000 });
    await house.waitForState(id, 'completed');
    const [payout] = await readTransfers(house.database.read, id);
    assert.equal(payout?.creditAccountId, `holding:resident-0001:${projectId}:2120303`);

    const large = await applyAsResident(600_000);
    await house.waitForTask(large, 'review');
    await house.decideAs('beiwaitan.specialist', large, { outcome: 'approved' });
    await house.waitForTask(large, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', large, { outcome: 'approved' });
    await house.waitForTask(large, 'approvePayoutSecond');
    await house.decideAs('beiwaitan.finance-supervisor-2', large, { outcome: 'approved' });
    await house.waitForTask(large, 'confirmReceipt');

    const beyond = await applyAsResident(1);
    await house.waitForTask(beyond, 'review');
    await house.decideAs('beiwaitan.specialist', beyond, { outcome: 'approved' });
    await until(async () => (await readApplication(house.database.read, beyond)).refusal?.code === 'ledger.budget', 'the ledger to refuse what is beyond the cap');
    await house.waitForTask(beyond, 'review');
  });

  it('follows a redrawn payout only where it began after it', async () => {
    const { read } = house.database;
    const running = await house.apply();
    await house.waitForTask(running, 'review');
    const base = await readModelVersion(read, 'payout');
    const streetBefore = await readModelVersion(read, 'street-approval');
    const bpmnXml = base.bpmnXml.replaceAll('财务监理审批付款', '财务监理逐笔审批');
    const [admin, other] = [await house.person('hongkou.process-admin'), await house.person('hongkou.process-admin-2')];
    const proposalId = await house.database.transaction((tx) => proposeModel(tx, env, admin, { processId: 'payout', baseVersion: base.version, bpmnXml, note: '改名' }));
    await decideProposal({ database: house.database, engine: house.engine, env }, other, proposalId, { outcome: 'accepted', reason: null }, house.models);
    assert.equal((await readModelVersion(read, 'payout')).bpmnXml, bpmnXml);
    const street = await readModelVersion(read, 'street-approval');
    assert.equal(street.version, streetBefore.version + 1);
    assert.equal(street.bpmnXml, streetBefore.bpmnXml, 'the flow itself stays as it was drawn');

    const later = await house.apply();
    await house.waitForTask(later, 'review');
    for (const id of [running, later]) await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    const nameOf = async (id: string) => {
      await house.waitForTask(id, 'approvePayout');
      const { rows } = await read<{ name: string }>(`select name from task where application_id = $1 and element_id = 'approvePayout'`, [id]);
      return rows[0]?.name;
    };
    assert.deepEqual([await nameOf(running), await nameOf(later)], ['财务监理审批付款', '财务监理逐笔审批']);
  });

  it('follows an edited policy only where it began after it', async () => {
    const { read } = house.database;
    const running = await house.apply();
    await house.waitForTask(running, 'review');
    const limits = await readPolicy(read, house.models, 'payout-limit');
    const cells = (ruleId: string) => limits.tables[0]?.rules.find((rule) => rule.ruleId === ruleId) ?? assert.fail(ruleId);
    const [within, above] = [cells('streetWithinLimit'), cells('streetAboveLimit')];
    const cell = (entry: { entryId: string } | undefined, text: string) => ({ entryId: entry?.entryId ?? '', text });
    const [admin, other] = [await house.person('hongkou.process-admin'), await house.person('hongkou.process-admin-2')];
    const propose = (changes: readonly { entryId: string; text: string }[]) =>
      house.database.transaction((tx) => proposePolicy(tx, env, admin, { policyId: 'payout-limit', baseVersion: limits.version, changes, note: '下调街道限额' }, house.models));
    await assert.rejects(propose([cell(within.outputs[0], '一百万')]), refusedWith('policy.cellsWrong', within.outputs[0]?.entryId ?? ''));
    await assert.rejects(propose([{ entryId: 'nowhere', text: '1' }]), refusedWith('policy.cellsWrong', 'nowhere'));
    await assert.rejects(propose([cell(within.outputs[0], '50000000')]), refusedWith('proposal.unchanged'));
    const limitFen = '1000000';
    const proposalId = await propose([
      cell(within.inputs[1], `<= ${limitFen}`), cell(within.outputs[0], limitFen), cell(above.inputs[1], `> ${limitFen}`), cell(above.outputs[0], limitFen),
    ]);
    const deployment = { database: house.database, engine: house.engine, env };
    await assert.rejects(decideProposal(deployment, admin, proposalId, { outcome: 'accepted', reason: null }, house.models), refusedWith('proposal.own'));
    await decideProposal(deployment, other, proposalId, { outcome: 'accepted', reason: null }, house.models);
    const edited = await readPolicy(read, house.models, 'payout-limit');
    assert.equal(edited.version, 2);
    assert.deepEqual((await policyChanges(limits.dmnXml, edited.dmnXml)).map(({ before, after }) => [before, after]), [
      ['<= 50000000', `<= ${limitFen}`], ['50000000', limitFen], ['> 50000000', `> ${limitFen}`], ['50000000', limitFen],
    ]);

    const later = await house.apply();
    await house.waitForTask(later, 'review');
    for (const id of [running, later]) {
      await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
      await house.waitForTask(id, 'approvePayout');
      await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    }
    await house.waitForTask(running, 'confirmReceipt');
    await house.waitForTask(later, 'approvePayoutSecond');
  });
});
