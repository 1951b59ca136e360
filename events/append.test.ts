import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { appendEvent, appendEvents } from './append.ts';
import { systemEnvironment as env } from './environment.ts';
import type { EventInput } from './event.ts';
import { readApplicationEvents } from './feed.ts';
import { commitPersonalValue } from './personal-value.ts';

const advised = (adviceId: string): EventInput => ({
  type: 'depositAdvised',
  actor: { kind: 'system', name: 'test' },
  applicationId: `deposit:${adviceId}`,
  data: { adviceId, reference: 'R', amountFen: 123n, valueDate: '2026-11-22' },
});

describe('events', () => {
  let database: TestDatabase;
  before(async () => void (database = await createTestDatabase()));
  after(() => database.drop());

  it('are there exactly when their transaction is', async () => {
    await assert.rejects(
      database.transaction(async (tx) => {
        await appendEvent(tx, env, advised('rolled-back'));
        throw new Error('no');
      }),
    );
    await database.transaction((tx) => appendEvent(tx, env, advised('kept')));
    assert.equal((await readApplicationEvents(database.read, 'deposit:rolled-back', ['depositAdvised'])).length, 0);
    const [kept] = await readApplicationEvents(database.read, 'deposit:kept', ['depositAdvised']);
    assert.equal(kept?.data.amountFen, 123);
  });

  it('keep the order in which they were given and wait for the sequencer', async () => {
    const events = await database.transaction((tx) => appendEvents(tx, env, ['a', 'b', 'c'].map(advised)));
    const { rows } = await database.read<{ id: string }>('select id from event where id = any($1::uuid[]) order by at, id', [events.map(({ id }) => id)]);
    assert.deepEqual(rows.map(({ id }) => id), events.map(({ id }) => id));
    const { rows: pending } = await database.read('select 1 from event_pending where event_id = any($1::uuid[])', [events.map(({ id }) => id)]);
    assert.equal(pending.length, 3);
  });

  it('are never changed, removed or emptied away', async () => {
    await database.transaction((tx) => appendEvent(tx, env, advised('fixed')));
    for (const sql of [`update event set body = '{}'`, 'delete from event', 'truncate event']) {
      await assert.rejects(database.transaction((tx) => tx.query(sql)), /never changed/, sql);
    }
  });

  it('hold the commitment of a personal value, whose row can be erased', async () => {
    const commitment = await database.transaction((tx) => commitPersonalValue(tx, env, '许诺'));
    const { rows } = await database.read<{ salt: Buffer; value: string }>('select salt, value from personal_value where commitment = $1', [commitment]);
    const row = rows[0];
    assert.ok(row);
    assert.equal(createHash('sha256').update(row.salt).update(row.value).digest('hex'), commitment);
    const again = await database.transaction((tx) => commitPersonalValue(tx, env, '许诺'));
    assert.notEqual(again, commitment, 'the same name twice must not be recognisable');
  });
});
