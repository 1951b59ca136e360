import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readApplicationEvents } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { closePeriod, confirmPeriod, eachPeriodLine, periodApplicationId, postHold, readBalances, readBudgets, readPendingAt, readPeriods, readPeriodText, type PeriodClose } from './index.ts';
import { atOnce, keepers, MonthClock, people, proveReserve, refusal, registerDistrict, Scene } from './testing/index.ts';

const fundedFen = 500_000_00n;
const paidFen = 100_000_00n;

describe('the close of a period', () => {
  let database: TestDatabase;
  let scene: Scene;
  let clock: MonthClock;
  beforeEach(async () => {
    database = await createTestDatabase();
    clock = new MonthClock('2026-10-05');
    scene = await new Scene(database, clock.env).open(fundedFen);
    await registerDistrict(scene);
  });
  afterEach(() => database.drop());

  const close = (periodId: string, by = keepers.one) => scene.run(closePeriod, { periodId, by });
  const confirm = ({ periodId, balancesHash }: PeriodClose, by = keepers.other) => scene.run(confirmPeriod, { periodId, by, balancesHash });
  const settle = async (periodId: string, proofAt: string) => {
    clock.set(proofAt);
    await proveReserve(scene);
    return confirm(await close(periodId));
  };
  const pay = async (applicationId: string) => {
    await scene.reviewed(applicationId);
    await scene.take(applicationId);
    await scene.decide(applicationId, { kind: 'payout', by: people.finance });
    await scene.post(applicationId);
  };
  const lines = async (periodId: string) => {
    const found = new Map<string, readonly bigint[]>();
    for await (const it of eachPeriodLine(database.read, periodId)) found.set(it.subjectId, [it.openingFen, it.debitsFen, it.creditsFen, it.closingFen, it.pendingDebitsFen, it.pendingCreditsFen]);
    return found;
  };

  test('says of every account and budget what it opened with, what moved, what it closed with and what is held', async () => {
    await pay('paid');
    await scene.reviewed('held');
    await scene.take('held');
    const october = await settle('2026-10', '2026-11-02');
    assert.deepEqual([october.supplyFen, october.lineCount, october.previousId], [fundedFen, 7, null]);
    assert.deepEqual(await lines('2026-10'), new Map([
      ['custody', [0n, fundedFen, 0n, fundedFen, 0n, 0n]],
      ['stranger', [0n, 0n, 0n, 0n, 0n, 0n]],
      ['street', [0n, paidFen, fundedFen, fundedFen - paidFen, paidFen, 0n]],
      ['supplier', [0n, 0n, paidFen, paidFen, 0n, paidFen]],
      ['appropriation', [0n, paidFen, 0n, paidFen, paidFen, 0n]],
      ['contract', [0n, paidFen, 0n, paidFen, paidFen, 0n]],
      ['invoice', [0n, paidFen, 0n, paidFen, paidFen, 0n]],
    ]));
    assert.deepEqual((await readPendingAt(database.read, new Date(october.endsAt.getTime() - 1), 10)).map(({ applicationId }) => applicationId), ['held']);

    await scene.decide('held', { kind: 'payout', by: people.finance });
    await scene.post('held');
    await scene.fund('second', 7n);
    const november = await settle('2026-11', '2026-12-01');
    assert.deepEqual([november.supplyFen, november.previousId], [fundedFen + 7n, '2026-10']);
    assert.deepEqual((await lines('2026-11')).get('street'), [fundedFen - paidFen, paidFen, 7n, fundedFen - 2n * paidFen + 7n, 0n, 0n]);
    assert.deepEqual((await lines('2026-11')).get('appropriation'), [paidFen, paidFen, 0n, 2n * paidFen, 0n, 0n]);
  });

  test('agrees with what is said of its last moment afterwards', async () => {
    await pay('paid');
    const { endsAt } = await settle('2026-10', '2026-11-02');
    await pay('later');
    const at = new Date(endsAt.getTime() - 1);
    const recorded = await lines('2026-10');
    for (const { id, kind, creditsPostedFen, debitsPostedFen, debitsPendingFen } of await readBalances(database.read, {}, at)) {
      const balanceFen = kind === 'custody' ? debitsPostedFen - creditsPostedFen : creditsPostedFen - debitsPostedFen;
      assert.deepEqual([recorded.get(id)?.[3], recorded.get(id)?.[4]], [balanceFen, debitsPendingFen], id);
    }
    for (const { id, spentFen, heldFen } of await readBudgets(database.read, {}, at)) assert.deepEqual([recorded.get(id)?.[3], recorded.get(id)?.[4]], [spentFen, heldFen], id);
  });

  test('is told to the log by the hash of its text, each with the hash of the one before', async () => {
    const october = await settle('2026-10', '2026-11-02');
    const november = await settle('2026-11', '2026-12-02');
    for (const [it, previousHash] of [[october, null], [november, october.balancesHash]] as const) {
      const hash = createHash('sha256');
      for await (const text of readPeriodText(database.read, { ...it, previousHash })) hash.update(text);
      assert.equal(hash.digest('hex'), it.balancesHash);
      const [closed, confirmed] = await readApplicationEvents(database.read, periodApplicationId(it.periodId), ['periodClosed', 'periodCloseConfirmed']);
      assert.ok(closed?.type === 'periodClosed' && confirmed?.type === 'periodCloseConfirmed');
      assert.deepEqual([closed.data.balancesHash, closed.data.previousHash, confirmed.data.balancesHash], [it.balancesHash, previousHash, it.balancesHash]);
      assert.deepEqual([closed.actor, confirmed.actor], [keepers.one, keepers.other]);
    }
  });

  test('of a year sums up its months from the ledger’s first on', async () => {
    await pay('paid');
    for (const [periodId, after] of [['2026-10', '2026-11-01'], ['2026-11', '2026-12-01']] as const) await settle(periodId, after);
    await pay('another');
    clock.set('2027-01-01');
    await proveReserve(scene);
    await assert.rejects(close('2026'), refusal('ledger.previousOpen', { periodId: '2026-12' }));
    await confirm(await close('2026-12'));
    await confirm(await close('2026'));
    assert.deepEqual((await lines('2026')).get('street'), [0n, 2n * paidFen, fundedFen, fundedFen - 2n * paidFen, 0n, 0n]);
    assert.deepEqual((await readPeriods(database.read, clock.env.now())).map(({ periodId, state }) => [periodId, state]), [
      ['2027', 'running'], ['2027-01', 'running'], ['2026-12', 'confirmed'], ['2026', 'confirmed'], ['2026-11', 'confirmed'], ['2026-10', 'confirmed'],
    ]);
  });

  test('waits for the end of the period, for the one before and for a reserve proof since that agrees', async () => {
    await assert.rejects(close('2026-09'), refusal('ledger.periodMissing'));
    await assert.rejects(close('1999'), refusal('ledger.periodMissing'));
    clock.set('2026-10-31T23:59:59.900');
    await assert.rejects(close('2026-10'), refusal('ledger.periodRuns', { periodId: '2026-10' }));
    await proveReserve(scene);
    clock.set('2026-12-01');
    await assert.rejects(close('2026-11'), refusal('ledger.previousOpen', { periodId: '2026-10' }));
    await assert.rejects(close('2026-10'), refusal('ledger.reserveUnproved'));
    await proveReserve(scene, [{ kind: 'deposit', id: 'x', bankFen: 1n, ledgerFen: null, state: 'unknownHere' }]);
    await assert.rejects(close('2026-10'), refusal('ledger.reserveDiffers'));
    await proveReserve(scene);
    const october = await close('2026-10');
    await assert.rejects(close('2026-11'), refusal('ledger.previousOpen', { periodId: '2026-10' }), 'one person’s word is not enough');
    await proveReserve(scene, [{ kind: 'deposit', id: 'x', bankFen: 1n, ledgerFen: null, state: 'unknownHere' }]);
    await assert.rejects(confirm(october), refusal('ledger.reserveDiffers'));
    await proveReserve(scene);
    await confirm(october);
    await close('2026-11');
  });

  test('is two finance supervisors’ of a district, once each', async () => {
    clock.set('2026-11-01');
    await proveReserve(scene);
    const { districtFinance, finance } = people;
    for (const by of [{ ...keepers.one, role: 'specialist' }, { ...keepers.one, role: 'regulator' }, { kind: 'person', ...finance } as const, { ...districtFinance, kind: 'person', organisationId: 'nowhere' } as const]) {
      await assert.rejects(close('2026-10', by as typeof keepers.one), refusal('ledger.notKeeper'));
    }
    await assert.rejects(scene.run(closePeriod, { periodId: '2026-10', by: { kind: 'system', name: 'ledger' } }), refusal('ledger.notKeeper'));
    await assert.rejects(scene.run(confirmPeriod, { periodId: '2026-10', by: keepers.other, balancesHash: '' }), refusal('ledger.periodMissing'));
    const october = await close('2026-10');
    assert.deepEqual(await close('2026-10'), october, 'once more changes nothing');
    await assert.rejects(close('2026-10', keepers.other), refusal('ledger.alreadyClosed'));
    await assert.rejects(confirm(october, keepers.one), refusal('ledger.makerIsChecker'));
    await assert.rejects(confirm({ ...october, balancesHash: 'f'.repeat(64) }), refusal('ledger.conflict'));
    await assert.rejects(confirm(october, { ...keepers.other, role: 'supervisor' } as typeof keepers.other), refusal('ledger.notKeeper'));
    const confirmed = await confirm(october);
    assert.deepEqual(await confirm(october), confirmed);
    await assert.rejects(confirm(october, { ...keepers.other, personId: 'third' } as unknown as typeof keepers.other), refusal('ledger.alreadyClosed'));
    assert.equal((await readApplicationEvents(database.read, periodApplicationId('2026-10'), ['periodClosed', 'periodCloseConfirmed'])).length, 2);
  });

  test('by two at the same time is one of them', async () => {
    clock.set('2026-11-01');
    await proveReserve(scene);
    const found = await atOnce(scene, () => close('2026-10'), () => close('2026-10', keepers.other));
    assert.deepEqual(found.map((each) => (typeof each === 'string' ? each : 'closed')).sort(), ['closed', 'ledger.alreadyClosed']);
  });

  describe('lets nothing into the month afterwards:', () => {
    beforeEach(async () => {
      for (const id of ['held', 'fresh']) await scene.reviewed(id);
      await scene.take('held');
      await scene.decide('held', { kind: 'payout', by: people.finance });
    });

    test('a clock that was set back posts nothing, and works again when it is right', async () => {
      await settle('2026-10', '2026-11-02');
      clock.set('2026-10-20');
      await assert.rejects(scene.post('held'), refusal('ledger.periodClosed'));
      await assert.rejects(scene.void('held'), refusal('ledger.periodClosed'));
      await assert.rejects(scene.take('fresh'), refusal('ledger.periodClosed'));
      await assert.rejects(scene.fund('late', 1n), refusal('ledger.periodClosed'));
      clock.set('2026-11-03');
      assert.equal((await scene.post('held')).state, 'posted', 'what was held over the end is posted into the open month');
      await scene.take('fresh');
    });

    test('nor does anybody who writes to the table', async () => {
      await settle('2026-10', '2026-11-02');
      const write = (sql: string) => database.transaction((tx) => tx.query(sql));
      await assert.rejects(write(`update transfer set state = 'voided', void_reason = 'x', settled_at = '2026-10-31T15:59:59.999Z' where application_id = 'held'`), { constraint: 'transfer_open_period' });
      await write(`update transfer set state = 'voided', void_reason = 'x', settled_at = '2026-10-31T16:00:00Z' where application_id = 'held'`);
    });

    test('what was being written is waited for and counted', async () => {
      clock.set('2026-11-02');
      await proveReserve(scene);
      const late = new MonthClock('2026-10-31T23:59:59');
      const gate = Promise.withResolvers<void>();
      const written = Promise.withResolvers<void>();
      const posting = database.transaction(async (tx) => {
        await postHold(tx, late.env, { applicationId: 'held', payoutNo: 1 });
        written.resolve();
        await gate.promise;
      });
      await written.promise;
      const closing = close('2026-10');
      await untilLocked();
      gate.resolve();
      await posting;
      await closing;
      assert.deepEqual((await lines('2026-10')).get('supplier')?.[3], paidFen);
    });

    test('what takes too long to be written is told to whoever closes', async () => {
      clock.set('2026-11-02');
      await proveReserve(scene);
      const gate = Promise.withResolvers<void>();
      const written = Promise.withResolvers<void>();
      const posting = database.transaction(async (tx) => {
        await postHold(tx, clock.env, { applicationId: 'held', payoutNo: 1 });
        written.resolve();
        await gate.promise;
      });
      await written.promise;
      await assert.rejects(close('2026-10'), refusal('ledger.busy'));
      gate.resolve();
      await posting;
      await close('2026-10');
    });

    test('what comes while it is being closed waits, and then is too late', async () => {
      clock.set('2026-11-02');
      await proveReserve(scene);
      const gate = Promise.withResolvers<void>();
      const written = Promise.withResolvers<void>();
      const closing = database.transaction(async (tx) => {
        await closePeriod(tx, clock.env, { periodId: '2026-10', by: keepers.one });
        written.resolve();
        await gate.promise;
      });
      await written.promise;
      const late = new MonthClock('2026-10-31T23:59:59');
      const posting = assert.rejects(database.transaction((tx) => postHold(tx, late.env, { applicationId: 'held', payoutNo: 1 })), refusal('ledger.periodClosed'));
      await untilLocked();
      gate.resolve();
      await closing;
      await posting;
    });
  });

  test('keeps its content whoever writes to the tables', async () => {
    await settle('2026-10', '2026-11-02');
    const write = (sql: string) => database.transaction((tx) => tx.query(sql));
    const line = (changes: string) => `insert into period_line select '2026-11', subject, subject_id, kind, ${changes} from period_line where subject_id = 'street'`;
    for (const sql of ['update period_line set closing_fen = 0', 'delete from period_line', 'truncate period_line', 'delete from period_close', 'truncate period_close', `update period_close set confirmed_by = 'x'`, `update period_close set supply_fen = 0`, `insert into period_line select period_id, 'account', 'x', 'holding', 0, 0, 0, 0, 0, 0 from period_close`]) {
      await assert.rejects(write(sql), { code: '23001' }, sql);
    }
    await assert.rejects(write(line('0, 0, 1, 2, 0, 0')), { constraint: 'period_line_closing' });
    await assert.rejects(write(line('0, 1, 0, -1, 0, 0')), { constraint: 'period_line_sums' });
    const copy = (changes: string) => `insert into period_close select ${changes}, 0, balances_hash, 0, proof_id, closed_by, closed_at, confirmed_by, confirmed_at from period_close`;
    await assert.rejects(write(copy(`'2026-12', kind, ends_at, ends_at + interval '1 month', '2026-10'`)), { constraint: 'period_close_closed' });
    await assert.rejects(write(copy(`'2026-12', kind, starts_at + interval '1 day', ends_at, '2026-10'`)), { constraint: 'period_close_follows' });
    await assert.rejects(write(copy(`'2026-12', kind, starts_at, ends_at, null`)), { constraint: 'period_close_chain' });
  });

  test('is refused where two ways of computing it don’t agree', async () => {
    await pay('paid');
    await database.transaction((tx) => tx.query(`update account set credits_posted_fen = credits_posted_fen + 1 where id = 'supplier'`));
    clock.set('2026-11-02');
    await proveReserve(scene);
    await assert.rejects(close('2026-10'), refusal('ledger.periodDiffers', { periodId: '2026-10', subjectId: 'supplier' }));
  });

  /** Until somebody waits for a lock. */
  async function untilLocked(): Promise<void> {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const { rows } = await database.read(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      if (rows.length > 0) return;
      await sleep(5);
    }
    assert.fail('nobody came to wait');
  }
});
