import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { depositApplicationId, openAccount, readReserveProof, takeRedemption } from '@gbc/ledger';
import { people, refusal, useScene } from '@gbc/ledger/testing';
import {
  httpBank, matchDeposit, mintDeposit, openAppropriation, orderPayment, payIntoSimulatedBank, proveReserve, recordAdvice, recordPaymentAdvice, sendPayments, settleSimulatedPayment,
  type CustodianBank, type DepositAdvice,
} from './index.ts';
import { startBankProcess, type BankProcess } from './testing/bank-process.ts';

const reference = 'HK-2026-017';
const creditor = { name: '示例公司', account: '6222020000001234567', bank: '示例银行' };

describe('the reserve proof', () => {
  const scene = useScene(0n);
  let folder: string;
  let process: BankProcess;
  let bank: CustodianBank;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gbc-reserve-'));
    process = await startBankProcess(folder);
    bank = httpBank(process.address);
    await scene().run(openAccount, { id: 'district', kind: 'holding', organisationId: 'hongkou', projectId: 'promenade' });
    await scene().run(openAppropriation, { reference, budgetId: 'district-appropriation', accountId: 'district', limitFen: 1_000_000n });
  });
  afterEach(async () => {
    await process.end('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const pollFeed = async () => {
    for (const advice of (await bank.listAdvices(null)).advices) await scene().run(recordAdvice, advice);
    for (const advice of (await bank.listPaymentAdvices(null)).advices) await scene().run(recordPaymentAdvice, advice);
  };
  const prove = () => proveReserve({ database: scene().database, env: scene().env, bank, pollFeed });
  const pay = (depositId: string, amountFen: bigint) => payIntoSimulatedBank(process.address, { depositId, reference, amountFen, valueDate: '2026-11-20' });
  const mint = async ({ adviceId }: Pick<DepositAdvice, 'adviceId'>) => {
    await pollFeed();
    await scene().run(matchDeposit, adviceId);
    await scene().decide(depositApplicationId(adviceId), { kind: 'matchDeposit', by: people.districtFinance, adviceId, revision: 0, payoutNo: 0 });
    await scene().run(mintDeposit, adviceId);
  };
  const states = async () => (await prove()).lines.map(({ kind, id, state }) => [kind, id, state]);

  test('agrees line by line, deposits that wait to be minted being explained', async () => {
    await mint(await pay('one', 600_000n));
    await pay('two', 100_000n);
    const proof = await prove();
    assert.deepEqual([proof.agrees, proof.custodyFen, proof.supplyFen, proof.balancesFen], [true, 700_000n, 600_000n, 600_000n]);
    assert.deepEqual(proof.lines.map(({ id, bankFen, ledgerFen, state }) => [id, bankFen, ledgerFen, state]), [
      ['ADV-000001', 600_000n, 600_000n, 'matched'],
      ['ADV-000002', 100_000n, null, 'notMinted'],
    ]);
    assert.deepEqual(await readReserveProof(scene().database.read), proof);
  });

  test('says where the bank lacks a deposit that was minted, and nothing is minted until it agrees again', async () => {
    await mint(await pay('one', 600_000n));
    const forged = { adviceId: 'ADV-FORGED', reference, amountFen: 50_000n, valueDate: '2026-11-20', debtorName: null };
    await scene().run(recordAdvice, forged);
    await mint(forged);
    assert.deepEqual(await states(), [['deposit', 'ADV-000001', 'matched'], ['deposit', 'ADV-FORGED', 'unknownToBank']]);
    const next = await pay('two', 10_000n);
    await assert.rejects(mint(next), refusal('ledger.mintingStopped'));
    const honest = bank;
    bank = { ...honest, readStatement: async () => {
      const { lines, ...sums } = await honest.readStatement();
      return { ...sums, closingFen: sums.closingFen + 50_000n, lines: [...lines, { kind: 'deposit', id: 'ADV-FORGED', amountFen: 50_000n, valueDate: '2026-11-20' }] };
    } };
    assert.equal((await prove()).agrees, true);
    await scene().run(mintDeposit, next.adviceId);
  });

  test('shows a movement that the bank booked twice under one id', async () => {
    await mint(await pay('one', 600_000n));
    const honest = bank;
    bank = { ...honest, readStatement: async () => {
      const { lines, ...sums } = await honest.readStatement();
      return { ...sums, closingFen: sums.closingFen + 600_000n, lines: [...lines, ...lines] };
    } };
    assert.deepEqual(await states(), [['deposit', 'ADV-000001', 'matched'], ['deposit', 'ADV-000001', 'unknownHere']]);
    assert.equal((await prove()).agrees, false);
  });

  test('follows a redemption: held, paid, and paid in another amount', async () => {
    await mint(await pay('one', 600_000n));
    await scene().fund('street-money', 100_000n);
    await scene().reviewed('app', { amountFen: 60_000n });
    await scene().take('app');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
    await scene().order('redeem-1', { amountFen: 60_000n });
    await scene().run(takeRedemption, { applicationId: 'redeem-1', payoutNo: 1 });
    await scene().decide('redeem-1', { kind: 'redemption', by: people.districtFinance });
    const { paymentId } = await scene().run(orderPayment, { applicationId: 'redeem-1', payoutNo: 1, creditor, remittance: '工程款' });
    await sendPayments(scene().database, scene().env, bank);
    await settleSimulatedPayment(process.address, paymentId, { outcome: 'paid', amountFen: 59_999n });
    const { lines, agrees } = await prove();
    assert.equal(agrees, false);
    assert.ok(lines.some(({ id, bankFen, state }) => id === paymentId && bankFen === 59_999n && state === 'amountDiffers'));
  });
});
