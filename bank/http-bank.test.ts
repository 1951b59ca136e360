import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { BankError, httpBank, type BankErrorCode } from './index.ts';

const advice = { adviceId: 'ADV-1', reference: 'HK-2026-017', amountFen: 100, valueDate: '2026-11-20', debtorName: null };
const bankError = (code: BankErrorCode) => (error: unknown) => error instanceof BankError && error.code === code;

describe('httpBank', () => {
  let server: Server;
  /** What the bank says next; undefined keeps the caller waiting. */
  let answer: { status: number; body: string } | undefined;
  beforeEach(async () => {
    server = createServer((_, response) => {
      if (answer) response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const bank = (timeoutMs = 5_000) => httpBank({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'token', timeoutMs });
  const says = (body: unknown, status = 200) => {
    answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };

  test('believes only what was agreed', async () => {
    says({ advices: [advice], cursor: '1' });
    assert.deepEqual(await bank().listAdvices(null), { advices: [{ ...advice, amountFen: 100n }], cursor: '1' });
    const wrong = [{ amountFen: 1.5 }, { amountFen: 0 }, { amountFen: '100' }, { amountFen: 2 ** 53 }, { adviceId: '' }, { valueDate: '20.11.2026' }];
    for (const changes of wrong) {
      says({ advices: [{ ...advice, ...changes }], cursor: '1' });
      await assert.rejects(bank().listAdvices(null), bankError('bank.answerInvalid'), JSON.stringify(changes));
    }
    for (const body of ['', 'not JSON', '{}', '{"custodyFen":-1}', '{"custodyFen":1.5}']) {
      says(body);
      await assert.rejects(bank().custodyFen(), bankError('bank.answerInvalid'), body);
    }
  });

  test('tells a refusal from a silence', async () => {
    says({ code: 'internal' }, 500);
    await assert.rejects(bank().custodyFen(), bankError('bank.refused'));
    answer = undefined;
    await assert.rejects(bank(200).custodyFen(), bankError('bank.unreachable'));
  });
});
