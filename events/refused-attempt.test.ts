import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { systemEnvironment } from './environment.ts';
import { recordRefusedAttempt, type RefusedAttempt } from './refused-attempt.ts';

describe('a refused attempt', () => {
  let database: TestDatabase;
  let personId: string;
  let now = new Date('2026-11-22T10:59:00Z');
  const env = { ...systemEnvironment, now: () => now };
  before(async () => void (database = await createTestDatabase()));
  after(() => database.drop());
  beforeEach(() => void (personId = env.newId()));

  const refuse = (it: Partial<RefusedAttempt> = {}) =>
    database.transaction((tx) =>
      recordRefusedAttempt(tx, env, {
        actor: { kind: 'person', personId, organisationId: 'hongkou', role: 'specialist' },
        personId,
        command: 'completeTask',
        code: 'task.ownApplication',
        subjectId: '42',
        attemptKey: null,
        ...it,
      }),
    );

  /** What the log tells of this person's attempts. */
  async function told(): Promise<{ code: string; subjectId: string | null; times: number }[]> {
    const { rows } = await database.read<{ body: string }>(`select body from event where type = 'attemptRefused' order by at, id`);
    const events = rows.map(({ body }) => JSON.parse(body) as { actor: { personId: string }; data: { code: string; subjectId: string | null; times: number } });
    return events.filter(({ actor }) => actor.personId === personId).map(({ data: { code, subjectId, times } }) => ({ code, subjectId, times }));
  }

  it('is told of at once, and then each time its number has doubled', async () => {
    await refuse();
    assert.deepEqual(await told(), [{ code: 'task.ownApplication', subjectId: '42', times: 1 }]);
    for (let time = 2; time <= 300; time += 1) await refuse();
    assert.deepEqual((await told()).map(({ times }) => times), [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    const { rows } = await database.read<{ times: number }>('select times from refused_attempt where person_id = $1', [personId]);
    assert.deepEqual(rows, [{ times: 300 }]);
  });

  it('is another one for another thing, reason or hour', async () => {
    await refuse();
    await refuse({ subjectId: '43' });
    await refuse({ code: 'task.notYours' });
    now = new Date('2026-11-22T11:00:00Z');
    await refuse();
    assert.deepEqual((await told()).map(({ code, subjectId, times }) => `${code} ${subjectId} ${times}`).sort(), [
      'task.notYours 42 1', 'task.ownApplication 42 1', 'task.ownApplication 42 1', 'task.ownApplication 43 1',
    ]);
  });

  it('sent again with the same key is the same attempt', async () => {
    await refuse({ attemptKey: 'key-one' });
    await refuse({ attemptKey: 'key-one' });
    assert.equal((await told()).length, 1);
    await refuse({ attemptKey: 'key-two' });
    assert.deepEqual((await told()).map(({ times }) => times), [1, 2]);
  });

  it('counts right when many come at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => refuse()));
    const { rows } = await database.read<{ times: number }>('select times from refused_attempt where person_id = $1', [personId]);
    assert.deepEqual(rows, [{ times: 20 }]);
    assert.deepEqual((await told()).map(({ times }) => times).sort((a, b) => a - b), [1, 2, 4, 8, 16]);
  });
});
