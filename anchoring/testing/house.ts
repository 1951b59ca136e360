import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendEvents, systemEnvironment, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { Anchorer, type AnchorOptions } from '../chain/anchorer.ts';
import { Log, type LogOptions } from '../log/log.ts';
import type { Logger } from '../logger.ts';

export const testOrigin = 'gbc-union.example/test';

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A database and a folder for one test. */
export interface House {
  readonly database: TestDatabase;
  readonly folder: string;
  openLog(options?: Partial<LogOptions>): Log;
  openAnchorer(log: Log, rpcUrl: string, options?: Partial<AnchorOptions>): Anchorer;
  /** Runs at `leave`, last first, before the database is dropped. */
  onLeave(work: () => Promise<void>): void;
  /** Stops what was opened, last first, and removes database and folder. */
  leave(): Promise<void>;
}

export async function enterHouse(): Promise<House> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'gbc-anchoring-'));
  const leaving: (() => Promise<void>)[] = [];
  return {
    database,
    folder,
    openLog(options = {}) {
      const log = new Log({ database, folder: join(folder, 'log'), origin: testOrigin, logger: silentLogger, pollIntervalMs: 20, ...options });
      leaving.push(() => log.stop());
      return log;
    },
    openAnchorer(log, rpcUrl, options = {}) {
      const keyFile = join(folder, 'anchor.key');
      const timing = { intervalMs: 100, pollIntervalMs: 20, retryDelayMaxMs: 50 };
      const anchorer = new Anchorer({ log, database, rpcUrl, keyFile, logger: silentLogger, ...timing, ...options });
      leaving.push(() => anchorer.stop());
      return anchorer;
    },
    onLeave: (work) => void leaving.push(work),
    async leave() {
      for (const work of leaving.reverse()) await work();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Commits `count` events in one transaction and answers their ids. */
export async function commitEvents(database: Database, count: number, env: Environment = systemEnvironment): Promise<string[]> {
  const events = await database.transaction((tx) =>
    appendEvents(
      tx,
      env,
      Array.from({ length: count }, (_, number) => ({
        type: 'reminderSent' as const,
        actor: { kind: 'system' as const, name: 'test' },
        data: { taskKey: String(number), elementId: 'review' },
      })),
    ),
  );
  return events.map((event) => event.id);
}
