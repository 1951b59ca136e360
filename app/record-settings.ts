import { createHash } from 'node:crypto';
import { appendEvents, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import { settingNotes, settings, type Config } from './config.ts';

interface KeptSetting {
  readonly name: string;
  readonly salt: Buffer;
  readonly commitment: string;
}

/** A setting as text; empty where it isn't given. */
function textOf(value: Config[keyof Config]): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const commit = (salt: Uint8Array, text: string): string => createHash('sha256').update(salt).update(text, 'utf8').digest('hex');

/**
 * Holds the settings against those of the last start, and has the log tell of each that is another now: its value, or of a secret
 * and of what says something of the machine alone (`isPrivate`) a commitment, from which nobody learns it.
 * @returns the names of those that changed
 */
export async function recordSettings(database: Database, env: Environment, config: Config): Promise<string[]> {
  return database.transaction(async (tx) => {
    const kept = await readKept(tx);
    const changed = (Object.keys(settings.shape) as (keyof Config)[]).flatMap((name) => {
      const text = textOf(config[name]);
      const before = kept.get(name);
      if (before ? before.commitment === commit(before.salt, text) : text === '') return [];
      const salt = env.randomBytes(32);
      return [{ name, salt, commitment: commit(salt, text), previousCommitment: before?.commitment ?? null, value: settingNotes(name).isPrivate ? null : text }];
    });
    for (const { name, salt, commitment } of changed) await keep(tx, { name, salt: Buffer.from(salt), commitment }, env.now());
    await appendEvents(tx, env, changed.map(({ name, value, commitment, previousCommitment }) => ({
      type: 'settingChanged', actor: { kind: 'system', name: 'configuration' }, data: { setting: name, value, commitment, previousCommitment },
    })));
    return changed.map(({ name }) => name);
  });
}

async function readKept(tx: Tx): Promise<Map<string, KeptSetting>> {
  const { rows } = await tx.query<KeptSetting & object>('select name, salt, commitment from setting for update');
  return new Map(rows.map((row) => [row.name, row]));
}

async function keep(tx: Tx, { name, salt, commitment }: KeptSetting, at: Date): Promise<void> {
  await tx.query(
    `insert into setting (name, salt, commitment, changed_at) values ($1, $2, $3, $4)
     on conflict (name) do update set salt = excluded.salt, commitment = excluded.commitment, changed_at = excluded.changed_at`,
    [name, salt, commitment, at],
  );
}
