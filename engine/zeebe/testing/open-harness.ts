import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog, type Harness, type RealZeebe } from '@gbc/engine/behaviour';
import type { Database } from '@gbc/prisma';
import { recordedIncidents } from './recorded-incidents.ts';
import { openZeebeEngine, type ZeebeEngine, type ZeebeEngineOptions } from '../zeebe-engine.ts';

/** For so long a job that was pushed may be under way. */
const streamMs = 3;

export interface ZeebeHarness extends Harness {
  readonly engine: ZeebeEngine;
  readonly errors: Error[];
}

/** The adapter on a real Zeebe, for a suite: its clock moves with the engine's, its events are collected. */
export async function openHarness(zeebe: RealZeebe, database: Database, options: Partial<ZeebeEngineOptions> = {}, { searchesIncidents = true } = {}): Promise<ZeebeHarness> {
  const events = new EventLog();
  const errors: Error[] = [];
  let aheadMs = 0;
  const engine = await openZeebeEngine({
    address: zeebe.address,
    database,
    env: { now: () => new Date(Date.now() + aheadMs), newId: randomUUID, random: Math.random },
    appendHook: async (_tx, told) => events.push(told),
    onError: (error) => errors.push(error),
    ...(searchesIncidents ? { incidentSearch: recordedIncidents(zeebe) } : {}),
    ...options,
  });
  /** Twice nothing: what was pushed by a stream may be on its way while a poll finds nothing. */
  async function settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      await zeebe.idle();
      await sleep(streamMs);
      quiet = (await engine.settle()) ? 0 : quiet + 1;
    }
  }
  return {
    isWordedByZeebe: true,
    engine,
    events,
    errors,
    settled,
    async advanceTime(ms) {
      await settled();
      aheadMs += ms;
      await zeebe.advanceTime(ms);
      await settled();
    },
    close: () => engine.close(),
  };
}
