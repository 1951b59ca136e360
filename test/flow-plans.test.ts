/** Following money reads by index alone, however many transfers there are: the plans say so. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { readFlows, readFlowTransfers, readLots, type FlowScope } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { fillTrail } from '../bench/ledger-trail.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

const transfers = 20_000;
const projectId = 'promenade';
const past = new Date('2100-01-01T00:00:00Z');
let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
  await fillTrail(database, env, transfers);
  await database.transaction(async (tx) => {
    await tx.query('alter table lot disable trigger user');
    await tx.query(`update lot set project_id = $1 where parent_id is null and advice_id in ('advice-1', 'advice-2', 'advice-3')`, [projectId]);
    await tx.query('alter table lot enable trigger user');
  });
  await database.write('vacuum analyze');
});
after(() => database.drop());

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The tables that a question reads from end to end. */
async function scannedBy(ask: (read: Tx['query']) => Promise<unknown>): Promise<readonly string[]> {
  const scanned: string[] = [];
  const read = async (text: string, values?: readonly unknown[]) => {
    const { rows } = await database.read<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(`explain (format json) ${text}`, values as never);
    const plans = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)));
    scanned.push(...plans.filter((plan) => plan['Node Type'] === 'Seq Scan').map((plan) => plan['Relation Name'] ?? ''));
    return database.read(text, values as never);
  };
  await ask(read as Tx['query']);
  return scanned.filter((table) => table === 'lot' || table === 'transfer');
}

test('flows of a project, an application, a deposit and a lot, now and at a past moment', async () => {
  const [lot] = await readLots(database.read, { applicationIds: ['app-0'] });
  const scopes: FlowScope[] = [{ projectId }, { applicationId: 'app-0' }, { applicationId: 'mint-0' }, { lotId: lot?.lotId ?? '' }];
  for (const scope of scopes) {
    for (const at of [undefined, past]) {
      assert.deepEqual(await scannedBy(async (read) => assert.ok((await readFlows(read, scope, at)).length > 0)), [], JSON.stringify(scope));
    }
  }
});

test('the transfers behind a flow', async () => {
  const ends = { fromAccountId: 'district', adviceId: null, toAccountId: 'department' };
  assert.deepEqual(await scannedBy(async (read) => assert.equal((await readFlowTransfers(read, { projectId }, ends, { limit: 5 })).length, 5)), []);
});

test('lots by their id, by what made them, and by the project that they were minted for', async () => {
  const [lot] = await readLots(database.read, { applicationIds: ['app-0'] });
  for (const at of [undefined, past]) {
    assert.deepEqual(await scannedBy((read) => readLots(read, { lotIds: [lot?.lotId ?? ''] }, at)), []);
    assert.deepEqual(await scannedBy((read) => readLots(read, { applicationIds: ['app-0', 'mint-7'] }, at)), []);
    assert.deepEqual(await scannedBy(async (read) => assert.equal((await readLots(read, { mintedForProjectId: projectId }, at)).length, 3)), []);
  }
});
