/** A district allocates from a file: the preview says what is wrong with each line, the good ones become applications while one looks on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organisations } from '../app/seed/alliance.ts';
import { phone } from './browser-person.ts';
import { useBrowserStack } from './journey/browser-stack.ts';

/** What may be allocated is what the first payments have left: they are through before it is asked. */
const { person } = useBrowserStack();

const codeOf = (id: string) => organisations.find(({ organisationId }) => organisationId === id)?.creditCode ?? '';
const lines = [
  ['收款单位统一社会信用代码', '项目编号', '预算科目', '金额（元）', '用途', '业务编号'],
  [codeOf('jianwei'), 'HK-2026-001', '2120303', '1200000.00', '滨江步道十二月进度款', 'HKBF-2026-1201'],
  [codeOf('fangguan'), 'HK-2026-003', '2210103', '350000.50', '旧住房屋面修缮进度款', 'HKBF-2026-1202'],
  [codeOf('fangguan'), 'HK-2026-003', '2210103', '350000.50', '旧住房屋面修缮进度款', 'HKBF-2026-1202'],
  ['91350100M000100Y4Z', 'HK-2026-001', '2120303', '10000.00', '道路整治', 'HKBF-2026-1203'],
  [codeOf('beiwaitan'), 'HK-2026-001', '2120303', '10000.00', '道路整治', 'HKBF-2026-1204'],
  [codeOf('jianwei'), 'HK-2026-001', '2120399', '壹万元', '道路整治', 'HKBF-2026-1205'],
  [codeOf('jianwei'), 'HK-2026-001', '2120303', '99000000.00', '道路整治', 'HKBF-2026-1206'],
];
const file = (name: string, rows: readonly (readonly string[])[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(rows.map((row) => row.join(',')).join('\r\n')) });
const signIn = (viewport?: typeof phone) => person('hongkou.project-manager', viewport);

test('a file is checked line by line, submitted, and can be mended', async () => {
  const manager = await signIn();
  await manager.open('/applications');
  await manager.page.getByRole('link', { name: '批量拨付' }).click();
  await manager.sees('还没有上传过文件');
  await manager.show('allocations');
  const choose = manager.page.locator('input[name=file]');
  await choose.setInputFiles(file('坏表.csv', [['a', 'b'], ['1', '2']]));
  await manager.sees('缺少这些列');
  await choose.setInputFiles(file('十二月拨付.csv', lines));
  await manager.page.waitForURL(/\/applications\/allocations\/[0-9a-f-]{36}/);
  const row = (no: number) => manager.page.locator(`tr[data-row="${no}"]`);
  await row(4).getByText('与第 3 行的业务编号重复').waitFor();
  await row(5).getByText('校验位不符').waitFor();
  await row(6).getByText('不是付款单位的下级单位').waitFor();
  await row(7).getByText('金额须为正数的元').waitFor();
  await row(8).getByText('超出预算指标').waitFor();
  assert.equal(await manager.page.locator('input[name=isAllOrNone]').isDisabled(), true);
  await manager.show('allocation-preview');
  const [download] = await Promise.all([manager.page.waitForEvent('download'), manager.page.locator('a[data-action=refused]').click()]);
  assert.equal(download.suggestedFilename(), '十二月拨付-refused.csv');

  await manager.press('提交 2 行');
  await manager.sees('已完成');
  await row(2).getByRole('link', { name: '查看申请' }).waitFor();
  await manager.show('allocation-done');
  await row(2).getByRole('link', { name: '查看申请' }).click();
  await manager.page.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
  await manager.sees('HKBF-2026-1201');

  await manager.open('/applications/allocations');
  await manager.page.locator('input[name=file]').setInputFiles(file('十二月拨付.csv', lines));
  await manager.page.waitForURL(/\/applications\/allocations\/[0-9a-f-]{36}/);
  await manager.sees('已完成');

  const onPhone = await signIn(phone);
  await onPhone.open(new URL(manager.page.url()).pathname);
  await onPhone.sees('未通过');
  await onPhone.fits();
  await onPhone.show('allocation-phone');
  await onPhone.open('/applications/allocations');
  await onPhone.sees('请在电脑上上传和提交');
  await onPhone.fits();
});
