import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastStep, steps, type Step } from '../../app/demo/run-record.ts';
import { isRunning, type ProcessIdentity } from '../../app/process-identity.ts';
import { readRunState } from '../../app/run-file.ts';
import { startDemo } from './demo-process.ts';

/** Every point of a demo run that a kill can hit. */
export const killableSteps = ['start', ...steps] as const;
export type Victim = 'parent' | 'postgres' | 'evmNode';

export interface Kill {
  /** The kill comes after this step has begun ... */
  readonly step: 'start' | Step;
  /** ... by so many milliseconds. */
  readonly delayMs: number;
  readonly victims: readonly Victim[];
}

/** The money at the end of a run, whatever was killed on the way: 28 million of the seed and 1 million paid in, 109,000 paid out. */
const expected = { applications: 5, paidFen: 109_000_00, supplyFen: 29_000_000_00, custodyFen: 29_000_000_00, checkpointVerified: true, inclusionVerified: true };

/** Victims that run now; while the product starts there may be none yet. */
function findVictims(dataDir: string, victims: readonly Victim[]): ProcessIdentity[] {
  const state = readRunState(dataDir);
  const found = victims.map((name) => (name === 'parent' ? state?.parent : state?.parts[name]));
  return found.filter((identity) => identity !== undefined && isRunning(identity)) as ProcessIdentity[];
}

/** @returns false where the demo ended before any of the victims ran */
async function killNow(dataDir: string, victims: readonly Victim[], hasEnded: () => boolean): Promise<boolean> {
  let found = findVictims(dataDir, victims);
  while (found.length === 0 && !hasEnded()) {
    await sleep(5);
    found = findVictims(dataDir, victims);
  }
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  while (found.some(isRunning)) await sleep(5);
  return found.length > 0;
}

/**
 * Runs the demo in a fresh folder, kills in the middle of it, lets it end as it may, and resumes it: the money is the same as
 * without the kill and the proofs verify.
 * @returns the last step that was written down when the kill came
 */
export async function killAndResume({ step, delayMs, victims }: Kill): Promise<Step | undefined> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-kill-'));
  try {
    const demo = startDemo('--data', dataDir);
    let hasEnded = false;
    void demo.ended.then(() => (hasEnded = true));
    await demo.begun(step);
    await sleep(delayMs); // where in the step the kill comes is part of the case
    const last = lastStep(dataDir);
    const hit = await killNow(dataDir, victims, () => hasEnded);
    assert.ok(hit, `the demo ended before it could be killed:\n${demo.said()}`);
    const { code } = await demo.ended;
    if (victims.includes('parent')) assert.notEqual(code, 0, 'a demo whose product is gone has not succeeded');

    const resumed = startDemo('--data', dataDir, '--resume');
    const { code: resumedCode, result } = await resumed.ended;
    assert.equal(resumedCode, 0, `resumed after a kill at ${step}:\n${demo.said()}\n---\n${resumed.said()}`);
    const { logSize: _size, anchoredBlock, wallMs: _ms, ...money } = result ?? assert.fail('no result');
    assert.deepEqual(money, expected);
    assert.ok(anchoredBlock > 0);
    return last;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
