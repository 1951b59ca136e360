import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeEInvoice, makePdf } from '@gbc/documents/testing';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson, type FileToUpload } from './browser-person.ts';
import { openBrowser } from './browser.ts';

/** What a supplier applies for; amounts in fen. */
interface Matter {
  readonly title: string;
  readonly contractNumber: string;
  readonly invoiceNumber: string;
}

const project = '北外滩滨江步道及道路整治';
const reason = '请写明路段与工程量，并附监理签认的工程量确认单。';
const precisePurpose = '东大名路（公平路至高阳路）路面铣刨加铺 4,200 平方米，监理已签认的第二期进度款。';
const road: Matter = { title: '东大名路路面整治进度款', contractNumber: 'HT-2026-0118', invoiceNumber: '26312000000000880001' };
const park: Matter = { title: '滨江绿地养护三季度款', contractNumber: 'HT-2026-0207', invoiceNumber: '26312000000000880002' };
const lamps: Matter = { title: '霍山路照明更新尾款', contractNumber: 'HT-2026-0301', invoiceNumber: '26312000000000880003' };

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let password: string;
let parties: Map<string, { creditCode: string; name: string }>;
const people = new Map<string, BrowserPerson>();

async function person(login: string): Promise<BrowserPerson> {
  const known = people.get(login);
  if (known) return known;
  const signedIn = await BrowserPerson.signIn(browser.browser, stack.url, login, password);
  people.set(login, signedIn);
  return signedIn;
}

const supplier = () => person('pujiang.supplier');
const specialist = () => person('beiwaitan.specialist');
const finance = () => person('beiwaitan.finance-supervisor');

function filesFor({ invoiceNumber, contractNumber }: Matter): FileToUpload[] {
  const party = (id: string) => parties.get(id) ?? assert.fail(`no organisation ${id}`);
  const pdf = (kind: FileToUpload['kind'], name: string, text: string): FileToUpload => ({ kind, name, mimeType: 'application/pdf', buffer: makePdf(text) });
  const eInvoice = makeEInvoice({
    number: invoiceNumber,
    seller: party('pujiang'),
    buyer: party('beiwaitan'),
    lines: [{ name: '*建筑服务*道路整治工程进度款', amountFen: 10_000_000n, taxFen: 900_000n }],
    issuedOn: '2026-10-15',
  });
  return [
    pdf('proposal', '建议书.pdf', `Proposal ${contractNumber}`),
    pdf('contract', '施工合同.pdf', `Contract ${contractNumber}`),
    pdf('invoice', '发票.pdf', `Invoice ${invoiceNumber}`),
    { kind: 'eInvoice', name: '数电发票.xml', mimeType: 'application/xml', buffer: Buffer.from(eInvoice) },
  ];
}

/** One step of a journey. The first that fails ends it: those after it stand on it. */
async function step(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    for (const [login, it] of people) await it.show(`failed-${login}`);
    throw new Error(`at the step: ${what}`, { cause: error });
  }
}

/** The supplier applies through the form; answers the application's id. */
async function apply(matter: Matter): Promise<string> {
  const me = await supplier();
  await me.open('/applications/new');
  await me.page.locator('select[name=payer]').selectOption({ label: '北外滩街道办事处' });
  await me.press('开始填写');
  await me.enter('项目名称', matter.title);
  await me.choose('所属项目', project);
  await me.enter('资金用途', '用于道路整治工程进度款支付。');
  await me.enter('合同编号', matter.contractNumber);
  await me.enter('签订日期', '2026/3/1');
  await me.enter('合同金额（元）', '500000.00');
  await me.enter('发票号码', matter.invoiceNumber);
  await me.enter('开票日期', '2026/10/15');
  await me.enter('价税合计（元）', '109000.00');
  await me.enter('申请金额（元）', '109000.00');
  await me.upload(filesFor(matter));
  await me.show('application-new');
  await me.press('提交申请');
  await me.page.waitForURL(/\/applications\/(?!.*draft)[^/]+$/);
  await me.sees('待审核', me.page.locator('h1'));
  return me.idFromAddress();
}

const token = (who: BrowserPerson, elementId: string) => who.page.locator(`.djs-element.gbc-active[data-element-id=${elementId}]`);

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-browser-'));
  [stack, browser] = await Promise.all([startStack({ dataDir }), openBrowser()]);
  ({ password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string });
  const auditor = await person('jiwei.regulator');
  // The money of the seed comes down to the street office by the same commands as any other: wait for the last of it.
  await auditor.open('/applications?scope=all&state=completed');
  await auditor.page.locator('tbody tr').nth(3).waitFor({ timeout: 120_000 });
  const { items } = (await (await auditor.page.request.get(`${stack.url}/api/v1/organisations`)).json()) as { items: { organisationId: string; creditCode: string; nameZh: string }[] };
  parties = new Map(items.map(({ organisationId, creditCode, nameZh }) => [organisationId, { creditCode, name: nameZh }]));
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a payment, from application to anchored receipt, as the people see it', async () => {
  let applicationId = '';

  await step('a supplier applies with files and an e-invoice', async () => {
    applicationId = await apply(road);
    const me = await supplier();
    await me.sees('¥109,000.00');
    await me.show('application');
  });

  await step('a specialist rejects: not without reason and field', async () => {
    const me = await specialist();
    await me.openTask(road.title, '项目专员审核');
    await me.press('认领');
    await me.sees('我已认领');
    await me.sees('通过后：北外滩街道办事处 · 财务监理');
    await me.show('task');
    await me.press('退回');
    await me.press('确认退回');
    await me.sees('请写明理由');
    await me.sees('请指出是哪一项');
    await me.page.locator('select[name=field]').selectOption({ label: '资金用途' });
    await me.page.locator('textarea[name=reason]').fill(reason);
    await me.show('task-reject');
    await me.press('确认退回');
    await me.sees('决定已生效');
  });

  await step('the supplier sees which field and why, and resubmits', async () => {
    const me = await supplier();
    await me.openTask(road.title, '补正重报');
    await me.sees(reason);
    await me.page.locator('.is-cited', { hasText: '资金用途' }).waitFor();
    await me.show('task-correct');
    await me.enter('资金用途', precisePurpose);
    await me.upload([{ kind: 'supplement', name: '工程量确认单.pdf', mimeType: 'application/pdf', buffer: makePdf('Quantities: 4,200 m2') }]);
    await me.press('重新提交');
    await me.sees('决定已生效');
  });

  await step('approval moves the token on the live diagram of a watcher', async () => {
    const auditor = await person('jiwei.regulator');
    await auditor.open(`/applications/${applicationId}?tab=process`);
    await token(auditor, 'review').waitFor();
    const me = await specialist();
    await me.openTask(road.title, '项目专员审核');
    await me.sees('第 2 次提交');
    await me.sees('有改动');
    await me.press('通过');
    await me.sees('决定已生效');
    await token(auditor, 'approvePayout').waitFor();
    await auditor.show('application-process');
  });

  await step('who reviewed may not pay; the finance supervisor does', async () => {
    const me = await finance();
    await me.openTask(road.title, '财务监理审批付款');
    await me.show('task-payout');
    await me.press('同意付款');
    await me.sees('决定已生效');
  });

  await step('the supplier confirms the full amount', async () => {
    const me = await supplier();
    await me.openTask(road.title, '确认足额收款');
    await me.sees('壹拾万玖仟元整');
    await me.press('确认足额收款');
    await me.sees('请先勾选确认');
    await me.page.getByLabel('已收到足额款项').check();
    await me.show('task-receipt');
    await me.press('确认足额收款');
    await me.sees('决定已生效');
  });

  await step('the trail leads from the deposit to the payee, and every event gets its proof', async () => {
    const me = await supplier();
    await me.open(`/applications/${applicationId}?tab=money`);
    await me.sees('已完成', me.page.locator('h1'));
    const path = me.page.getByRole('list', { name: '资金路径' });
    await path.waitFor();
    const stations = await path.locator('.node strong').allInnerTexts();
    assert.deepEqual(stations, ['托管账户', '虹口区人民政府', '虹口区建设和管理委员会', '北外滩街道办事处', '上海示例浦江市政建设有限公司']);
    await me.show('application-money');
    await me.open(`/applications/${applicationId}?tab=history`);
    await me.sees(/退回/);
    await me.show('application-history');
    await me.open(`/applications/${applicationId}?tab=proof`);
    await me.page.locator('td a.chip.good', { hasText: '已锚定' }).first().waitFor();
    await me.show('application-proof');
    await me.page.locator('td a.chip.good', { hasText: '已锚定' }).first().click();
    await me.sees('在您的浏览器中验证');
    await me.page.locator('gbc-receipt li', { hasText: '通过' }).first().waitFor();
    assert.equal(await me.page.locator('gbc-receipt li', { hasText: '不符' }).count(), 0);
    const [download] = await Promise.all([me.page.waitForEvent('download'), me.press('下载回执')]);
    assert.match(download.suggestedFilename(), /^receipt-[0-9a-f-]{36}\.json$/);
    await me.show('evidence');
  });
});

test('a redrawn flow: proposed by one admin, accepted by another, used by what begins afterwards', async () => {
  const oldId = await apply(park);

  await step('an admin redraws and proposes', async () => {
    const admin = await person('hongkou.process-admin');
    await admin.open('/processes/street-approval');
    await token(admin, 'review').waitFor();
    await admin.show('process');
    await admin.page.getByRole('link', { name: '修改流程' }).click();
    await admin.page.locator('.djs-element[data-element-id=review]').click();
    await admin.page.locator('.bio-properties-panel-group-header', { hasText: '基本' }).click();
    await admin.page.locator('#bio-properties-panel-name').fill('项目专员初审');
    await admin.sees('有未提交的修改');
    await admin.show('process-edit');
    await admin.press('提交修改建议');
    await admin.page.locator('textarea[name=note]').fill('审核改称初审');
    await admin.press('提交');
    await admin.sees('须由另一位流程管理员审查');
  });

  await step('a second admin sees the difference and accepts', async () => {
    const second = await person('hongkou.process-admin-2');
    await second.open('/processes');
    await second.sees('待您审查');
    await second.page.getByRole('link', { name: '审核改称初审' }).click();
    await second.sees('项目专员初审', second.page.locator('gbc-change-list'));
    await second.show('proposal');
    await second.press('通过并部署');
    await second.sees('已部署为第 2 版');
  });

  await step('new instances use the new version, running ones stay on theirs', async () => {
    const newId = await apply(lamps);
    const me = await supplier();
    await me.open(`/applications/${newId}?tab=process`);
    await me.sees(/第 2 版/);
    await me.sees('项目专员初审', me.page.locator('gbc-diagram'));
    await me.open(`/applications/${oldId}?tab=process`);
    await me.sees(/第 1 版/);
  });
});

test('the remaining places stand for who may see them', async () => {
  const operator = await person('custodian.bank-operator');
  await operator.open('/funds');
  await operator.sees('一致');
  await operator.press('存入托管账户');
  await operator.page.locator('input[name=reference]').fill('HK-2026-001');
  await operator.page.locator('input[name=amountYuan]').fill('1000000');
  await operator.sees('壹佰万元整');
  await operator.press('存入');
  await operator.sees('¥1,000,000.00', operator.page.locator('gbc-deposit-table'));
  await operator.show('funds');
  await operator.open('/applications?scope=all');
  await operator.sees(lamps.title);
  await operator.show('applications');
  const district = await person('hongkou.finance-supervisor');
  await district.open('/tasks');
  await district.page.locator('gbc-task-row', { hasText: '拨款到账' }).click();
  await district.sees('壹佰万元整');
  await district.show('task-deposit');
});
