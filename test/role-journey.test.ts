/**
 * What each role does beside the approvals themselves, on the screens of those who do it: a payment that was wrong is taken back, money is
 * frozen and set free, an instance is ended, an office redeems its operating costs, a platform admin looks who may act for whom.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideTask } from '../app/demo/decide-task.ts';
import type { CallInput } from '../app/demo/client.ts';
import { makeMatter } from '../app/demo/matter.ts';
import { allocations, organisations } from '../app/seed/alliance.ts';
import { desktop, phone, type BrowserPerson } from './browser-person.ts';
import { useBrowserStack } from './journey/browser-stack.ts';

const wrong = '付款节点有误：合同第七条约定第二期验收后才付款。';

const { person, client, step } = useBrowserStack();

/** What is seen now, on a desk and on a phone, in Chinese and in English. */
async function showEverywhere(who: BrowserPerson, name: string): Promise<void> {
  for (const [suffix, press] of [['', 'English'], ['-en', '中文']] as const) {
    await who.showInBothWidths(name + suffix);
    await who.page.getByRole('button', { name: press, exact: true }).click();
    await who.page.getByRole('button', { name: press === 'English' ? '中文' : 'English', exact: true }).waitFor();
  }
}

/** {@link showEverywhere} of a dialog, which keeps the rest of the page, and so the language, out of reach. */
async function showDialogEverywhere(who: BrowserPerson, name: string, open: () => Promise<void>): Promise<void> {
  for (const [suffix, press] of [['', 'English'], ['-en', '中文']] as const) {
    await open();
    await who.page.locator('mat-dialog-container').waitFor();
    await who.show(name + suffix);
    await who.page.setViewportSize(phone);
    await who.show(`${name}${suffix}-phone`);
    await who.page.setViewportSize(desktop);
    await who.page.keyboard.press('Escape');
    await who.page.locator('mat-dialog-container').waitFor({ state: 'detached' });
    await who.page.getByRole('button', { name: press, exact: true }).click();
    await who.page.getByRole('button', { name: press === 'English' ? '中文' : 'English', exact: true }).waitFor();
  }
}

const applicationOf = async (applicationId: string) => (await client('jiwei.regulator')).call('getApplication', { params: { applicationId } });

async function decide(login: string, applicationId: string, elementId: string, completion: NonNullable<CallInput<'completeTask'>['body']>): Promise<void> {
  const before = (await applicationOf(applicationId)).decisions.length;
  await decideTask({
    by: await client(login), applicationId, elementId, completion, key: `${applicationId}-${elementId}`,
    isDone: async () => (await applicationOf(applicationId)).decisions.filter(({ state }) => state === 'accepted').length > before,
  });
}

/** A supplier's application with its files, submitted; answers its id. */
async function apply(number: number): Promise<{ applicationId: string; title: string }> {
  const party = (id: string) => organisations.find(({ organisationId }) => organisationId === id) ?? assert.fail(`no ${id}`);
  const { title: demoTitle, preciseForm, files } = makeMatter(number, party('beiwaitan'), party('pujiang'));
  const title = demoTitle.replace(/（.*）/, `第 ${number} 段`);
  const form = { ...preciseForm, proposal: { ...(preciseForm['proposal'] as object), title } };
  const supplier = await client('pujiang.supplier');
  const documents = await Promise.all(files.map(async (file) => ({ documentId: (await supplier.upload(file, `role-${number}-${file.kind}`)).documentId, kind: file.kind })));
  const begun = { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'pujiang', form, documents } as const;
  const { applicationId } = await supplier.call('createApplication', { body: begun, key: `role-${number}-draft` });
  await supplier.call('submitApplication', { params: { applicationId }, key: `role-${number}-submit` });
  return { applicationId, title };
}

/** {@link apply}, paid; the payee has not confirmed it yet. */
async function pay(number: number): Promise<{ applicationId: string; title: string }> {
  const matter = await apply(number);
  await decide('beiwaitan.specialist', matter.applicationId, 'review', { outcome: 'approved', revision: 1 });
  await decide('beiwaitan.finance-supervisor', matter.applicationId, 'approvePayout', { outcome: 'approved', revision: 1 });
  return matter;
}

const done = (who: BrowserPerson) => who.page.waitForURL(/\/tasks(\?.*)?$/);
const act = (who: BrowserPerson, name: string) => who.page.locator(`[data-action=${name}]`).first().click();
const sayWhy = (who: BrowserPerson, reason: string) => who.page.locator('textarea[name=reason]').fill(reason);

test('a payment that its payee disputes is found wrong, and taken back by two finance supervisors', async () => {
  const { applicationId, title } = await pay(71);

  await step('the supplier disputes it from a phone', async () => {
    const me = await person('pujiang.supplier', phone);
    await me.openTask(title, '确认足额收款');
    await me.page.locator('button[data-outcome=disputed]').click();
    await sayWhy(me, '第二期尚未验收，这笔款项似付早了。');
    await me.page.locator('button[data-confirm]').click();
    await done(me);
  });

  await step('a finance supervisor finds the dispute right and proposes the correction in the same breath', async () => {
    const me = await person('beiwaitan.finance-supervisor');
    await me.openTask(title, '答复异议');
    await me.sees('收款方提出异议');
    await me.page.locator('button[data-outcome=conceded]').click();
    await me.sees('北外滩街道办事处 · 财务监理 · 复核更正');
    await sayWhy(me, wrong);
    await me.show('task-dispute-conceded');
    await me.page.locator('button[data-confirm]').click();
    await done(me);
  });

  await step('who proposed it may not confirm it', async () => {
    await (await person('beiwaitan.finance-supervisor')).openTask(title, '复核更正');
    await (await person('beiwaitan.finance-supervisor')).sees('按制度不能由申请方自己审批');
  });

  await step('a second one sees what is wrong and by whose word, and confirms', async () => {
    const me = await person('beiwaitan.finance-supervisor-2');
    await me.openTask(title, '复核更正');
    await me.sees(wrong);
    await me.sees('¥109,000.00');
    await showEverywhere(me, 'task-correction');
    await me.page.locator('button[data-outcome=approved]').click();
    await done(me);
  });

  await step('the money is back, and everybody can see it in trail and history', async () => {
    const me = await person('pujiang.supplier', phone);
    await me.open(`/applications/${applicationId}?tab=money`);
    await me.sees('已更正', me.page.locator('h1'));
    await me.sees('这笔划拨已更正，资金已原路退回。');
    await me.show('application-corrected-phone');
    const finance = await person('beiwaitan.finance-supervisor-2');
    await finance.open(`/applications/${applicationId}?tab=money`);
    const row = finance.page.locator('gbc-money-trail tbody tr', { hasText: '更正划拨' }).filter({ hasText: '¥109,000.00' });
    await row.locator('.deciders span').nth(1).waitFor();
    await showEverywhere(finance, 'application-corrected');
    await finance.open(`/applications/${applicationId}?tab=history`);
    await finance.sees(/更正划拨，原路退回/);
    await finance.sees('付款方财务监理认为异议成立，提出更正');
  });
});

test('a correction of money that has gone on is refused, with the reason and what to do', async () => {
  const [allocation] = (await (await client('jiwei.regulator')).call('listApplications', { query: { state: 'completed', limit: 200 } })).items.filter(({ title }) => title === allocations[1]?.title);
  const { applicationId, title } = allocation ?? assert.fail('no allocation');

  await step('a finance supervisor of the department proposes it where the payment is seen', async () => {
    const me = await person('jianwei.finance-supervisor');
    await me.open(`/applications/${applicationId}?tab=money`);
    await act(me, 'correct');
    await sayWhy(me, '应拨付嘉兴路街道，收款单位有误。');
    await me.show('correction-propose');
    await act(me, 'send');
    await me.sees('已提出更正，等待另一位财务监理复核。');
  });

  await step('the second one confirms, the ledger refuses, and the task is there again with the reason', async () => {
    const me = await person('jianwei.finance-supervisor-2');
    await me.openTask(title, '复核更正');
    await me.page.locator('button[data-outcome=approved]').click();
    await done(me);
    await me.openTask(title, '复核更正');
    await me.sees('这次没有退回：');
    await me.show('task-correction-refused');
    assert.equal((await applicationOf(applicationId)).state, 'completed');
  });
});

test('the regulator freezes an account and an application; those concerned appeal, another of its people answers', async () => {
  const { applicationId, title } = await apply(72);

  await step('an account is frozen from the funds page', async () => {
    const me = await person('jiwei.regulator');
    await me.open('/funds');
    await me.page.getByRole('button', { name: '冻结：北外滩街道办事处 · 北外滩滨江步道及道路整治' }).first().click();
    await sayWhy(me, '核查该项目的合同真实性。');
    await me.show('freeze-order');
    await act(me, 'send');
    await me.page.locator('gbc-balance-table a.chip.bad', { hasText: '已冻结' }).waitFor();
    await showEverywhere(me, 'funds-frozen');
  });

  await step('an application is frozen from its page', async () => {
    const me = await person('jiwei.regulator');
    await me.open(`/applications/${applicationId}`);
    await me.sees('付款账户已被冻结（北外滩街道办事处）');
    await act(me, 'freeze');
    await sayWhy(me, '收到实名举报，暂停付款。');
    await me.page.locator('select[name=until]').selectOption({ label: '7 天' });
    await act(me, 'send');
    await me.sees('本申请已被冻结');
  });

  await step('the specialist sees at the task what works and what does not, and appeals', async () => {
    const me = await person('beiwaitan.specialist');
    await me.openTask(title, '项目专员审核');
    await me.sees('付款账户已被冻结（北外滩街道办事处）');
    await me.sees('暂停办理');
    await showEverywhere(me, 'task-frozen');
    const account = me.page.locator('gbc-freeze-concern section', { hasText: '付款账户' });
    await account.locator('[data-action=appeal]').click();
    await sayWhy(me, '合同已在区建管委备案，附备案号 HK-2026-118。');
    await me.show('freeze-appeal');
    await act(me, 'send');
    await me.sees('已申诉，等待另一位监管人员答复。', account);
  });

  await step('the supplier sees that the application stands still, on a phone', async () => {
    const me = await person('pujiang.supplier', phone);
    await me.open(`/applications/${applicationId}`);
    await me.sees('本申请已被冻结');
    assert.equal(await me.page.locator('gbc-freeze-concern section', { hasText: '付款账户' }).locator('[data-action=appeal]').count(), 0, 'another’s account is not the supplier’s to appeal for');
    await me.show('application-frozen-phone');
  });

  await step('who ordered it does not judge the appeal; another upholds it, and then lifts it', async () => {
    const first = await person('jiwei.regulator');
    await first.open('/funds/freezes');
    await first.sees('有申诉，须由另一位监管人员答复');
    const me = await person('jiwei.regulator-2');
    await me.open('/funds/freezes');
    const freeze = me.page.locator('article', { hasText: '核查该项目的合同真实性。' });
    await me.sees('合同已在区建管委备案', freeze);
    await showEverywhere(me, 'freezes');
    await freeze.locator('[data-action=answer]').click();
    await me.page.locator('input[value=upheld]').check();
    await sayWhy(me, '备案材料尚在核对，核对完毕即解除。');
    await me.show('freeze-answer');
    await act(me, 'send');
    await me.sees('已维持', freeze);

    const specialist = await person('beiwaitan.specialist');
    await specialist.open('/funds/freezes');
    await specialist.sees('备案材料尚在核对，核对完毕即解除。');
    await freeze.locator('[data-action=answer]').click();
    await sayWhy(me, '备案属实。');
    await act(me, 'send');
    await freeze.waitFor({ state: 'detached' });
    await me.page.locator('input[name=ended]').check();
    await me.sees('已解除', me.page.locator('article', { hasText: '核查该项目的合同真实性。' }));
  });
});

test('a supervisor ends an instance, with a reason and knowing what becomes of the money', async () => {
  const { applicationId, title } = await apply(73);
  const { processInstanceKey } = await applicationOf(applicationId);
  const stranger = await person('jiaxing.supervisor');
  await stranger.open(`/process-instances/${processInstanceKey}`);
  await stranger.sees('进行中');
  assert.equal(await stranger.page.locator('[data-action=cancel]').count(), 0, 'another office’s supervisor is not offered it');

  const me = await person('beiwaitan.supervisor');
  await me.open('/processes/street-approval');
  await me.page.locator('tr', { hasText: title }).locator('a[href*="/process-instances/"]').click();
  await showDialogEverywhere(me, 'instance-cancel', () => act(me, 'cancel'));
  await act(me, 'cancel');
  await sayWhy(me, '申请单位撤回，改走另一项目。');
  await act(me, 'send');
  await me.sees('已终止');
  assert.equal((await applicationOf(applicationId)).state, 'terminated');
});

test('a street office redeems its operating costs: district finance receives, the bank pays, the tokens are burned', async () => {
  let applicationId = '';

  await step('its finance supervisor orders it, of the operating account alone', async () => {
    const me = await person('beiwaitan.finance-supervisor');
    await me.open('/funds');
    await act(me, 'redeem');
    const options = me.page.locator('select[name=account] option');
    const accounts = await options.first().waitFor({ state: 'attached' }).then(() => options.allInnerTexts());
    assert.ok(accounts.length === 1 && accounts[0]?.includes('运营费用'), accounts.join());
    await me.page.locator('input[name=amountYuan]').fill('50000');
    await me.page.locator('input[name=purpose]').fill('第四季度运行经费');
    await me.page.locator('input[name=creditorName]').fill('北外滩街道办事处');
    await me.page.locator('input[name=creditorAccount]').fill('3100100012345678');
    await me.page.locator('input[name=creditorBank]').fill('示例银行虹口支行');
    await me.show('funds-redeem-operating');
    await me.press('提交申请');
    await me.page.waitForURL(/\/applications\/[^/]+$/);
    applicationId = me.idFromAddress();
    await me.sees('待区财务接收', me.page.locator('h1'));
  });

  await step('district finance receives the order', async () => {
    const me = await person('hongkou.finance-supervisor-2');
    await me.openTask('第四季度运行经费', '区财务接收兑付申请');
    await me.show('task-redemption-receive');
    await me.page.locator('button[data-outcome=approved]').click();
    await done(me);
  });

  await step('the bank pays, and the tokens are gone', async () => {
    const me = await person('custodian.bank-operator');
    await me.open('/funds');
    await me.page.locator('tr', { hasText: '第四季度运行经费' }).locator('[data-action=pay]').click();
    await me.open(`/applications/${applicationId}?tab=money`);
    await me.sees('已完成', me.page.locator('h1'));
    await me.sees('销毁', me.page.locator('gbc-money-trail'));
    await me.show('application-redeemed');
  });
});

test('a field that an admin added to a form is shown, asked for, and sent', async () => {
  const { title } = await apply(74);
  const me = await person('beiwaitan.specialist');
  const added = { type: 'textfield', id: 'site-visit', key: 'siteVisit', label: '踏勘日期', validate: { required: true }, layout: { row: 'row_visit', columns: 16 } };
  await me.page.route(/\/api\/v1\/tasks\/[^/?]+$/, async (route) => {
    const response = await route.fetch();
    const task = (await response.json()) as { form: { schema: { components: object[] } } | null };
    task.form?.schema.components.push(added);
    await route.fulfill({ response, json: task });
  });
  const sent: unknown[] = [];
  await me.page.route('**/completion', async (route) => {
    sent.push(route.request().postDataJSON());
    await route.abort();
  });
  await me.openTask(title, '项目专员审核');
  await me.field('踏勘日期').waitFor();
  await me.page.locator('button[data-outcome=approved]').click();
  await me.sees('此项必填');
  assert.deepEqual(sent, [], 'nothing is sent while it is missing');
  await me.enter('踏勘日期', '2026-11-20');
  await me.show('task-added-field');
  await me.page.locator('button[data-outcome=approved]').click();
  await me.sees('连接不上服务器');
  assert.deepEqual(sent, [{ answers: { siteVisit: '2026-11-20' }, outcome: 'approved', revision: 1 }]);
  await me.page.unrouteAll({ behavior: 'wait' });
});

test('a platform admin sees who may act for whom, and can move no money', async () => {
  const me = await person('platform.platform-admin');
  await me.open('/admin');
  await me.sees('beiwaitan.finance-supervisor-2');
  await showEverywhere(me, 'admin-people');
  await me.page.locator('input[name=filter]').fill('纪委');
  await me.sees('jiwei.regulator-2');
  assert.equal(await me.page.getByText('beiwaitan.specialist').count(), 0);
  await me.open('/funds');
  await me.sees('凭证总量');
  assert.equal(await me.page.locator('[data-action=redeem], [data-action=deposit], [data-action=pay], [data-action=freeze]').count(), 0);
  const supplier = await person('pujiang.supplier', phone);
  await supplier.open('/admin');
  await supplier.sees('您的身份不能查看人员');
});
