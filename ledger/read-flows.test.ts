import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestDatabase } from '@gbc/prisma/testing';
import fc from 'fast-check';
import { correctTransfer, depositApplicationId, openAccount, openBudget, readBalances, readFlows, readFlowTransfers, readLots, readStandings, type FlowScope, type MoneyFlow } from './index.ts';
import { people, useScene, type Scene } from './testing/index.ts';
import { ModelRun } from './testing/model-run.ts';
import { histories } from './testing/random-steps.ts';
import { rareHistory } from './testing/rare-history.ts';

const projectId = 'promenade';
const asText = ({ fromAccountId, adviceId, toAccountId, amountFen }: MoneyFlow) => `${fromAccountId ?? `deposit ${adviceId}`} > ${toAccountId} ${amountFen / 100n}`;

describe('money flows', () => {
  const scene = useScene(300_00n);
  const flowsOf = async (scope: FlowScope, at?: Date) => (await readFlows(scene().database.read, scope, at)).map(asText);
  const pay = async (applicationId: string, changes: Parameters<ReturnType<typeof scene>['submit']>[1]) => {
    await scene().reviewed(applicationId, changes);
    await scene().take(applicationId);
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    await scene().post(applicationId);
  };
  const correct = async (applicationId: string) => {
    for (const by of [people.finance, people.financeToo]) await scene().decide(applicationId, { kind: 'correction', by });
    await scene().run(correctTransfer, { applicationId, payoutNo: 1 });
  };
  /** Two deposits handed on to another account, and from there to the supplier in two payments. */
  const handOn = async () => {
    await scene().run(openAccount, { id: 'next', kind: 'holding', organisationId: 'beiwaitan', projectId });
    await scene().run(openBudget, { id: 'next', level: 'appropriation', payerAccountId: 'next', limitFen: 1_000_00n });
    await scene().run(openBudget, { id: 'next contract', level: 'contract', parentId: 'next', payeeAccountId: 'supplier', limitFen: 1_000_00n });
    await scene().fund('second', 50_00n);
    await pay('allocation', { budgetId: 'appropriation', payeeAccountId: 'next', payeeOrganisationId: 'beiwaitan', amountFen: 320_00n });
    await pay('payment', { budgetId: 'next contract', payerAccountId: 'next', amountFen: 290_00n });
    await pay('rest', { budgetId: 'next contract', payerAccountId: 'next', amountFen: 30_00n });
  };

  test('of a project go from its deposits through every hand, also as they were', async () => {
    await handOn();
    const deposits = ['deposit first > street 300', 'deposit second > street 50'];
    assert.deepEqual(await flowsOf({ projectId }), [...deposits, 'next > supplier 320', 'street > next 320']);
    const [payment] = await readLots(scene().database.read, { applicationIds: ['payment'] });
    assert.deepEqual(await flowsOf({ projectId }, payment?.receivedAt), [...deposits, 'next > supplier 290', 'street > next 320']);
    assert.deepEqual(await flowsOf({ projectId }, new Date((payment?.receivedAt.getTime() ?? 0) - 1)), [...deposits, 'street > next 320']);
    assert.deepEqual(await flowsOf({ projectId: 'another' }), []);
  });

  test('lead back from a payment to its deposits by the shares that paid it, and forward from a deposit', async () => {
    await handOn();
    assert.deepEqual(await flowsOf({ applicationId: 'rest' }), ['deposit first > street 10', 'deposit second > street 20', 'next > supplier 30', 'street > next 30']);
    assert.deepEqual(await flowsOf({ applicationId: depositApplicationId('second') }), ['deposit second > street 50', 'next > supplier 20', 'street > next 20']);
    const [lot, other] = await readLots(scene().database.read, { applicationIds: ['rest'] });
    assert.deepEqual([lot?.adviceId, lot?.amountFen, lot?.leftFen, other?.adviceId, other?.amountFen], ['first', 10_00n, 10_00n, 'second', 20_00n]);
    assert.deepEqual(await flowsOf({ lotId: other?.lotId ?? '' }), ['deposit second > street 20', 'next > supplier 20', 'street > next 20']);
    const [minted] = await readLots(scene().database.read, { mintedForProjectId: projectId });
    assert.deepEqual(await flowsOf({ lotId: minted?.lotId ?? '' }), ['deposit first > street 300', 'next > supplier 300', 'street > next 300']);
    const before = (await readFlows(scene().database.read, { applicationId: 'allocation' })).map((flow) => [flow.toAccountId, flow.isBefore]);
    assert.deepEqual(before, [['street', true], ['street', true], ['supplier', false], ['next', true]]);
    assert.deepEqual(await flowsOf({ applicationId: 'nothing' }), []);
  });

  test('are less by what a correction took back, and count what is paid again', async () => {
    await pay('app', { amountFen: 100_00n });
    await correct('app');
    const taken = (await readFlows(scene().database.read, { projectId })).find(({ fromAccountId }) => fromAccountId === 'street');
    assert.deepEqual([taken?.amountFen, taken?.returnedFen, taken?.transferCount], [0n, 100_00n, 2]);
    await pay('again', { amountFen: 250_00n });
    assert.deepEqual(await flowsOf({ projectId }), ['deposit first > street 300', 'street > supplier 250']);
    assert.deepEqual(await flowsOf({ applicationId: 'again' }), ['deposit first > street 250', 'street > supplier 250']);
    const standing = (await readStandings(scene().database.read, { projectId })).map(({ id, receivedFen, paidFen, balanceFen }) => [id, receivedFen, paidFen, balanceFen]);
    assert.deepEqual(standing, [['stranger', 0n, 0n, 0n], ['street', 300_00n, 250_00n, 50_00n], ['supplier', 250_00n, 0n, 250_00n]]);
  });

  test('have their transfers, page by page, each with its share', async () => {
    await handOn();
    const ends = { fromAccountId: 'next', adviceId: null, toAccountId: 'supplier' };
    const transfersOf = async (scope: FlowScope, options: Parameters<typeof readFlowTransfers>[3]) =>
      (await readFlowTransfers(scene().database.read, scope, ends, options)).map(({ transfer, shareFen }) => ({ id: transfer.id, text: `${transfer.applicationId} ${shareFen / 100n}` }));
    const [first] = await transfersOf({ projectId }, { limit: 1 });
    assert.equal(first?.text, 'rest 30');
    assert.deepEqual((await transfersOf({ projectId }, { limit: 5, afterTransferId: first?.id })).map(({ text }) => text), ['payment 290']);
    assert.deepEqual((await transfersOf({ applicationId: depositApplicationId('second') }, { limit: 5 })).map(({ text }) => text), ['rest 20']);
    const [payment] = await readLots(scene().database.read, { applicationIds: ['payment'] });
    assert.deepEqual((await transfersOf({ projectId }, { limit: 5, at: payment?.receivedAt })).map(({ text }) => text), ['payment 290']);
  });
});

/** What flowed into an account less what flowed out of it, in fen. */
const leftFen = (flows: readonly MoneyFlow[], accountId: string) =>
  flows.reduce((sum, { fromAccountId, toAccountId, amountFen }) => sum + (toAccountId === accountId ? amountFen : 0n) - (fromAccountId === accountId ? amountFen : 0n), 0n);

test('in random histories what flows into each account is what flows out of it and what it has, now and at every past moment', async () => {
  let flowCount = 0;
  let correctedCount = 0;
  const property = fc.asyncProperty(histories(60), async (steps) => {
    const database = await createTestDatabase();
    const run = new ModelRun(database);
    try {
      const moments: Date[] = [];
      for (const step of steps) {
        await run.step(step);
        moments.push(run.scene.env.now());
      }
      const everyTenth = moments.filter((_, index) => index % 10 === 9);
      for (const at of [undefined, ...everyTenth]) {
        const flows = await readFlows(database.read, { projectId }, at);
        for (const { id, kind, creditsPostedFen, debitsPostedFen } of await readBalances(database.read, {}, at)) {
          const supplyFen = flows.filter(({ adviceId }) => adviceId !== null).reduce((sum, { amountFen }) => sum + amountFen, 0n);
          const expectedFen = kind === 'custody' ? creditsPostedFen - debitsPostedFen + supplyFen : creditsPostedFen - debitsPostedFen;
          assert.equal(leftFen(flows, id), expectedFen, `${id} ${at?.toISOString() ?? 'now'}`);
        }
        for (const { id, receivedFen, paidFen, setAsideFen, redeemedFen, balanceFen, heldFen, availableFen } of await readStandings(database.read, { projectId }, at)) {
          assert.equal(receivedFen, paidFen + setAsideFen + redeemedFen + balanceFen, id);
          assert.equal(balanceFen, heldFen + availableFen, id);
          assert.equal(receivedFen, flows.filter(({ toAccountId }) => toAccountId === id).reduce((sum, { amountFen }) => sum + amountFen, 0n), id);
        }
        flowCount += flows.length;
        correctedCount += flows.filter(({ returnedFen }) => returnedFen > 0n).length;
      }
      for (const { adviceId } of await readLots(database.read, { mintedForProjectId: projectId })) await checkDeposit(database.read, adviceId);
    } finally {
      await run.close();
      await database.drop();
    }
  });
  await fc.assert(property, { seed: 20_261_129, examples: [[rareHistory]], numRuns: 6, endOnFailure: true });
  assert.ok(flowCount > 50 && correctedCount > 0, `${flowCount} flows, ${correctedCount} with a correction: the histories were too tame`);
});

/** A deposit's own flows say of each account what its lots of the deposit have left. */
async function checkDeposit(read: Scene['database']['read'], adviceId: string): Promise<void> {
  const flows = await readFlows(read, { applicationId: depositApplicationId(adviceId) });
  const { rows } = await read<{ accountId: string; fen: bigint }>(
    `select account_id "accountId", sum(remaining_fen)::bigint fen from lot where advice_id = $1 and account_id <> 'custody' group by account_id`,
    [adviceId],
  );
  for (const { accountId, fen } of rows) assert.equal(leftFen(flows, accountId), fen, `${adviceId} at ${accountId}`);
}
