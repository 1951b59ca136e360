import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment as env } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { readConfig, settingNotes, settings, type Config } from './config.ts';
import { recordSettings } from './record-settings.ts';

interface Told {
  readonly setting: keyof Config;
  readonly value: string | null;
  readonly commitment: string;
  readonly previousCommitment: string | null;
}

describe('the settings of a start', () => {
  let database: TestDatabase;
  before(async () => (database = await createTestDatabase()));
  after(() => database.drop());

  /** What the log is told by a start with these variables. */
  async function told(variables: Record<string, string>): Promise<Told[]> {
    const count = async () => (await database.read<{ body: string }>(`select body from event where type = 'settingChanged' order by at, id`)).rows;
    const earlier = new Set((await count()).map(({ body }) => body));
    await recordSettings(database, env, readConfig(variables));
    return (await count()).filter(({ body }) => !earlier.has(body)).map(({ body }) => (JSON.parse(body) as { data: Told }).data);
  }

  const secret = 'postgresql://someone:a-password@db.example/gbc';
  const given = { PORT: '8081', DATABASE_URL: secret, DATA_DIR: '/home/zhangsan/gbc' };

  it('are told once, and then each that is another', async () => {
    const first = await told(given);
    assert.equal(first.find(({ setting }) => setting === 'PORT')?.value, '8081');
    assert.ok(first.every(({ previousCommitment }) => previousCommitment === null));
    assert.deepEqual(first.filter(({ setting }) => setting === 'LOG_KEY'), [], 'what is not given is not told');
    assert.deepEqual(await told(given), []);
    const second = await told({ ...given, WITNESS_QUORUM: '0', LOG_LEVEL: 'debug' });
    assert.deepEqual(second.map(({ setting, value }) => [setting, value]), [['LOG_LEVEL', 'debug']]);
    assert.equal(second[0]?.previousCommitment, first.find(({ setting }) => setting === 'LOG_LEVEL')?.commitment);
    assert.deepEqual((await told(given)).map(({ setting, value }) => [setting, value]), [['LOG_LEVEL', 'info']], 'also the way back');
  });

  it('that are secret or of the machine are told by a commitment that hides them', async () => {
    await told(given);
    const [changed] = await told({ ...given, DATABASE_URL: `${secret}2` });
    assert.deepEqual([changed?.setting, changed?.value], ['DATABASE_URL', null]);
    assert.notEqual(changed?.commitment, createHash('sha256').update(`${secret}2`).digest('hex'));
    const { rows } = await database.read<{ body: string }>(`select body from event where type = 'settingChanged'`);
    for (const { body } of rows) assert.doesNotMatch(body, /a-password|zhangsan/);
    const removed = await told({ PORT: '8081', DATA_DIR: given.DATA_DIR });
    assert.deepEqual(removed.map(({ setting, value }) => [setting, value]), [['DATABASE_URL', null]]);
  });

  it('are private where they are secret', () => {
    for (const name of Object.keys(settings.shape) as (keyof Config)[]) {
      const { secret: isSecret, isPrivate } = settingNotes(name);
      if (isSecret) assert.equal(isPrivate, true, name);
    }
  });
});
