/** Money comes down tier by tier on the screens of those who ask for it, look into it, pay and receive; a supplier has it paid out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMatter } from '../app/demo/matter.ts';
import { organisations } from '../app/seed/alliance.ts';
import type { BrowserPerson } from './browser-person.ts';
import { useBrowserStack } from './journey/browser-stack.ts';

const { person, client, step } = useBrowserStack();
const project = '北外滩滨江步道及道路整治';

/** Who does what where a tier asks the one above it. */
interface Tier {
  readonly name: string;
  readonly payer: string;
  readonly payerName: string;
  readonly applicant: string;
  readonly title: string;
  readonly purpose: string;
  readonly yuan: string;
}

const tiers: readonly Tier[] = [
  { name: 'department', payer: 'hongkou', payerName: '虹口区人民政府', applicant: 'jianwei', title: '滨江步道整治追加用款', purpose: '追加北外滩滨江步道照明与栏杆更换工程的进度款。', yuan: '400000.00' },
  { name: 'street', payer: 'jianwei', payerName: '虹口区建设和管理委员会', applicant: 'beiwaitan', title: '北外滩街道照明更换用款', purpose: '北外滩街道段照明灯具与栏杆更换的工程进度款。', yuan: '300000.00' },
];

const done = (who: BrowserPerson) => who.page.waitForURL(/\/tasks(\?.*)?$/);
const press = (who: BrowserPerson, outcome: string) => who.page.locator(`button[data-outcome=${outcome}]`).click();
const confirm = (who: BrowserPerson) => who.page.locator('button[data-confirm]').click();

for (const { name, payer, payerName, applicant, title, purpose, yuan } of tiers) {
  test(`a ${name} asks the tier above it for money, and receives it`, async () => {
    await step('its project manager applies', async () => {
      const me = await person(`${applicant}.project-manager`);
      await me.open('/applications/new');
      await me.page.locator('select[name=payer]').selectOption({ label: payerName });
      await me.press('开始填写');
      await me.enter('项目名称', title);
      await me.choose('所属项目', project);
      await me.enter('资金用途', '照明与栏杆更换工程款。');
      await me.enter('申请金额（元）', yuan);
      await me.showInBothWidths(`tier-${name}-new`);
      await me.press('提交申请');
      await me.page.waitForURL(/\/applications\/(?!.*draft)[^/]+$/);
      await me.sees('待审核', me.page.locator('h1'));
    });

    await step('a specialist above asks for more, and the project manager answers', async () => {
      const specialist = await person(`${payer}.specialist`);
      await specialist.openTask(title, '项目专员审核');
      await press(specialist, 'moreNeeded');
      await specialist.page.locator('textarea[name=reason]').fill('请写明路段与工程内容。');
      await specialist.page.locator('input[name=fields][value="proposal.purpose"]').check();
      await confirm(specialist);
      await done(specialist);
      const me = await person(`${applicant}.project-manager`);
      await me.openTask(title, '逐项同意并补充');
      await me.page.locator('[data-field="proposal.purpose"] input[value=yes]').check();
      await me.enter('资金用途', purpose);
      await me.show(`tier-${name}-supply`);
      await me.press('重新提交');
      await done(me);
    });

    await step('the specialist agrees, finance pays', async () => {
      const specialist = await person(`${payer}.specialist`);
      await specialist.openTask(title, '项目专员审核');
      await specialist.sees(purpose);
      await specialist.show(`tier-${name}-review`);
      await press(specialist, 'approved');
      await done(specialist);
      const finance = await person(`${payer}.finance-supervisor`);
      await finance.openTask(title, '财务监理审批付款');
      await finance.show(`tier-${name}-payout`);
      await press(finance, 'approved');
      await done(finance);
    });

    await step('its finance supervisor confirms the full amount', async () => {
      const me = await person(`${applicant}.finance-supervisor`);
      await me.openTask(title, '确认足额收款');
      await me.page.getByText('已收到足额款项').click();
      await me.showInBothWidths(`tier-${name}-receipt`);
      await press(me, 'confirmed');
      await done(me);
      await me.open('/applications?scope=office');
      await me.sees('已完成', me.page.locator('tbody tr', { hasText: title }));
    });
  });
}

test('a supplier has tokens paid out: the bank refuses the account, and pays the corrected one', async () => {
  const party = (id: string) => organisations.find(({ organisationId }) => organisationId === id) ?? assert.fail(`no ${id}`);
  const { preciseForm, files, title } = makeMatter(81, party('beiwaitan'), party('pujiang'));
  const purpose = '兑付第二期进度款';

  await step('the street office pays the supplier', async () => {
    const supplier = await client('pujiang.supplier');
    const documents = await Promise.all(files.map(async (file) => ({ documentId: (await supplier.upload(file, `tiers-${file.kind}`)).documentId, kind: file.kind })));
    const begun = { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'pujiang', form: preciseForm, documents } as const;
    const { applicationId } = await supplier.call('createApplication', { body: begun, key: 'tiers-draft' });
    await supplier.call('submitApplication', { params: { applicationId }, key: 'tiers-submit' });
    for (const [login, task] of [['beiwaitan.specialist', '项目专员审核'], ['beiwaitan.finance-supervisor', '财务监理审批付款']] as const) {
      const me = await person(login);
      await me.openTask(title, task);
      await press(me, 'approved');
      await done(me);
    }
    const me = await person('pujiang.supplier');
    await me.openTask(title, '确认足额收款');
    await me.page.getByText('已收到足额款项').click();
    await press(me, 'confirmed');
    await done(me);
  });

  const order = async (account: string) => {
    const me = await person('pujiang.supplier');
    await me.open('/funds');
    await me.page.locator('[data-action=redeem]').first().click();
    const values = { amountYuan: '60000', purpose, creditorName: '上海示例浦江市政建设有限公司', creditorAccount: account, creditorBank: '示例银行虹口支行' };
    for (const [name, value] of Object.entries(values)) await me.page.locator(`input[name=${name}]`).fill(value);
    await me.show('supplier-redeem');
    await me.press('提交申请');
    await me.page.waitForURL(/\/applications\/[^/]+$/);
    await me.sees('待区财务接收', me.page.locator('h1'));
    return new URL(me.page.url()).pathname;
  };
  let path = '';

  await step('the supplier orders, district finance receives', async () => {
    path = await order('6222020000001234567');
    const finance = await person('hongkou.finance-supervisor');
    await finance.openTask(purpose, '区财务接收兑付申请');
    await press(finance, 'approved');
    await done(finance);
  });

  await step('the bank refuses, and the supplier sees why and what to do', async () => {
    const bank = await person('custodian.bank-operator');
    await bank.open('/funds');
    const row = bank.page.locator('tr', { hasText: purpose });
    await row.locator('select[name=reasonCode]').selectOption('AC04');
    await row.scrollIntoViewIfNeeded();
    await bank.show('supplier-redeem-refuse');
    await row.locator('[data-action=refuse]').click();
    const me = await person('pujiang.supplier');
    await me.open(path);
    await me.sees('待补正', me.page.locator('h1'));
    await me.sees('账户已销户');
    await me.sees('6222020000001234567');
    await me.showInBothWidths('supplier-redeem-refused');
  });

  await step('the supplier corrects the account, and is paid', async () => {
    const me = await person('pujiang.supplier');
    await me.openTask(purpose, '更正兑付申请');
    await me.enter('收款账号', '6222020000007654321');
    await me.press('重新提交');
    await done(me);
    const finance = await person('hongkou.finance-supervisor');
    await finance.openTask(purpose, '区财务接收兑付申请');
    await press(finance, 'approved');
    await done(finance);
    const bank = await person('custodian.bank-operator');
    await bank.open('/funds');
    await bank.page.locator('tr', { hasText: purpose }).locator('[data-action=pay]').click();
    await me.open(path);
    await me.sees('已完成', me.page.locator('h1'));
    await me.showInBothWidths('supplier-redeemed');
  });
});
