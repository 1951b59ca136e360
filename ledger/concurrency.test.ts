import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mintTokens, openAccount, openBudget, readHold, readSupply, takeHold } from './index.ts';
import { advise, atOnce, decide, people, policy, refusal, useScene } from './testing/index.ts';

const fundedFen = 500_000_00n;
const amountFen = 100_000_00n;
const runs = 10;

const there = { amountFen: 10n, budgetId: 'appropriation', payeeAccountId: 'opposite', payeeOrganisationId: 'beiwaitan' };
const back = { amountFen: 10n, budgetId: 'back', payerAccountId: 'opposite', payeeAccountId: 'street', payeeOrganisationId: 'beiwaitan' };

describe('commands at the same time', () => {
  const scene = useScene(fundedFen, { contractFen: 1_000_000_000_00n });
  const held = async (applicationId: string, changes = {}) => {
    await scene().reviewed(applicationId, changes);
    await scene().take(applicationId);
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
  };

  test('taking one hold many times holds once', async () => {
    await scene().reviewed('app');
    const holds = await atOnce(scene(), ...Array.from({ length: 5 }, () => () => scene().take('app')));
    assert.equal(new Set(holds.map((hold) => (typeof hold === 'string' ? hold : hold.id))).size, 1);
    assert.equal(await scene().availableFen('street'), fundedFen - amountFen);
    assert.equal(await scene().countEvents('app', 'holdTaken'), 1);
  });

  test('posting one hold many times moves once', async () => {
    await held('app');
    const posted = await atOnce(scene(), ...Array.from({ length: 5 }, () => () => scene().post('app')));
    assert.ok(posted.every((payout) => typeof payout !== 'string' && payout.state === 'posted'));
    assert.equal(await scene().availableFen('supplier'), amountFen);
    assert.equal(await scene().countEvents('app', 'transferPosted'), 1);
  });

  test('of posting and voiding one wins and the other is told', async () => {
    for (let run = 0; run < runs; run += 1) {
      const applicationId = `app-${run}`;
      await held(applicationId, { amountFen: 1n });
      const post = () => scene().post(applicationId);
      const cancel = () => scene().void(applicationId);
      const [first, second] = await atOnce(scene(), ...(run % 2 === 0 ? [post, cancel] : [cancel, post]));
      const state = (await readHold(scene().database.read, applicationId))?.state;
      const codes = [first, second].filter((each) => typeof each === 'string');
      assert.deepEqual(codes, [state === 'posted' ? 'ledger.alreadyPosted' : 'ledger.alreadyVoided']);
      const events = await scene().countEvents(applicationId, 'transferPosted') + await scene().countEvents(applicationId, 'holdVoided');
      assert.equal(events, 1);
    }
  });

  test('of two holds that together overdraw one is refused', async () => {
    const available = fundedFen;
    await scene().reviewed('one', { amountFen: available });
    await scene().reviewed('two', { amountFen: available });
    const outcomes = await atOnce(scene(), () => scene().take('one'), () => scene().take('two'));
    assert.deepEqual(outcomes.filter((each) => typeof each === 'string'), ['ledger.overdraft']);
    assert.equal(await scene().availableFen('street'), 0n);
  });

  test('of two holds that together exceed a budget one is refused', async () => {
    await scene().run(openBudget, { id: 'small', level: 'invoice', parentId: 'contract', limitFen: amountFen });
    await scene().reviewed('one', { budgetId: 'small' });
    await scene().reviewed('two', { budgetId: 'small' });
    const outcomes = await atOnce(scene(), () => scene().take('one'), () => scene().take('two'));
    assert.deepEqual(outcomes.filter((each) => typeof each === 'string'), ['ledger.budget']);
  });

  test('minting one advice many times mints once', async () => {
    const adviceId = 'second';
    await scene().run(advise, { adviceId, amountFen, matchedTo: { accountId: 'street', budgetId: 'appropriation' } });
    await scene().run(decide, { applicationId: 'deposit:second', kind: 'matchDeposit', by: people.finance, adviceId });
    const mints = await atOnce(scene(), ...Array.from({ length: 5 }, () => () => scene().run(mintTokens, { adviceId })));
    assert.equal(new Set(mints.map((mint) => (typeof mint === 'string' ? mint : mint.id))).size, 1);
    assert.equal(await readSupply(scene().database.read), fundedFen + amountFen);
  });

  /** A second account of the office, with money and an appropriation of its own, so that the two can pay each other. */
  async function openOpposite(): Promise<void> {
    await scene().run(openAccount, { id: 'opposite', kind: 'holding', organisationId: 'beiwaitan', projectId: 'promenade' });
    await scene().run(openBudget, { id: 'back', level: 'appropriation', payerAccountId: 'opposite', limitFen: 1_000_000n });
    await scene().run(advise, { adviceId: 'back', amountFen: 1_000n, matchedTo: { accountId: 'opposite', budgetId: 'back' } });
    await scene().run(decide, { applicationId: 'deposit:back', kind: 'matchDeposit', by: people.finance, adviceId: 'back' });
    await scene().run(mintTokens, { adviceId: 'back' });
  }

  test('accounts that pay each other never wait for each other for good', async () => {
    const { database, env } = scene();
    const ids = Array.from({ length: runs }, (_, index) => [`there-${index}`, `back-${index}`]).flat();
    await openOpposite();
    for (const id of ids) await scene().reviewed(id, id.startsWith('there') ? there : back);
    let attempts = 0;
    await Promise.all(ids.map((applicationId) => database.transaction((tx) => {
      attempts += 1;
      return takeHold(tx, env, { applicationId, payoutNo: 1, policy });
    })));
    assert.equal(attempts, ids.length, 'a deadlock made a command run again');
    assert.equal(await scene().availableFen('street'), fundedFen - 10n * BigInt(runs));
  });

  test('a command that only met a refusal leaves nothing behind', async () => {
    await scene().reviewed('large', { amountFen: fundedFen + 1n });
    await assert.rejects(scene().take('large'), refusal('ledger.overdraft'));
    assert.equal(await readHold(scene().database.read, 'large'), undefined);
    assert.equal(await scene().countEvents('large', 'holdTaken'), 0);
  });
});
