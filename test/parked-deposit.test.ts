/** A deposit that nothing fits: parked, assigned by one person, approved by another, minted. All rooms, no HTTP. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFunding } from '@gbc/applications';
import { assignDeposit, readDeposits, recordAdvice } from '@gbc/bank';
import { systemEnvironment as env } from '@gbc/events';
import { readSupply } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const adviceId = 'SLIP-1';
const deposit = `deposit:${adviceId}`;
const amountFen = 700_00n;
let house: House;

before(async () => {
  house = await openHouse();
});
after(() => house.close());

const stateIs = async (state: string) => (await readDeposits(house.database.read)).some((it) => it.adviceId === adviceId && it.state === state);
/** What the api does when a person assigns it. */
async function assign(login: string): Promise<void> {
  const { personId } = await house.person(login);
  await house.database.transaction(async (tx) => {
    const by = { kind: 'person', personId, organisationId: 'hongkou', role: 'finance-supervisor' } as const;
    await startFunding(tx, env, await assignDeposit(tx, env, { by, adviceId, reference: 'HK-2026-001' }));
  });
  await house.dispatcher.flush();
}

test('is parked, and its flow ends', async () => {
  await house.database.transaction(async (tx) => {
    await startFunding(tx, env, (await recordAdvice(tx, env, { adviceId, reference: '不知道', amountFen, valueDate: '2026-11-01', debtorName: null })).deposit);
  });
  await house.dispatcher.flush();
  await until(() => stateIs('parked'), 'the deposit to be parked');
});

test('begins its flow again once a person has said what it is for; they can’t approve that themselves', async () => {
  await assign('hongkou.finance-supervisor');
  await house.waitForTask(deposit, 'confirmMatch');
  await assert.rejects(house.decideAs('hongkou.finance-supervisor', deposit, { outcome: 'approved' }));
  assert.equal(await readSupply(house.database.read), 0n);
});

test('is minted when another finance supervisor has approved it, once', async () => {
  await house.decideAs('hongkou.finance-supervisor-2', deposit, { outcome: 'approved' });
  await until(() => stateIs('minted'), 'the mint');
  assert.equal(await readSupply(house.database.read), amountFen);
  await assert.rejects(assign('hongkou.finance-supervisor'), { code: 'bank.depositNotParked' });
});
