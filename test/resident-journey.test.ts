/** A resident applies from a phone; on its way the application meets every act besides yes and no, on the screens of those who do it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePdf } from '@gbc/documents/testing';
import { phone, type BrowserPerson } from './browser-person.ts';
import { useBrowserStack } from './journey/browser-stack.ts';

const title = '沿街住户施工影响补贴';
const project = '北外滩滨江步道及道路整治';

const { person, step } = useBrowserStack();

const resident = () => person('resident-0001.individual', phone);
const specialist = () => person('beiwaitan.specialist');
const finance = () => person('beiwaitan.finance-supervisor');

/** Presses an outcome's button; where it must be explained, says why. */
async function decide(who: BrowserPerson, outcome: string, reason?: string): Promise<void> {
  await who.page.locator(`button[data-outcome=${outcome}]`).click();
  if (reason !== undefined) await who.page.locator('textarea[name=reason]').fill(reason);
}

const confirm = (who: BrowserPerson) => who.page.locator('button[data-confirm]').click();
const done = (who: BrowserPerson) => who.page.waitForURL(/\/tasks(\?.*)?$/);

test('a resident is subsidised', async () => {
  await step('the resident applies from a phone', async () => {
    const me = await resident();
    await me.open('/applications/new');
    await me.page.locator('select[name=payer]').selectOption({ label: '北外滩街道办事处' });
    await me.press('开始填写');
    await me.enter('申请名称', title);
    await me.choose('所属项目', project);
    await me.enter('补贴事由', '施工期间老人就医绕行，申请交通与临时过渡补贴。');
    await me.enter('申请金额（元）', '800.00');
    await me.upload([{ kind: 'statement', name: '情况说明.pdf', mimeType: 'application/pdf', buffer: makePdf('statement') }]);
    await me.fits();
    await me.show('resident-new-phone');
    await me.press('提交申请');
    await me.page.waitForURL(/\/applications\/(?!.*draft)[^/]+$/);
    await me.sees('待审核', me.page.locator('h1'));
    await me.fits();
    await me.show('resident-application-phone');
  });

  await step('the specialist asks another office for its opinion', async () => {
    const me = await specialist();
    await me.openTask(title, '项目专员审核');
    await decide(me, 'forwarded', '是否属于本次施工影响范围，请建管委核实。');
    await me.page.locator('select[name=office]').selectOption({ label: '虹口区建设和管理委员会' });
    await me.show('task-forward');
    await confirm(me);
    await done(me);
    const asked = await person('jianwei.specialist');
    await asked.openTask(title, '会办单位审核');
    await asked.sees('是否属于本次施工影响范围，请建管委核实。');
    await asked.show('task-consult');
    await decide(asked, 'approved');
    await done(asked);
  });

  await step('the specialist asks for named fields', async () => {
    const me = await specialist();
    await me.openTask(title, '项目专员审核');
    await me.sees('会办意见：同意');
    await decide(me, 'moreNeeded', '请写明就医的次数与往返费用。');
    await me.page.locator('input[name=fields][value="proposal.purpose"]').check();
    await me.page.locator('input[name=fields][value="proposal.title"]').check();
    await me.show('task-ask-for-more');
    await confirm(me);
    await done(me);
  });

  await step('the resident answers field by field', async () => {
    const me = await resident();
    await me.openTask(title, '逐项同意并补充');
    await me.page.locator('[data-field="proposal.purpose"] input[value=yes]').check();
    await me.press('重新提交');
    await me.sees('请答复此项');
    await me.page.locator('[data-field="proposal.title"] input[value=no]').check();
    await me.enter('补贴事由', '施工期间老人每周就医两次，绕行往返交通费每次 50 元，共八周。');
    await me.fits();
    await me.show('task-consent-phone');
    await me.press('重新提交');
    await done(me);
  });

  await step('the money is paid, disputed, explained and confirmed', async () => {
    const reviewer = await specialist();
    await reviewer.openTask(title, '项目专员审核');
    await decide(reviewer, 'approved');
    await done(reviewer);
    const payer = await finance();
    await payer.openTask(title, '财务监理审批付款');
    await decide(payer, 'approved');
    await done(payer);
    const me = await resident();
    await me.openTask(title, '确认足额收款');
    await me.fits();
    await me.show('task-receipt-phone');
    await decide(me, 'disputed', '通知上写的是 850 元，请核对。');
    await me.show('task-dispute-phone');
    await confirm(me);
    await done(me);
    await payer.openTask(title, '答复异议');
    await payer.sees('通知上写的是 850 元，请核对。');
    await decide(payer, 'answered', '通知有误：申请与核定均为 800.00 元，已更正通知。');
    await payer.show('task-dispute');
    await confirm(payer);
    await done(payer);
    await me.openTask(title, '确认足额收款');
    await me.sees('付款方已答复');
    await me.page.getByText('已收到足额款项').click();
    await decide(me, 'confirmed');
    await done(me);
    await me.open('/applications');
    await me.sees('已完成');
  });

  await step('the picture of the flow shows what it called', async () => {
    const auditor = await person('jiwei.regulator');
    await auditor.open('/applications?scope=all');
    await auditor.page.locator('tbody tr', { hasText: title }).getByRole('link').first().click();
    await auditor.page.getByRole('tab', { name: '过程' }).click();
    await auditor.page.locator('.djs-element[data-element-id=receipt]').first().waitFor();
    await auditor.show('application-process');
    await auditor.page.locator('summary', { hasText: '收款确认' }).click();
    await auditor.page.locator('.djs-element[data-element-id=answerDispute]').waitFor();
    await auditor.page.locator('summary', { hasText: '收款确认' }).scrollIntoViewIfNeeded();
    await auditor.show('application-process-called');
    assert.equal(await auditor.page.locator('gbc-live-instance details').count(), 3, 'supplementary material, payout and receipt');
  });

  let orderPath = '';
  await step('the resident has the money paid out from a phone; district finance receives the order and the bank pays', async () => {
    const me = await resident();
    await me.open('/funds');
    await me.page.locator('[data-action=redeem]').first().click();
    for (const [name, value] of Object.entries({ amountYuan: '800', purpose: '兑付施工影响补贴', creditorName: '林小雨', creditorAccount: '6222020000001234567', creditorBank: '示例银行虹口支行' })) await me.page.locator(`input[name=${name}]`).fill(value);
    await me.fits();
    await me.show('resident-redeem-phone');
    await me.press('提交申请');
    await me.page.waitForURL(/\/applications\/[^/]+$/);
    orderPath = new URL(me.page.url()).pathname;
    const receiver = await person('hongkou.finance-supervisor');
    await receiver.openTask('兑付施工影响补贴', '区财务接收兑付申请');
    await receiver.sees('6222020000001234567');
    await decide(receiver, 'approved');
    await done(receiver);
    const bank = await person('custodian.bank-operator');
    await bank.open('/funds');
    await bank.page.locator('tr', { hasText: '兑付施工影响补贴' }).locator('[data-action=pay]').click();
    await me.open(orderPath);
    await me.sees('已完成', me.page.locator('h1'));
    await me.fits();
    await me.show('resident-redeemed-phone');
  });

  await step('what was personal in it is erased, for good and with a ground', async () => {
    const admin = await person('platform.platform-admin');
    await admin.open('/applications?scope=all');
    await admin.page.locator('tbody tr', { hasText: title }).getByRole('link').first().click();
    await admin.page.locator('button[data-action=erase]').click();
    const send = admin.page.locator('button[data-action=send]');
    assert.ok(await send.isDisabled());
    await admin.page.locator('select[name=ground]').selectOption('consentWithdrawn');
    assert.ok(await send.isDisabled(), 'it is said first that nothing brings it back');
    await admin.page.locator('input[name=sure]').check();
    await admin.show('erasure-dialog');
    await send.click();
    await admin.sees('个人信息已依规销毁');
    await admin.sees('填写内容已依规销毁');
    await admin.show('application-erased');
    assert.equal(await admin.page.getByText(title).count(), 0);
    const me = await resident();
    await me.open(new URL(admin.page.url()).pathname);
    await me.sees('个人信息已依规销毁');
    await me.fits();
    await me.show('application-erased-phone');
  });
});
