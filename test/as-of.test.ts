/** What was true at some size of the log is computed from its first leaves alone, whatever has happened since. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findLogPoint, Log } from '@gbc/anchoring';
import { readApplication, readAsOf, readOpenTasks, type ApplicationState } from '@gbc/applications';
import { readBalances, readSupply } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the tables said when the log had so many leaves. */
interface Snapshot {
  readonly treeSize: number;
  readonly rootHash: string;
  readonly at: Date;
  readonly state: ApplicationState;
  readonly task: string | undefined;
  readonly supplyFen: number;
  readonly balances: Readonly<Record<string, readonly [balanceFen: number, heldFen: number]>>;
}

describe('ledger and processes as of a moment', () => {
  let house: House;
  let log: Log;
  let folder: string;
  let applicationId: string;
  const snapshots: Snapshot[] = [];
  const read = () => house.database.read;
  const asOf = (treeSize: number, id?: string) => readAsOf(read(), treeSize, { applicationId: id, applicationsMax: 10 });

  async function snapshot(): Promise<void> {
    const count = async () => Number((await read()<{ n: bigint }>('select count(*) as n from event')).rows[0]?.n);
    await until(async () => log.status().head?.treeSize === (await count()), 'all to be logged');
    const { treeSize, rootHash } = log.status().head ?? assert.fail('no head');
    const accounts = (await readBalances(read())).filter(({ kind }) => kind !== 'custody');
    snapshots.push({
      treeSize, rootHash, at: new Date(),
      state: (await readApplication(read(), applicationId)).state,
      task: (await readOpenTasks(read(), applicationId))[0]?.elementId,
      supplyFen: Number(await readSupply(read())),
      balances: Object.fromEntries(accounts.map(({ id, creditsPostedFen, debitsPostedFen, debitsPendingFen }) => [id, [Number(creditsPostedFen - debitsPostedFen), Number(debitsPendingFen)]])),
    });
  }

  before(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(tmpdir(), 'gbc-as-of-'));
    log = new Log({ database: house.database, folder, origin: 'gbc-union.example/test', logger: silent, pollIntervalMs: 10 });
    await log.start();
    await house.fundStreet(200_000_000n);
    applicationId = await house.apply({ amountFen: 10_900_000 });
    await house.waitForTask(applicationId, 'review');
    await snapshot();
    await house.decideAs('beiwaitan.specialist', applicationId, { outcome: 'approved' });
    await house.waitForTask(applicationId, 'approvePayout');
    await snapshot();
    await house.decideAs('beiwaitan.finance-supervisor', applicationId, { outcome: 'rejected', reason: '本月额度已满' });
    await house.waitForTask(applicationId, 'review');
    await snapshot();
    await house.decideAs('beiwaitan.specialist', applicationId, { outcome: 'approved' });
    await house.waitForTask(applicationId, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', applicationId, { outcome: 'approved' });
    await house.waitForTask(applicationId, 'confirmReceipt');
    await snapshot();
    await house.decideAs('pujiang.supplier', applicationId, { outcome: 'confirmed', receivedFen: 10_900_000 });
    await house.waitForState(applicationId, 'completed');
    await snapshot();
  });
  after(async () => {
    await log.stop();
    await house.close();
    await rm(folder, { recursive: true });
  });

  it('is what the tables said then, balance by balance, hold by hold, token by token', async () => {
    assert.deepEqual(snapshots.map(({ state }) => state), ['reviewing', 'approvingPayout', 'reviewing', 'confirming', 'completed']);
    for (const { treeSize, state, task, supplyFen, balances } of snapshots) {
      const then = await asOf(treeSize);
      assert.equal(then.supplyFen, supplyFen);
      assert.deepEqual(Object.fromEntries(then.accounts.map(({ accountId, balanceFen, heldFen }) => [accountId, [balanceFen, heldFen]])), balances);
      const application = then.applications.find((it) => it.applicationId === applicationId);
      assert.equal(application?.state, state);
      assert.deepEqual(application.activeElements.filter(({ elementType }) => elementType === 'userTask').map(({ elementId }) => elementId), task === undefined ? [] : [task]);
      assert.equal(then.applicationCount, 3);
    }
  });

  it('names the root of its leaves and when they were published; a time stands for what had been published by then', async () => {
    for (const { treeSize, rootHash, at } of snapshots) {
      const point = await findLogPoint({ database: house.database, log }, { treeSize });
      assert.equal(point.rootHash, rootHash);
      assert.ok(point.publishedAt && point.publishedAt <= at);
      assert.equal((await findLogPoint({ database: house.database, log }, { at })).treeSize, treeSize);
    }
    const { publishedAt } = await findLogPoint({ database: house.database, log }, { treeSize: 1 });
    assert.equal((await findLogPoint({ database: house.database, log }, { at: new Date((publishedAt?.getTime() ?? 0) - 60_000) })).treeSize, 0);
    await assert.rejects(findLogPoint({ database: house.database, log }, { treeSize: 1_000_000 }), { code: 'log.outOfRange' });
  });

  it('before anything was logged is empty, and an application that was not submitted yet is not told of', async () => {
    assert.deepEqual(await asOf(0), { supplyFen: 0, accounts: [], applications: [], applicationCount: 0 });
    const { rows } = await read()<{ leaf_index: bigint }>(`select leaf_index from log_leaf join event on id = event_id where application_id = $1 and type = 'applicationSubmitted'`, [applicationId]);
    const leafIndex = Number(rows[0]?.leaf_index);
    assert.deepEqual((await asOf(leafIndex, applicationId)).applications, []);
    assert.deepEqual((await asOf(leafIndex + 1, applicationId)).applications.map(({ state, revision }) => [state, revision]), [['validating', 1]]);
    assert.deepEqual((await asOf(snapshots.at(-1)?.treeSize ?? 0, applicationId)).applications.map((it) => it.applicationId), [applicationId]);
  });
});
