/** The bank's word where a person is needed: refusals with their reason, a printed order, papers that two persons read, and what is parked. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { signPush } from '@gbc/bank';
import { startStack, type Stack } from '../app/stack.ts';
import { BrowserPerson, phone } from './browser-person.ts';
import { openBrowser } from './browser.ts';
import { until } from './house.ts';

const secret = 'a webhook secret of this test alone';

interface Desk {
  readonly stack: () => Stack;
  signIn(login: string, viewport?: typeof phone): Promise<BrowserPerson>;
}

/** A product of its own with this bank, and a browser. */
function useDesk(settings: Readonly<Record<string, string>>): Desk {
  let dataDir: string;
  let stack: Stack;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let password: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gbc-desk-'));
    [stack, browser] = await Promise.all([startStack({ dataDir, settings }), openBrowser()]);
    ({ password } = (await (await fetch(`${stack.url}/api/v1/demo-sign-ins`)).json()) as { password: string });
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { stack: () => stack, signIn: (login, viewport) => BrowserPerson.signIn(browser.browser, stack.url, login, password, viewport) };
}

async function ask<Answer>(who: BrowserPerson, method: 'get' | 'post', path: string, body?: object): Promise<Answer> {
  const session = (await (await who.page.request.get(`${who.url}/api/v1/session`)).json()) as { csrfToken: string };
  const headers = { 'X-CSRF-Token': session.csrfToken, 'Idempotency-Key': `desk-${path}-${JSON.stringify(body ?? {}).length}-${method}` };
  const response = await who.page.request[method](`${who.url}/api/v1${path}`, { headers, ...(body ? { data: body } : {}) });
  assert.ok(response.ok(), `${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function inEnglish(who: BrowserPerson): Promise<void> {
  await who.page.evaluate(`fetch('/api/v1/session').then((r) => r.json()).then(({ csrfToken }) => fetch('/api/v1/session/locale', { method: 'PUT', headers: { 'content-type': 'application/json', 'X-CSRF-Token': csrfToken }, body: '{"locale":"en"}' }))`);
  await who.page.reload();
}

describe('a bank that speaks ISO 20022 in files', () => {
  const { stack, signIn } = useDesk({ BANK_ADAPTER: 'iso20022-files', BANK_WEBHOOK_SECRET: secret });

  /** An office redeems its operating costs; the district receives the order. */
  async function orderPayment(): Promise<string> {
    const office = await signIn('jianwei.finance-supervisor');
    let accountId = '';
    await until(async () => {
      const { accounts } = await ask<{ accounts: { accountId: string; kind: string; organisationId: string; availableFen: number }[] }>(office, 'get', '/funds');
      accountId = accounts.find((it) => it.kind === 'operating' && it.organisationId === 'jianwei' && it.availableFen > 100)?.accountId ?? '';
      return accountId !== '';
    }, 'the office has operating costs to redeem', 180_000);
    const form = { purpose: '十一月办公运营费用', amountFen: 100, creditor: { name: '上海示例物业管理有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' } };
    const { applicationId } = await ask<{ applicationId: string }>(office, 'post', '/redemptions', { accountId, form });
    const district = await signIn('hongkou.finance-supervisor');
    let taskId = '';
    await until(async () => {
      const { items } = await ask<{ items: { taskId: string; applicationId: string }[] }>(district, 'get', '/tasks');
      taskId = items.find((it) => it.applicationId === applicationId)?.taskId ?? '';
      return taskId !== '';
    }, 'the district has the order', 60_000);
    await ask(district, 'post', `/tasks/${taskId}/completion`, { outcome: 'approved', revision: 1 });
    return applicationId;
  }

  test('is told by its operator why an order is refused, in words and code', async () => {
    const applicationId = await orderPayment();
    const operator = await signIn('custodian.bank-operator');
    await operator.open('/funds');
    await operator.page.locator('select[name=reasonCode]').waitFor();
    let paymentId = '';
    await until(async () => {
      const { items } = await ask<{ items: { paymentId: string; applicationId: string; takenAt: string | null }[] }>(operator, 'get', '/payments');
      paymentId = items.find((it) => it.applicationId === applicationId && it.takenAt !== null)?.paymentId ?? '';
      return paymentId !== '';
    }, 'the bank has the order', 60_000);
    await operator.open(`/funds/payments/${paymentId}/order`);
    await operator.sees('人民币壹元整');
    await operator.sees('上海示例物业管理有限公司');
    await operator.show('bank-order');
    await operator.open('/funds');
    await operator.page.locator('select[name=reasonCode]').selectOption('BE01');
    await operator.page.locator('gbc-payment-table').scrollIntoViewIfNeeded();
    await operator.show('bank-refuse');
    await operator.page.locator('button[data-action=refuse]').click();
    await operator.sees('户名与账号不符', operator.page.locator('gbc-payment-table'));
    const onPhone = await signIn('custodian.bank-operator', phone);
    await onPhone.open(`/funds/payments/${paymentId}/order`);
    await onPhone.sees('付款指令');
    await onPhone.fits();
    await onPhone.show('bank-order-phone');
    await inEnglish(onPhone);
    await onPhone.sees('Payment order');
    await onPhone.show('bank-order-en-phone');
  });

  test('may push what it says, signed; nobody else may, and each attempt is logged', async () => {
    const push = async (body: string, changes: Record<string, string> = {}, deliveryId = 'D-1') => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = { 'X-Bank-Timestamp': timestamp, 'X-Bank-Delivery': deliveryId, 'X-Bank-Signature': signPush(secret, { timestamp, deliveryId }, Buffer.from(body)), 'Content-Type': 'application/json', ...changes };
      const response = await fetch(`${stack().url}/api/v1/bank/advices`, { method: 'POST', headers, body });
      return { status: response.status, headers, answer: (await response.json()) as { code?: string; isNew?: boolean } };
    };
    const deposit = { adviceId: 'PUSHED-1', reference: 'HK-2026-999', amountFen: 500, valueDate: '2026-11-20', debtorName: null };
    const body = JSON.stringify({ deposits: [deposit] });
    const first = await push(body);
    assert.deepEqual([first.status, first.answer.isNew], [200, true]);
    const codes = [
      (await push(body, first.headers)).answer.code,
      (await push('{}', {}, 'D-1')).answer.code,
      (await push(body, { 'X-Bank-Signature': 'v1=00' }, 'D-2')).answer.code,
      (await push(body, { 'X-Bank-Timestamp': '1000000000', 'X-Bank-Signature': signPush(secret, { timestamp: '1000000000', deliveryId: 'D-3' }, Buffer.from(body)) }, 'D-3')).answer.code,
      (await push(JSON.stringify({ deposits: [], filler: 'x'.repeat(300_000) }), {}, 'D-4')).answer.code,
      (await push('{"deposits":7}', {}, 'D-5')).answer.code,
    ];
    assert.deepEqual(codes, ['bank.pushReplayed', 'bank.pushConflict', 'bank.pushForged', 'bank.pushOld', 'request.tooLarge', 'bank.messageInvalid']);
    const auditor = await signIn('jiwei.regulator');
    const { items } = await ask<{ items: { adviceId: string; state: string }[] }>(auditor, 'get', '/deposits');
    assert.equal(items.filter(({ adviceId }) => adviceId === 'PUSHED-1').length, 1);
  });
});

describe('a bank on paper', () => {
  const { signIn } = useDesk({ BANK_ADAPTER: 'manual', BANK_ACCOUNT: '31050161393600000017' });
  const enter = async (who: BrowserPerson, slip: string, reference: string, yuan: string) => {
    await who.page.locator('input[name=adviceId]').fill(slip);
    await who.page.locator('input[name=reference]').fill(reference);
    await who.page.locator('input[name=debtorName]').fill('虹口区财政局');
    await who.page.locator('input[name=yuan]').fill(yuan);
    await who.page.locator('input[name=valueDate]').fill('2026-11-20');
  };

  test('is read by two persons; a deposit that nothing fits is parked, and assigned by a person', async () => {
    const one = await signIn('hongkou.finance-supervisor');
    const two = await signIn('hongkou.finance-supervisor-2');
    await one.open('/funds/bank');
    await one.press('录入凭据');
    await enter(one, 'JZ-20261120-01', 'HK-2026-1', '600000.00');
    await one.sees('陆拾万元整');
    await one.show('bank-paper');
    await one.press('提交，待另一人核对');
    await one.sees('待另一人');

    await two.open('/funds/bank');
    await two.page.locator('button[data-action=check]').click();
    await enter(two, 'JZ-20261120-01', 'HK-2026-1', '6000000.00');
    await two.press('核对');
    await two.sees('两人不一致，凭据作废。请对照纸面重新录入。');
    await two.sees('不一致：');
    await two.show('bank-differs');

    await one.press('录入凭据');
    await enter(one, 'JZ-20261120-01', 'HK-2026-1', '600000.00');
    await one.press('提交，待另一人核对');
    await two.page.locator('button[data-action=check]').click();
    await enter(two, 'JZ-20261120-01', 'HK-2026-1', '600000.00');
    await two.press('核对');
    await two.sees('两人一致，凭据已生效。');
    await two.sees('附言没有对应的预算指标');
    await two.show('bank-desk');

    await two.page.locator('select[name=reference]').selectOption({ label: (await two.page.locator('select[name=reference] option').filter({ hasText: 'HK-2026-001' }).textContent())?.trim() ?? '' });
    await two.page.locator('button[data-action=assign]').click();
    await two.sees('没有挂起的到账');
  });
});
