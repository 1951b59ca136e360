import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { BankError, httpBank, payIntoSimulatedBank, type BankErrorCode, type PaidDeposit } from '../index.ts';
import { startBankProcess, type BankProcess } from '../testing/bank-process.ts';

const deposit: PaidDeposit = { depositId: 'treasury-1', reference: 'HK-2026-017', amountFen: 600_000_00n, valueDate: '2026-11-20', debtorName: '虹口区财政局' };
const bankError = (code: BankErrorCode) => (error: unknown) => error instanceof BankError && error.code === code;

describe('the simulated bank', () => {
  let folder: string;
  let bank: BankProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gbc-bank-'));
    bank = await startBankProcess(folder);
  });
  afterEach(async () => {
    await bank.end('SIGKILL');
    await rm(folder, { recursive: true });
  });
  const pay = (changes: Partial<PaidDeposit> = {}) => payIntoSimulatedBank(bank.address, { ...deposit, ...changes });
  const books = () => join(folder, 'deposits.jsonl');
  const restart = async (...args: string[]) => {
    await bank.end('SIGKILL');
    bank = await startBankProcess(folder, ...args);
  };
  const post = async (body: string, token = bank.address.token) => {
    const response = await fetch(new URL('/deposits', bank.address.url), { method: 'POST', body, headers: { authorization: `Bearer ${token}` } });
    return [response.status, await response.json()];
  };

  test('advises each deposit once, in order, and holds their sum', async () => {
    const first = await pay();
    assert.deepEqual(first, { adviceId: 'ADV-000001', reference: deposit.reference, amountFen: deposit.amountFen, valueDate: deposit.valueDate, debtorName: deposit.debtorName });
    assert.deepEqual(await pay(), first);
    const second = await pay({ depositId: 'treasury-2', amountFen: 1n });
    const port = httpBank(bank.address);
    const all = await port.listAdvices(null);
    assert.deepEqual(all.advices, [first, second]);
    assert.deepEqual(await port.listAdvices('1'), { advices: [second], cursor: all.cursor });
    assert.deepEqual(await port.listAdvices(all.cursor), { advices: [], cursor: all.cursor });
    assert.equal(await port.custodyFen(), deposit.amountFen + 1n);
  });

  test('pages through more advices than one answer holds', async () => {
    for (let n = 1; n <= 101; n += 1) await pay({ depositId: `treasury-${n}`, amountFen: BigInt(n) });
    const port = httpBank(bank.address);
    const first = await port.listAdvices(null);
    const rest = await port.listAdvices(first.cursor);
    assert.deepEqual([first.advices.length, rest.advices.map(({ amountFen }) => amountFen)], [100, [101n]]);
  });

  test('refuses the same deposit with other content, and changes nothing', async () => {
    await pay();
    for (const changes of [{ amountFen: 1n }, { reference: 'HK-2026-018' }, { valueDate: '2026-11-21' }, { debtorName: '别人' }]) {
      await assert.rejects(pay(changes), bankError('bank.depositConflict'));
    }
    assert.equal(await httpBank(bank.address).custodyFen(), deposit.amountFen);
  });

  test('enters a deposit once when it is paid in many times at once', async () => {
    const advices = await Promise.all(Array.from({ length: 8 }, () => pay()));
    assert.equal(new Set(advices.map(({ adviceId }) => adviceId)).size, 1);
    assert.equal(await httpBank(bank.address).custodyFen(), deposit.amountFen);
  });

  test('refuses strangers, and bodies that are no deposit', async () => {
    const stranger = { ...bank.address, token: 'wrong' };
    await assert.rejects(httpBank(stranger).custodyFen(), bankError('bank.refused'));
    await assert.rejects(payIntoSimulatedBank(stranger, deposit), bankError('bank.refused'));
    const body = (changes: object) => JSON.stringify({ ...deposit, amountFen: 100, ...changes });
    for (const amountFen of [0, -1, 1.5, '100', 2 ** 53]) assert.deepEqual(await post(body({ amountFen })), [400, { code: 'invalid', fields: ['amountFen'] }]);
    assert.deepEqual(await post(body({ valueDate: '2026-02-30' })), [400, { code: 'invalid', fields: ['valueDate'] }]);
    assert.equal((await post('{'))[0], 400);
    assert.equal((await post(body({ reference: 'x'.repeat(20_000) })))[0], 413);
    assert.equal((await post(body({}), 'wrong'))[0], 401);
    await assert.rejects(httpBank(bank.address).listAdvices('7'), bankError('bank.refused'));
    assert.equal(await httpBank(bank.address).custodyFen(), 0n);
  });

  test('never holds more than JSON can say', async () => {
    await pay({ amountFen: BigInt(Number.MAX_SAFE_INTEGER) });
    await assert.rejects(pay({ depositId: 'treasury-2', amountFen: 1n }), bankError('bank.refused'));
    assert.equal(await httpBank(bank.address).custodyFen(), BigInt(Number.MAX_SAFE_INTEGER));
  });

  test('remembers after a kill what it has told anybody of', async () => {
    const told: string[] = [];
    const paying = Array.from({ length: 40 }, (_, n) => pay({ depositId: `treasury-${n}`, amountFen: 1n }).then(({ adviceId }) => {
      told.push(adviceId);
      if (told.length === 10) process.kill(bank.pid, 'SIGKILL');
    }, () => undefined));
    await Promise.all(paying);
    await restart();
    const { advices } = await httpBank(bank.address).listAdvices(null);
    assert.ok(told.length >= 10);
    assert.deepEqual(told.filter((adviceId) => !advices.some((advice) => advice.adviceId === adviceId)), []);
    assert.equal(await httpBank(bank.address).custodyFen(), BigInt(advices.length));
  });

  test('drops a last line that a crash cut off, says so, and goes on', async () => {
    await pay();
    await appendFile(books(), '{"depositId":"treasury-2","advi');
    await restart();
    assert.match(bank.errors(), /dropped an unfinished last line of 31 bytes/);
    assert.equal((await pay({ depositId: 'treasury-2' })).adviceId, 'ADV-000002');
    await restart();
    assert.equal(bank.errors(), '');
    assert.equal(await httpBank(bank.address).custodyFen(), 2n * deposit.amountFen);
  });

  test('does not start on books that somebody spoiled', async () => {
    await pay();
    await bank.end('SIGTERM');
    await writeFile(books(), `spoiled\n${await readFile(books(), 'utf8')}`);
    await assert.rejects(startBankProcess(folder), /line 1 can't be read/);
  });

  test('ends cleanly on SIGTERM, and answers nobody then', async () => {
    assert.equal(await bank.end('SIGTERM'), 0);
    await assert.rejects(httpBank(bank.address).custodyFen(), bankError('bank.unreachable'));
  });

  test('ends when the process that it was started for ends', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await restart('--parent-pid', String(parent.pid));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.equal(await bank.exitCode, 0);
  });
});
