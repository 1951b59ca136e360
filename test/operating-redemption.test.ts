/** An office redeems its operating costs: ordered by its finance, received by the district's, paid by the bank, burned. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApplicationError, findProject, operatingAccountId, orderRedemption, readApplication } from '@gbc/applications';
import { httpBank, payIntoSimulatedBank, readPayments, settleSimulatedPayment } from '@gbc/bank';
import { startBankProcess, type BankProcess } from '@gbc/bank/testing';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { isRedeemable, openAccount, paymentIdOf, postHold, readBalances, readBudgets, readLotDifferences, readSupply, setAsideOperating, takeHold } from '@gbc/ledger';
import { decide, submit, type Person } from '@gbc/ledger/testing';
import { createBankFeed, type BankFeed } from '@gbc/workers';
import { openHouse, until, type House } from './house.ts';

const projectId = 'HK-2026-001';
const streetFen = 10_000_000n;
const accountIdOf = (organisationId: string) => `operating:${organisationId}:${projectId}:2120303`;
const creditor = { name: '某单位基本户', account: '3100100012345678', bank: '示例银行虹口支行' };

describe('a redemption of operating costs', () => {
  let house: House;
  let bank: BankProcess;
  let feed: BankFeed;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gbc-operating-'));
    [house, bank] = await Promise.all([openHouse(), startBankProcess(folder)]);
    feed = createBankFeed({
      database: house.database, bank: httpBank(bank.address), dispatcher: house.dispatcher, env, onError: (error) => console.error(error), onAdvice: () => undefined,
      onPayment: () => undefined,
    });
    await payIntoSimulatedBank(bank.address, { depositId: 'float', reference: 'HK-2026-004', amountFen: streetFen * 2n, valueDate: '2026-11-01' });
    await house.fundStreet(streetFen);
  });
  after(async () => {
    await feed.stop();
    await bank.end('SIGKILL');
    await house.close();
    await rm(folder, { recursive: true });
  });

  const availableFen = async (accountId: string) => (await readBalances(house.database.read, { accountIds: [accountId] }))[0]?.availableFen ?? 0n;
  const order = async (login: string, accountId: string, amountFen: bigint) => {
    const by = await house.person(login);
    const form = { purpose: '第四季度运行经费', amountFen: Number(amountFen), creditor };
    const id = await house.database.transaction((tx) => orderRedemption(tx, env, by, { accountId, form }));
    await house.dispatcher.flush();
    return id;
  };
  /** The bank pays what was ordered of it; answers once the tokens are burned. */
  const bankPays = async (id: string) => {
    const paymentId = paymentIdOf({ applicationId: id, payoutNo: 1 });
    await until(async () => (await readPayments(house.database.read, { paymentIds: [paymentId] })).length === 1, 'the payment is ordered');
    await feed.poll();
    await settleSimulatedPayment(bank.address, paymentId, { outcome: 'paid' });
    await feed.poll();
    await house.waitForState(id, 'completed');
  };

  for (const [organisationId, shareFen] of [['jianwei', 200_000n], ['beiwaitan', 210_000n]] as const) {
    test(`of ${organisationId} is ordered by its finance, received by the district's, paid and burned`, async () => {
      const accountId = accountIdOf(organisationId);
      assert.equal(await availableFen(accountId), shareFen, 'its share of what it received');
      const supplyFen = await readSupply(house.database.read);
      const id = await order(`${organisationId}.finance-supervisor`, accountId, 150_000n);
      await house.waitForTask(id, 'receiveOrder');
      assert.equal(await availableFen(accountId), shareFen - 150_000n, 'held from the order on');
      await assert.rejects(house.decideAs(`${organisationId}.finance-supervisor-2`, id, { outcome: 'approved' }), { code: 'task.notYours' });
      await house.decideAs('hongkou.finance-supervisor', id, { outcome: 'approved' });
      await bankPays(id);
      assert.equal(await readSupply(house.database.read), supplyFen - 150_000n);
      assert.deepEqual(await readLotDifferences(house.database.read), []);
      const [burned] = await readApplicationEvents(house.database.read, id, ['tokensBurned']);
      assert.deepEqual([burned?.data.debitAccountId, burned?.data.amountFen], [accountId, 150_000]);
    });

    test(`of ${organisationId} is never more than its share, nor of what it is to hand on`, async () => {
      const over = await order(`${organisationId}.finance-supervisor`, accountIdOf(organisationId), shareFen);
      await house.waitForTask(over, 'correct');
      assert.equal((await readApplication(house.database.read, over)).refusal?.code, 'ledger.overdraft');
      const handedOn = await order(`${organisationId}.finance-supervisor`, `holding:${organisationId}:${projectId}:2120303`, 1n);
      await house.waitForTask(handedOn, 'correct');
      assert.equal((await readApplication(house.database.read, handedOn)).refusal?.code, 'ledger.notRedeemable');
      await assert.rejects(order(`${organisationId}.specialist`, accountIdOf(organisationId), 1n), { code: 'application.notApplicant' });
    });
  }

  test('is offered of exactly the accounts that the ledger lets be redeemed', async () => {
    const paying = new Set((await readBudgets(house.database.read, { level: 'appropriation' })).map(({ payerAccountId }) => payerAccountId));
    const accounts = await readBalances(house.database.read);
    const redeemable = accounts.filter(({ id, kind }) => isRedeemable({ kind, hasAppropriation: paying.has(id) })).map(({ id }) => id).sort();
    assert.deepEqual(redeemable, [accountIdOf('beiwaitan'), accountIdOf('jianwei')]);
  });

  test('of the district itself is received by another of its finance supervisors', async () => {
    const accountId = await giveToDistrict(100_000n);
    const id = await order('hongkou.finance-supervisor', accountId, 100_000n);
    await house.waitForTask(id, 'receiveOrder');
    await assert.rejects(house.decideAs('hongkou.finance-supervisor', id, { outcome: 'approved' }), (error: unknown) => error instanceof ApplicationError && error.code === 'task.ownApplication');
    await house.decideAs('hongkou.finance-supervisor-2', id, { outcome: 'approved' });
    await bankPays(id);
    assert.equal(await availableFen(accountId), 0n);
  });

  /** No flow of today leaves a district with costs of its own, so the log is written as such a flow would: a department pays it, and it keeps all of that. */
  async function giveToDistrict(amountFen: bigint): Promise<string> {
    const project = (await findProject(house.database.read, projectId)) ?? assert.fail('no project');
    const accountId = operatingAccountId('hongkou', project);
    const by = async (login: string): Promise<Person> => {
      const { personId, memberships: [membership] } = await house.person(login);
      return { personId, organisationId: membership?.organisationId ?? '', role: membership?.role ?? '' };
    };
    const people = { maker: await by('hongkou.project-manager'), reviewer: await by('jianwei.specialist'), payer: await by('jianwei.finance-supervisor'), payee: await by('hongkou.finance-supervisor-2') };
    const matter = { applicationId: 'upwards', payoutNo: 1 };
    await house.database.transaction(async (tx) => {
      await openAccount(tx, env, { id: accountId, kind: 'operating', organisationId: 'hongkou', projectId, budgetLine: project.budgetLine });
      await submit(tx, env, matter.applicationId, people.maker, {
        revision: 1, payerOrganisationId: 'jianwei', payeeOrganisationId: 'hongkou', payerAccountId: `holding:jianwei:${projectId}:2120303`,
        payeeAccountId: `holding:hongkou:${projectId}:2120303`, projectId, amountFen, budgetId: `appropriation:jianwei:${projectId}:2120303`,
      });
      await decide(tx, env, { ...matter, kind: 'review', by: people.reviewer });
      await takeHold(tx, env, { ...matter, policy: { decisionKey: '1', limitFen: amountFen, secondApprover: false } });
      await decide(tx, env, { ...matter, kind: 'payout', by: people.payer });
      await postHold(tx, env, matter);
      await decide(tx, env, { ...matter, kind: 'receipt', outcome: 'confirmed', by: people.payee });
      await setAsideOperating(tx, env, { ...matter, accountId, policy: { decisionKey: '2', ratioBasisPoints: 10_000, capFen: amountFen } });
    });
    return accountId;
  }
});
