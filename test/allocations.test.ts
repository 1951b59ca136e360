import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  ApplicationError, createAllocator, readAllocationFile, readAllocationLines, readApplication, readMakers, submitAllocations, uploadAllocations, type FileRow,
} from '@gbc/applications';
import { systemEnvironment as env } from '@gbc/events';
import { organisations } from '../app/seed/alliance.ts';
import { openHouse, type House } from './house.ts';

const codeOf = (id: string) => organisations.find(({ organisationId }) => organisationId === id)?.creditCode ?? '';
const good = (reference: string, changes: Partial<FileRow['cells']> = {}): FileRow['cells'] => ({
  creditCode: codeOf('beiwaitan'), projectId: 'HK-2026-001', budgetLine: '2120303', amountYuan: '1,000.50', purpose: '道路整治进度款', reference, ...changes,
});
const rowsOf = (...cells: FileRow['cells'][]): FileRow[] => cells.map((each, index) => ({ rowNo: index + 2, cells: each, findings: [] }));
const refusedWith = (code: string) => (error: unknown) => (assert.ok(error instanceof ApplicationError, String(error)), assert.equal(error.code, code), true);

describe('allocations from a file', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(1_000_000n);
  });
  after(() => house.close());

  const upload = async (fileHash: string, rows: FileRow[], login = 'jianwei.project-manager') => {
    const by = await house.person(login);
    return house.database.transaction((tx) => uploadAllocations(tx, env, by, { payerOrganisationId: 'jianwei', name: '拨付.csv', fileHash, rows }));
  };
  const submit = async (fileId: string, isAllOrNone = false, login = 'jianwei.project-manager') => {
    const by = await house.person(login);
    await house.database.transaction((tx) => submitAllocations(tx, env, by, fileId, isAllOrNone));
  };
  const allocator = () => createAllocator({ database: house.database, env, onProgress: () => house.dispatcher.flush(), onError: (error) => assert.ifError(error) });
  const linesOf = (fileId: string) => readAllocationLines(house.database.read, fileId, { afterRow: 0, limit: 200 });
  const findingsOf = async (fileId: string) => (await linesOf(fileId)).map(({ findings }) => findings.map(({ column, code }) => `${column} ${code}`).join());
  const countApplications = async () => Number((await house.database.read<{ count: bigint }>('select count(*) from application')).rows[0]?.count);

  it('are checked line by line, and nothing comes of it before they are submitted', async () => {
    const before = await countApplications();
    const fileId = await upload('checks', rowsOf(
      good('C-1'), good('C-1'), good('C-2', { creditCode: '91350100M000100Y4Z' }), good('C-3', { creditCode: codeOf('sichuanbei') }), good('C-4', { projectId: 'HK-0' }),
      good('C-5', { budgetLine: '2210103' }), good('C-6', { amountYuan: '12.345' }), good('C-7', { amountYuan: '99,999,999.00' }), good('', { purpose: ' ' }), good('C-8', { amountYuan: '5,000.00' }),
    ));
    assert.deepEqual(await findingsOf(fileId), [
      '', 'reference form.duplicateLine', 'creditCode form.creditCodeWrong', 'creditCode form.notBelowPayer', 'projectId form.unknown', 'budgetLine form.budgetLineDiffers',
      'amountYuan form.amountMalformed', 'amountYuan form.overBudget', 'purpose form.required,reference form.required', '',
    ]);
    const { totals } = await readAllocationFile(house.database.read, fileId);
    assert.deepEqual([totals.ready, totals.refused.count], [{ count: 2, amountFen: 600_050n }, 8]);
    assert.equal(await countApplications(), before);
  });

  it('become one application a good line, of the receiving office, made by who submitted them', async () => {
    const fileId = await upload('good', rowsOf(good('G-1'), good('G-2', { amountYuan: 'x' }), good('G-3')));
    await submit(fileId);
    await submit(fileId);
    await allocator().flush();
    const file = await readAllocationFile(house.database.read, fileId);
    assert.deepEqual([file.state, file.totals.submitted.count, file.totals.refused.count, file.totals.ready.count], ['done', 2, 1, 0]);
    const id = (await linesOf(fileId))[0]?.applicationId ?? '';
    await house.waitForTask(id, 'review');
    const { payerOrganisationId, applicantOrganisationId, amountFen, processId, title } = await readApplication(house.database.read, id);
    assert.deepEqual([payerOrganisationId, applicantOrganisationId, amountFen, processId, title], ['jianwei', 'beiwaitan', 100_050n, 'department-approval', 'G-1 道路整治进度款']);
    assert.deepEqual(await readMakers(house.database.read, id), [(await house.person('jianwei.project-manager')).personId]);

    await house.decideAs('jianwei.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('jianwei.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'confirmed', receivedFen: 100_050 });
    await house.waitForState(id, 'completed');
  });

  it('are made once: the same file again is the same, and a reference in another file is refused', async () => {
    const rows = rowsOf(good('O-1'));
    const fileId = await upload('once', rows);
    await submit(fileId);
    await allocator().flush();
    const before = await countApplications();
    assert.equal(await upload('once', rows), fileId);
    await submit(fileId);
    await allocator().flush();
    const other = await upload('mended', rowsOf(good('O-1'), good('O-2')));
    assert.deepEqual(await findingsOf(other), ['reference form.alreadyAllocated', '']);
    assert.equal(await countApplications(), before);
  });

  it('which two files bring at once are made of one', async () => {
    const [one, other] = [await upload('one', rowsOf(good('T-1'))), await upload('other', rowsOf(good('T-1')))];
    await submit(one);
    await submit(other);
    await allocator().flush();
    assert.deepEqual([(await linesOf(one))[0]?.state, (await findingsOf(other))[0]], ['submitted', 'reference form.alreadyAllocated']);
  });

  it('go on where they were when the process stops in the middle', async () => {
    const fileId = await upload('restart', rowsOf(...Array.from({ length: 25 }, (_, index) => good(`R-${index}`, { amountYuan: '1' }))));
    await submit(fileId);
    const stopped = createAllocator({ database: house.database, env, onProgress: () => void stopped.stop(), onError: (error) => assert.ifError(error) });
    await stopped.flush();
    const { totals, state } = await readAllocationFile(house.database.read, fileId);
    assert.deepEqual([state, totals.submitted.count, totals.ready.count], ['submitting', 20, 5]);
    const next = allocator();
    next.start();
    await next.flush();
    await next.stop();
    assert.deepEqual((await readAllocationFile(house.database.read, fileId)).totals.submitted.count, 25);
    const { rows } = await house.database.read<{ count: number }>(`select count(distinct application_id)::int count from allocation_line where file_id = $1`, [fileId]);
    assert.equal(rows[0]?.count, 25);
  });

  it('are all made or none, where that is asked for', async () => {
    const bad = await upload('all-bad', rowsOf(good('A-1'), good('A-2', { amountYuan: '0' })));
    await assert.rejects(submit(bad, true), refusedWith('allocation.notAllGood'));
    // Two good files share a reference: what comes second makes none of its lines.
    const [first, second] = [await upload('all-first', rowsOf(good('A-3'), good('A-4'))), await upload('all-second', rowsOf(good('A-5'), good('A-4')))];
    await submit(first, true);
    await submit(second, true);
    await allocator().flush();
    const states = async (fileId: string) => [(await readAllocationFile(house.database.read, fileId)).state, ...(await linesOf(fileId)).map(({ state }) => state)];
    assert.deepEqual(await states(first), ['done', 'submitted', 'submitted']);
    assert.deepEqual(await states(second), ['refused', 'ready', 'refused']);
    assert.equal((await house.database.read('select from application where title like $1', ['A-5 %'])).rows.length, 0);
  });

  it('are for the payer’s own project managers and finance supervisors', async () => {
    await assert.rejects(upload('foreign', rowsOf(good('F-1')), 'fangguan.project-manager'), refusedWith('allocation.notAllowed'));
    await assert.rejects(upload('foreign', rowsOf(good('F-1')), 'jianwei.specialist'), refusedWith('allocation.notAllowed'));
    const fileId = await upload('own', rowsOf(good('F-2')));
    await assert.rejects(submit(fileId, false, 'beiwaitan.project-manager'), refusedWith('allocation.notAllowed'));
    await assert.rejects(submit('00000000-0000-7000-8000-000000000000'), refusedWith('allocation.notFound'));
  });
});
