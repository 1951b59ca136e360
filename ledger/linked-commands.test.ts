import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LedgerError, LedgerQueue, readBalances, readHold, readLotDifferences, runLinked, type LedgerCommand } from './index.ts';
import { atOnce, people, policy, refusal, useScene } from './testing/index.ts';

const fundedFen = 1_000_00n;
const amountFen = 400_00n;
const take = (applicationId: string): LedgerCommand => ({ kind: 'takeHold', applicationId, payoutNo: 1, policy });
const post = (applicationId: string): LedgerCommand => ({ kind: 'postHold', applicationId, payoutNo: 1 });

describe('linked commands', () => {
  const scene = useScene(fundedFen);
  const link = (linkId: string, ...commands: LedgerCommand[]) => scene().run(runLinked, { linkId, commands });
  const approved = async (...applicationIds: string[]) => {
    for (const applicationId of applicationIds) {
      await scene().reviewed(applicationId, { amountFen });
      await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    }
  };
  const countLinks = async () => (await scene().database.read<{ count: bigint }>(`select count(*) from event where type = 'commandsLinked'`)).rows[0]?.count;

  test('are done together, each after the one before, and told of once', async () => {
    await approved('one', 'two');
    const answers = await link('both', take('one'), post('one'), take('two'));
    assert.deepEqual(answers.map((it) => [it?.applicationId, it?.state]), [['one', 'pending'], ['one', 'posted'], ['two', 'pending']]);
    assert.equal(await scene().availableFen('supplier'), amountFen);
    assert.equal(await countLinks(), 1n);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('leave nothing when one of them is refused, and say which and why', async () => {
    await approved('one', 'two', 'three');
    const work = link('all', take('one'), post('one'), take('two'), take('three'));
    await assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof LedgerError && error.cause instanceof LedgerError);
      assert.deepEqual([error.code, error.params], ['ledger.linkedRefused', { linkId: 'all', member: 4, applicationId: 'three', reason: 'ledger.overdraft' }]);
      assert.equal(error.cause.params['availableFen'], Number(fundedFen - 2n * amountFen));
      return true;
    });
    for (const id of ['one', 'two', 'three']) assert.equal(await readHold(scene().database.read, id), undefined);
    assert.equal(await scene().availableFen('street'), fundedFen);
    assert.deepEqual([await countLinks(), await scene().countEvents('one', 'transferPosted')], [0n, 0]);
    // A refusal is not remembered: the same link without the cause of it is another attempt.
    await link('all', take('one'), take('two'));
  });

  test('answer the same again under the same id, as it stands by then, and conflict with others', async () => {
    await approved('one', 'two');
    const first = await link('both', take('one'), take('two'));
    await scene().post('one');
    const again = await link('both', take('one'), take('two'));
    assert.deepEqual(again.map((it) => [it?.id, it?.state]), [[first[0]?.id, 'posted'], [first[1]?.id, 'pending']]);
    await assert.rejects(link('both', take('two'), take('one')), refusal('ledger.conflict', { linkId: 'both' }));
    await assert.rejects(link('both', take('one')), refusal('ledger.conflict'));
    assert.equal(await countLinks(), 1n);
  });

  test('need an id and at least one member', async () => {
    await assert.rejects(link('none'), refusal('ledger.invalid', { field: 'commands' }));
    await assert.rejects(link('', take('one')), refusal('ledger.invalid', { field: 'linkId' }));
  });

  test('happen once when they are asked for at once, and wait in no circle', async () => {
    await approved('one', 'two');
    const same = await atOnce(scene(), ...[1, 2, 3].map(() => () => link('both', take('one'), take('two'))));
    assert.equal(new Set(same.map((it) => (typeof it === 'string' ? it : it.map((each) => each?.id).join()))).size, 1);
    const crossed = await atOnce(scene(), () => link('forth', post('one'), post('two')), () => link('back', post('two'), post('one')));
    assert.ok(crossed.every((it) => typeof it !== 'string'));
    assert.equal(await scene().countEvents('one', 'transferPosted'), 1);
  });

  test('the queue does them with others, and a refused link takes none of these with it', async () => {
    await approved('one', 'two', 'three');
    const queue = new LedgerQueue({ database: scene().database, env: scene().env, groupSizeMax: 4 });
    const outcome = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof LedgerError ? error.code : Promise.reject(error)));
    const outcomes = await Promise.all([
      outcome(queue.run(take('one'))),
      outcome(queue.run({ kind: 'linked', linkId: 'too-much', commands: [post('one'), take('two'), take('three')] })),
      outcome(queue.run({ kind: 'linked', linkId: 'enough', commands: [take('two'), post('two')] })),
      outcome(queue.run(post('one'))),
    ]);
    assert.deepEqual(outcomes, ['done', 'ledger.linkedRefused', 'done', 'done']);
    const [supplier] = await readBalances(scene().database.read, { accountIds: ['supplier'] });
    assert.equal(supplier?.availableFen, 2n * amountFen);
    assert.equal(await readHold(scene().database.read, 'three'), undefined);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('stay as they were linked, whoever writes to the table', async () => {
    await approved('one');
    await link('one', take('one'));
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    await assert.rejects(write(`update ledger_link set content_hash = ''`), { code: '23001' });
    await assert.rejects(write('delete from ledger_link'), { code: '23001' });
  });
});
