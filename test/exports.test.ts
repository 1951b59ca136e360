/** Tables and contracts as files, from a ledger whose money went through the flows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import { toCsv } from '../api/exports/csv.ts';
import { readExportNames } from '../api/exports/export-names.ts';
import { ocdsPackage } from '../api/exports/ocds.ts';
import type { Sheet } from '../api/exports/sheet.ts';
import { applicationTable } from '../api/exports/tables/applications.ts';
import { balanceTable } from '../api/exports/tables/balances.ts';
import { budgetTable } from '../api/exports/tables/budgets.ts';
import { depositTable } from '../api/exports/tables/deposits.ts';
import { paymentTable } from '../api/exports/tables/payments.ts';
import { transferTable } from '../api/exports/tables/transfers.ts';
import { OcdsPackage } from '../api/exports/testing/ocds-schema.ts';
import { people } from '../app/seed/alliance.ts';
import { openHouse, type House } from './house.ts';

const paidFen = 10_900_000n;
const joined = async (parts: AsyncIterable<string>): Promise<string> => {
  let all = '';
  for await (const part of parts) all += part;
  return all;
};

describe('exports', () => {
  let house: House;
  let applicationId: string;
  let reader: SignedIn;
  const read = () => house.database.read;
  const csv = async (sheet: Sheet) => (await joined(toCsv(sheet, 'zh-CN'))).trimEnd().split('\r\n');
  const ocds = async (projectId?: string) => {
    const text = await joined(await ocdsPackage({ read: read(), env, ocidPrefix: 'ocds-abc123', baseUrl: 'http://127.0.0.1:8080', ...(projectId ? { projectId } : {}) }));
    return OcdsPackage.parse(JSON.parse(text));
  };

  before(async () => {
    house = await openHouse();
    reader = await house.person('jiwei.regulator');
    await assert.rejects(ocds(), { code: 'export.empty' }, 'a package has at least one release');
    await house.fundStreet(200_000_000n);
    applicationId = await house.apply({ amountFen: Number(paidFen) });
    await house.waitForTask(applicationId, 'review');
    await house.decideAs('beiwaitan.specialist', applicationId, { outcome: 'approved' });
    await house.waitForTask(applicationId, 'approvePayout');
  });
  after(() => house.close());

  it('a contract has a payment that is due while it is held, and one that is met once it is posted', async () => {
    const [held] = (await ocds()).releases;
    assert.deepEqual(held?.contracts[0]?.implementation.milestones.map(({ status }) => status), ['scheduled']);
    assert.deepEqual(held?.contracts[0]?.implementation.transactions, []);
    await house.decideAs('beiwaitan.finance-supervisor', applicationId, { outcome: 'approved' });
    await house.waitForTask(applicationId, 'confirmReceipt');

    const { releases, version, publisher } = await ocds('HK-2026-001');
    assert.deepEqual([version, publisher.scheme, publisher.name], ['1.1', 'CN-USCC', '虹口区人民政府']);
    const [release = assert.fail('no release')] = releases;
    assert.equal(release.ocid, 'ocds-abc123-beiwaitan-HT-2026-001');
    const { contracts: [contract = assert.fail('no contract')], parties, buyer, awards: [award] } = release;
    const { implementation: { transactions: [transaction = assert.fail('no transaction')], milestones } } = contract;
    assert.deepEqual([transaction.value, transaction.payer, transaction.payee], [{ amount: 109_000, currency: 'CNY' }, buyer, award?.suppliers[0]]);
    assert.deepEqual(milestones.map(({ status }) => status), ['met']);
    assert.equal(contract.awardID, award?.id);
    for (const { id, identifier } of parties) assert.equal(id, `CN-USCC-${identifier?.id ?? ''}`);
    await assert.rejects(ocds('HK-2026-005'), { code: 'export.empty' });
  });

  it('every transfer is a row, narrowed as asked', async () => {
    const names = await readExportNames(read());
    const [heading = '', ...rows] = await csv(transferTable(read(), names, {}));
    assert.match(heading, /^\uFEFF流水号,类型,业务编号,.*金额（元）,金额（分）/);
    const { rows: [count] } = await read()<{ n: bigint }>('select count(*) n from transfer');
    assert.equal(rows.length, Number(count?.n));
    assert.equal(rows.filter((row) => row.includes(applicationId) && row.includes('109000.00,10900000')).length, 1);
    assert.equal((await csv(transferTable(read(), names, { kind: 'mint' }))).length, 2);
    assert.equal((await csv(transferTable(read(), names, { organisationId: 'pujiang' }))).length, 2);
    assert.equal((await csv(transferTable(read(), names, { before: new Date(0) }))).length, 1, 'a table of nothing has its headings');
    assert.equal((await csv(transferTable(read(), names, { from: new Date(0), projectId: 'HK-2026-001', state: 'posted' }))).length, rows.length + 1);
  });

  it('tables name offices and firms, and no person', async () => {
    const names = await readExportNames(read());
    const tables = [
      applicationTable(read(), names, reader, { scope: 'all' }), await balanceTable(read(), names, undefined), await budgetTable(read(), names, {}),
      await depositTable(read()), paymentTable(read(), names), transferTable(read(), names, {}),
    ];
    const texts = await Promise.all(tables.map(csv));
    const all = texts.flat().join('\n');
    assert.match(all, /北外滩街道办事处/);
    for (const { name } of people) assert.ok(!all.includes(name), name);
    assert.deepEqual(texts.map((rows) => rows.length > 1), [true, true, true, true, false, true]);
    assert.deepEqual([names.organisation('resident-0001')['zh-CN'], names.isIndividual('resident-0001')], ['个人（姓名从略）', true]);
  });

  it('the list of applications goes home with its filters, and shows no draft of others', async () => {
    const names = await readExportNames(read());
    const rows = async (filter: Parameters<typeof applicationTable>[3]) => (await csv(applicationTable(read(), names, reader, filter))).length - 1;
    assert.equal(await rows({ scope: 'all' }), 3);
    assert.equal(await rows({ scope: 'all', state: 'confirming' }), 1);
    assert.equal(await rows({ scope: 'all', q: 'HT-2026-001' }), 1);
    assert.equal(await rows({ scope: 'mine' }), 0);
  });
});
