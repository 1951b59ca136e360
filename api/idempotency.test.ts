import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { appendEvent, readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import type { CommandResult } from './call.ts';
import { runOnce } from './idempotency.ts';
import { ApiError } from './problem.ts';
import { isFinal } from './refusals.ts';

describe('a command with an Idempotency-Key', () => {
  let database: TestDatabase;
  let refusal: ApiError | undefined;
  let runs = 0;
  before(async () => void (database = await createTestDatabase()));
  after(() => database.drop());
  beforeEach(() => [refusal, runs] = [undefined, 0]);

  /** Writes something, and then is refused where `refusal` says so. */
  const command = async (tx: Tx): Promise<CommandResult> => {
    runs += 1;
    await appendEvent(tx, env, { type: 'depositAdvised', actor: { kind: 'system', name: 'test' }, applicationId: 'a', data: { adviceId: 'a', reference: 'R', amountFen: 1n, valueDate: '2026-11-22' } });
    if (refusal) throw refusal;
    return { run: String(runs) };
  };
  const ask = (key: string, content: unknown = { amountFen: 1 }) =>
    runOnce(database, env, { personId: '00000000-0000-7000-8000-000000000001', key, operation: 'makeDeposit', content }, command, isFinal);
  const written = async () => (await readApplicationEvents(database.read, 'a', ['depositAdvised'])).length;

  it('is answered from the first time, and two at once run once', async () => {
    const answers = await Promise.all([ask('twice'), ask('twice'), ask('twice')]);
    assert.deepEqual([...answers, await ask('twice')], Array(4).fill({ run: '1' }));
  });

  it('is a conflict with other content', async () => {
    await ask('conflict');
    await assert.rejects(ask('conflict', { amountFen: 2 }), { code: 'request.keyConflict' });
  });

  it('that was refused is refused the same way though the reason is gone, and leaves nothing written', async () => {
    const before = await written();
    refusal = new ApiError('ledger.overdraft', { availableFen: 5 }, [{ field: 'amountFen', code: 'form.tooMuch' }]);
    await assert.rejects(ask('refused'), refusal);
    refusal = undefined;
    await assert.rejects(ask('refused'), { code: 'ledger.overdraft', params: { availableFen: 5 }, fields: [{ field: 'amountFen', code: 'form.tooMuch' }] });
    await assert.rejects(ask('refused', { amountFen: 2 }), { code: 'request.keyConflict' });
    assert.deepEqual([runs, await written()], [1, before]);
    assert.deepEqual(await ask('another'), { run: '2' });
  });

  it('that failed for no reason of its own can be sent again', async () => {
    for (const code of ['server.fault', 'bank.unreachable', 'engine.FAILED_PRECONDITION', 'request.notFound']) {
      refusal = new ApiError(code);
      await assert.rejects(ask(code), { code });
      refusal = undefined;
      await ask(code);
    }
  });
});
