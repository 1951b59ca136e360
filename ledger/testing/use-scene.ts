import { afterEach, beforeEach } from 'node:test';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import type { LedgerErrorCode, LedgerErrorParams } from '../index.ts';
import { Scene } from './scene.ts';

/** A fresh {@link Scene} in a database of its own for each test of the suite that calls this. */
export function useScene(...opening: Parameters<Scene['open']>): () => Scene {
  let database: TestDatabase;
  let scene: Scene;
  beforeEach(async () => {
    database = await createTestDatabase();
    scene = await new Scene(database).open(...opening);
  });
  afterEach(() => database.drop());
  return () => scene;
}

/** What `assert.rejects` expects of a ledger refusal. */
export function refusal(code: LedgerErrorCode, params?: LedgerErrorParams): { name: string; code: string; params?: LedgerErrorParams } {
  return { name: 'LedgerError', code, ...(params ? { params } : {}) };
}
