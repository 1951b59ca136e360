import { setTimeout as sleep } from 'node:timers/promises';
import { makeEInvoice, makePdf } from '@gbc/documents/testing';
import { paymentIdOf } from '@gbc/ledger';
import { organisations } from '../../app/seed/alliance.ts';
import { bankOperator, chance, pick, regulator, unlessOvertaken, type ApplicationView, type Scene } from './scene.ts';
import { decideOpenTask, findDecider, type Amend } from './tasks.ts';

/** One thing that the people bring to its end, by chance on this way or that. */
export type Matter = (scene: Scene) => Promise<void>;

const pollMs = { first: 25, last: 200 } as const;

/** Where the money is in the demonstration: each office with whom it may pay. */
const tiers = [
  { processId: 'district-approval', payer: 'hongkou', applicant: 'jianwei', projectId: 'HK-2026-001' },
  { processId: 'district-approval', payer: 'hongkou', applicant: 'fangguan', projectId: 'HK-2026-003' },
  { processId: 'department-approval', payer: 'jianwei', applicant: 'beiwaitan', projectId: 'HK-2026-001' },
  { processId: 'department-approval', payer: 'fangguan', applicant: 'sichuanbei', projectId: 'HK-2026-003' },
] as const;
const streets = [{ payer: 'beiwaitan', projectId: 'HK-2026-001' }, { payer: 'sichuanbei', projectId: 'HK-2026-003' }] as const;
const firms = ['pujiang', 'huangpu', 'yangtze'] as const;
const resident = 'resident-0001';

/** Less than any office has, so that many fit. */
const amountOf = (scene: Scene, most: number) => 100 + Math.floor(scene.random() * (most - 100));

/** A supervisor of the district may end any instance; what it holds is let go of. */
async function endProcess({ people }: Scene, { processInstanceKey }: ApplicationView): Promise<void> {
  if (processInstanceKey === null) return;
  await unlessOvertaken(people.command('hongkou.supervisor', 'cancelProcessInstance', { params: { processInstanceKey }, body: { reason: '撤回，另行申请。' } }));
}

/** The bank pays what it was told to pay, or refuses it. */
async function settle(scene: Scene, { applicationId, decisions }: ApplicationView): Promise<void> {
  const payoutNo = decisions.findLast(({ decision }) => decision === 'redemption')?.payoutNo ?? 1;
  const paymentId = paymentIdOf({ applicationId, payoutNo });
  const body = chance(scene, 0.25) ? ({ outcome: 'refused', reasonCode: 'AC04' } as const) : ({ outcome: 'paid' } as const);
  await unlessOvertaken(scene.people.command(bankOperator, 'settlePayment', { params: { paymentId }, body }));
}

/** Decides what is open of a matter until it has come to its end. @throws Error where nothing moves any more */
async function carryThrough(scene: Scene, applicationId: string, amend: Amend, endings = 0.02): Promise<void> {
  let stillFor = { since: performance.now(), sight: '' };
  for (let waitMs: number = pollMs.first; ; waitMs = Math.min(waitMs * 2, pollMs.last)) {
    const application = await scene.people.ask(regulator, 'getApplication', { params: { applicationId } });
    const { state, revision, openTaskIds, decisions } = application;
    if (state === 'completed' || state === 'terminated') return;
    const sight = JSON.stringify([state, revision, openTaskIds, decisions.length]);
    if (sight !== stillFor.sight) stillFor = { since: performance.now(), sight };
    else if (scene.people.isInVain(stillFor.since)) throw new Error(`${scene.name}: application ${applicationId} stands still: ${sight}`);
    if (chance(scene, endings)) await endProcess(scene, application);
    else if (state === 'paying') await settle(scene, application);
    else if (await decideOpenTask(scene, application, amend)) waitMs = pollMs.first / 2;
    await sleep(waitMs);
  }
}

/** The form as before, with another purpose: what was asked for is named. */
const amendPurpose: Amend = ({ revisions }) => {
  const { form, documents } = revisions.at(-1) as ApplicationView['revisions'][number];
  const { proposal } = form as { proposal?: object };
  const purpose = `补充说明，第 ${revisions.length + 1} 稿`;
  return {
    form: proposal ? { ...form, proposal: { ...proposal, purpose } } : { ...form, purpose: String(form['purpose']) },
    documents: documents.flatMap(({ documentId, kind }) => (kind ? [{ documentId, kind }] : [])),
  };
};

/** Money is paid in at the bank, advised, matched and minted. */
const deposit: Matter = async (scene) => {
  const { people, name } = scene;
  const { projectId } = pick(scene, tiers);
  const amountFen = 10_000 + scene.no; // of no other deposit
  await people.command(bankOperator, 'makeDeposit', { body: { depositId: name, reference: projectId, amountFen, valueDate: '2026-11-20' } });
  await waitUntil(scene, `${name} is minted`, async () => {
    const { items } = await people.ask('hongkou.finance-supervisor', 'listTasks', { query: { scope: 'candidate', limit: 200 } });
    const open = items.find((task) => task.elementId === 'confirmMatch' && task.amountFen === amountFen && task.state === 'open');
    if (!open) {
      const { items: deposits } = await people.ask('hongkou.finance-supervisor', 'listDeposits');
      return deposits.some((it) => it.amountFen === amountFen && it.state === 'minted');
    }
    const found = await findDecider(scene, open.taskId, open.candidateGroups);
    if (found) await unlessOvertaken(people.command(found.login, 'completeTask', { params: { taskId: open.taskId }, body: { outcome: 'approved', revision: 0 } }));
    return false;
  });
};

async function waitUntil({ people }: Scene, what: string, isDone: () => Promise<boolean>): Promise<void> {
  const sinceMs = performance.now();
  while (!(await isDone())) {
    if (people.isInVain(sinceMs)) throw new Error(`waited in vain: ${what}`);
    await sleep(100);
  }
}

/** A tier asks the one above it for tokens. */
const allocation: Matter = async (scene) => {
  const { people, name } = scene;
  const { processId, payer, applicant, projectId } = pick(scene, tiers);
  const manager = `${applicant}.project-manager`;
  const form = { proposal: { title: name, purpose: '工程进度款', projectId }, amountFen: amountOf(scene, 20_000) };
  const { applicationId } = await people.command(manager, 'createApplication', { body: { processId, payerOrganisationId: payer, applicantOrganisationId: applicant, form } });
  await people.command(manager, 'submitApplication', { params: { applicationId } });
  await carryThrough(scene, applicationId, amendPurpose);
};

const partyOf = (id: string) => {
  const found = organisations.find(({ organisationId }) => organisationId === id);
  if (!found) throw new Error(`there is no ${id}`);
  return { creditCode: found.creditCode, name: found.nameZh };
};

/** A supplier applies with contract and invoice. */
const supply: Matter = async (scene) => {
  const { people, name } = scene;
  const { payer, projectId } = pick(scene, streets);
  const firm = pick(scene, firms);
  const login = `${firm}.supplier`;
  const taxFen = 9 * amountOf(scene, 300);
  const amountFen = (taxFen / 9) * 109;
  const number = `26312000${String(Math.floor(scene.random() * 1e12)).padStart(12, '0')}`;
  const form = {
    proposal: { title: name, purpose: '道路整治', projectId },
    contract: { number: `HT-${name}`, amountFen: 2 * amountFen, signedOn: '2026-03-01' },
    invoice: { number, amountFen, issuedOn: '2026-10-15' },
    amountFen,
  };
  const eInvoice = makeEInvoice({ number, seller: partyOf(firm), buyer: partyOf(payer), lines: [{ name: '工程进度款', amountFen: BigInt(amountFen - taxFen), taxFen: BigInt(taxFen) }], issuedOn: '2026-10-15' });
  const { applicationId } = await people.command(login, 'createApplication', { body: { processId: 'street-approval', payerOrganisationId: payer, applicantOrganisationId: firm, form: { proposal: form.proposal } } });
  const files = [
    { kind: 'contract', name: '合同.pdf', mediaType: 'application/pdf', bytes: makePdf('Contract', name) },
    { kind: 'eInvoice', name: '数电发票.xml', mediaType: 'application/xml', bytes: Buffer.from(eInvoice) },
  ] as const;
  const documents = await Promise.all(files.map(async (file) => ({ documentId: (await people.upload(login, file)).documentId, kind: file.kind })));
  const params = { applicationId };
  await people.command(login, 'saveDraft', { params, body: { form, documents } });
  await people.command(login, 'submitApplication', { params });
  await carryThrough(scene, applicationId, amendPurpose);
};

/** A resident applies with a statement. */
const subsidy: Matter = async (scene) => {
  const { people, name } = scene;
  const { payer, projectId } = pick(scene, streets);
  const login = `${resident}.individual`;
  const form = { proposal: { title: name, purpose: '施工影响补贴', projectId }, amountFen: amountOf(scene, 900) };
  const { documentId } = await people.upload(login, { kind: 'statement', name: '情况说明.pdf', mediaType: 'application/pdf', bytes: makePdf('Statement', name) });
  const { applicationId } = await people.command(login, 'createApplication', {
    body: { processId: 'street-approval', payerOrganisationId: payer, applicantOrganisationId: resident, form, documents: [{ documentId, kind: 'statement' }] },
  });
  await people.command(login, 'submitApplication', { params: { applicationId } });
  await carryThrough(scene, applicationId, amendPurpose);
};

/** Somebody who was paid, or an office for its operating costs, has money paid for tokens. */
const redemption: Matter = async (scene) => {
  const { people, name } = scene;
  const login = pick(scene, ['pujiang.supplier', 'huangpu.supplier', 'yangtze.supplier', `${resident}.individual`, 'jianwei.finance-supervisor', 'beiwaitan.finance-supervisor']);
  const organisationId = login.split('.')[0];
  const { accounts } = await people.ask(login, 'getFunds');
  const redeemable = accounts.filter((it) => it.organisationId === organisationId && it.availableFen > 10 && (it.kind === 'operating' || !login.endsWith('finance-supervisor')));
  if (redeemable.length === 0) return;
  const { accountId, availableFen } = pick(scene, redeemable);
  const form = {
    purpose: name, amountFen: 1 + Math.floor(scene.random() * Math.min(availableFen / 2, 1_000)),
    creditor: { name: '示例收款人', account: '6222020000001234567', bank: '示例银行虹口支行' },
  };
  const { applicationId } = await people.command(login, 'orderRedemption', { body: { accountId, form } });
  await carryThrough(scene, applicationId, () => ({ form }));
};

/** The regulator freezes an account for a while; who it concerns appeals, and another regulator answers. */
const freeze: Matter = async (scene) => {
  const { people } = scene;
  const { accounts } = await people.ask(regulator, 'getFunds');
  const { accountId: subjectId, organisationId } = pick(scene, accounts.filter((it) => it.kind === 'holding' && it.organisationId !== 'hongkou'));
  const ordered = await unlessOvertaken(people.command(regulator, 'orderFreeze', { body: { subject: 'account', subjectId, reason: '核查资金流向', expiresAt: null } }));
  if (!ordered) return;
  const params = { freezeId: ordered.freezeId };
  await sleep(scene.random() * 300);
  const [appellant] = organisationId ? ['supplier', 'individual', 'finance-supervisor'].flatMap((role) => people.members(`${organisationId}/${role}`)) : [];
  if (appellant && organisationId && scene.random() < 0.6) {
    await people.command(appellant, 'appealFreeze', { params, body: { organisationId, reason: '已提交全部凭证' } });
    if (chance(scene, 0.4)) await people.command(`${regulator}-2`, 'answerFreeze', { params, body: { outcome: 'upheld', reason: '仍需核查' } });
  }
  await people.command(`${regulator}-2`, 'answerFreeze', { params, body: { outcome: 'lifted', reason: '核查完毕' } });
};

/** Above this much a street office needs a second finance supervisor: by turns little and much, as two admins agree. */
const limitsFen = ['10000', '50000000'];

const policy: Matter = async (scene) => {
  const { people, name } = scene;
  const { items } = await people.ask('hongkou.process-admin', 'listPolicies');
  const { policyId, version, tables } = items.find((it) => it.policyId === 'payout-limit') ?? items[0] ?? {};
  if (!policyId || !version || !tables) return;
  const cells = tables.flatMap(({ rules }) => rules.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const next = limitsFen.find((limit) => cells.every(({ entryId, text }) => entryId !== 'streetWithinLimit_limitFen' || text.trim() !== limit)) as string;
  const changes = [
    ['streetWithinLimit_amountFen', `<= ${next}`], ['streetAboveLimit_amountFen', `> ${next}`], ['streetWithinLimit_limitFen', next], ['streetAboveLimit_limitFen', next],
  ].map(([entryId = '', text = '']) => ({ entryId, text }));
  const proposed = await unlessOvertaken(people.command('hongkou.process-admin', 'proposePolicy', { params: { policyId }, body: { baseVersion: version, changes, note: name } }));
  if (!proposed) return;
  const outcome = chance(scene, 0.2) ? 'rejected' : 'accepted';
  await unlessOvertaken(people.command('hongkou.process-admin-2', 'decideProposal', { params: { proposalId: proposed.proposalId }, body: { outcome, ...(outcome === 'rejected' ? { reason: '暂缓' } : {}) } }));
};

const reserve: Matter = async ({ people }) => {
  await people.command(regulator, 'proveReserve');
};

/** Every kind of matter, with how many of a hundred are of it. */
export const matters: readonly { readonly kind: string; readonly weight: number; readonly run: Matter }[] = [
  { kind: 'deposit', weight: 7, run: deposit },
  { kind: 'allocation', weight: 24, run: allocation },
  { kind: 'supply', weight: 28, run: supply },
  { kind: 'subsidy', weight: 9, run: subsidy },
  { kind: 'redemption', weight: 22, run: redemption },
  { kind: 'freeze', weight: 4, run: freeze },
  { kind: 'policy', weight: 3, run: policy },
  { kind: 'reserve', weight: 3, run: reserve },
];
