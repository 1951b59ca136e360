import type { Database } from '@gbc/prisma';
import { EventLog, type Harness } from '@gbc/engine/behaviour';
import { type EmbeddedEngine, type EmbeddedEngineOptions, openEmbeddedEngine } from '../embedded-engine.ts';
import { ManualClock } from './manual-clock.ts';

export interface EmbeddedHarness extends Harness {
  readonly engine: EmbeddedEngine;
  readonly clock: ManualClock;
  readonly errors: Error[];
}

/** Opens the embedded engine for a suite: a clock moved by hand, its events collected. */
export async function openHarness(database: Database, options: Partial<EmbeddedEngineOptions> & { clock?: ManualClock } = {}): Promise<EmbeddedHarness> {
  const { clock = new ManualClock(), ...rest } = options;
  const events = new EventLog();
  const errors: Error[] = [];
  const engine = await openEmbeddedEngine({
    database,
    env: clock,
    appendHook: async (_tx, told) => events.push(told),
    onError: (error) => errors.push(error),
    ...rest,
  });
  return {
    engine,
    events,
    clock,
    errors,
    settled: () => engine.settled(),
    advanceTime: (ms) => clock.advance(ms, () => engine.settled()),
    close: () => engine.close(),
  };
}
