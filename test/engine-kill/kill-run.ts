import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, migrate, openDatabase } from '@gbc/prisma';
import { openLogger } from '../../app/logger.ts';
import { startPostgres } from '../../app/postgres.ts';
import { openRunFile, readRunState } from '../../app/run-file.ts';
import { Promises } from './promises.ts';
import type { Told } from './told.ts';

export type Victim = 'engine' | 'postgres';

export interface EngineKill {
  /** Since what was killed before runs again. */
  readonly delayMs: number;
  readonly victims: readonly Victim[];
}

const pollMs = 10;
const patienceMs = 60_000;

class EngineProcess {
  readonly #child;
  readonly #ended: Promise<unknown>;
  readonly #drained = Promise.withResolvers<void>();
  hasEnded = false;

  constructor(url: string, promises: Promises) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'engine-process.ts'), url], { stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = createInterface({ input: this.#child.stdout });
    lines.on('line', (line) => {
      const told = JSON.parse(line) as Told;
      promises.take(told);
      if (told.kind === 'drained') this.#drained.resolve();
    });
    // What a killed process said is read to its end before anything is checked.
    this.#ended = Promise.all([once(this.#child, 'exit'), once(lines, 'close')]).then(() => (this.hasEnded = true));
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async drain(): Promise<void> {
    this.#child.stdin.write('drain\n');
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('instances still run')), patienceMs).unref());
    await Promise.race([this.#drained.promise, late, this.#ended.then(() => Promise.reject(new Error('the engine ended by itself')))]);
    await this.kill();
  }
}

async function serverStart(database: Database): Promise<string> {
  const { rows } = await database.read<{ at: string }>('select pg_postmaster_start_time()::text as at');
  return rows[0]?.at ?? '';
}

/** Kills Postgres and waits until another answers; for a moment sessions of the killed one still do. */
async function killPostgres(dataDir: string, database: Database): Promise<void> {
  const before = await serverStart(database);
  process.kill(readRunState(dataDir)?.parts.postgres?.pid ?? assert.fail('Postgres runs'), 'SIGKILL');
  const giveUp = AbortSignal.timeout(patienceMs);
  while ((await serverStart(database).catch(() => before)) === before) {
    giveUp.throwIfAborted();
    await sleep(pollMs);
  }
}

/** Runs an engine under load, kills it and its Postgres as told, and checks after each kill and at the end that it kept its promises. Answers how many they were. */
export async function runKills(kills: readonly EngineKill[]): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-engine-kill-'));
  let lost: Error | undefined;
  const log = openLogger({ NODE_ENV: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'info' });
  const postgres = await startPostgres(dataDir, { runFile: openRunFile(dataDir), log, onLost: (_part, error) => (lost = error) });
  const database = openDatabase(postgres.url);
  const promises = new Promises();
  let engine: EngineProcess | undefined;
  try {
    await postgres.ready;
    await migrate(postgres.url);
    engine = new EngineProcess(postgres.url, promises);
    for (const { delayMs, victims } of kills) {
      await sleep(delayMs); // when the kill comes is part of the case
      const running = engine;
      await Promise.all(victims.map((victim) => (victim === 'postgres' ? killPostgres(dataDir, database) : running.kill())));
      await promises.check(database);
      if (engine.hasEnded) engine = new EngineProcess(postgres.url, promises);
    }
    await engine.drain();
    await promises.checkEnd(database);
    assert.equal(lost, undefined);
    return promises.count;
  } finally {
    await engine?.kill();
    await database.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
