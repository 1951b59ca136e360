export { ManualClock } from './manual-clock.ts';
export { type EmbeddedHarness, openHarness } from './open-harness.ts';
