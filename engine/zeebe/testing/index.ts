export { knownDifferences } from './known-differences.ts';
export { openHarness, type ZeebeHarness } from './open-harness.ts';
export { type BreakableLine, openLine } from './breakable-line.ts';
