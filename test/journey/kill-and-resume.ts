import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastStep, steps, type Step } from '../../app/demo/run-record.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from '../../app/process-identity.ts';
import { readRunState } from '../../app/run-file.ts';
import { startDemo, type DemoProcess } from './demo-process.ts';

/** Every point of a demo run that a kill can hit. */
export const killableSteps = ['start', ...steps] as const;
export type KillableStep = (typeof killableSteps)[number];
/** The demo itself, the product's process, and the programs beside it. */
export type Victim = 'demo' | 'parent' | 'postgres' | 'evmNode';

export interface Kill {
  /** The kill comes after this step has begun ... */
  readonly step: KillableStep;
  /** ... by so many milliseconds. */
  readonly delayMs: number;
  readonly victims: readonly Victim[];
}

/** Where a kill fell. */
export interface Hit {
  /** The step that was under way. */
  readonly during: KillableStep;
  /** The last one written down as finished. */
  readonly last: Step | undefined;
}

/** The money at the end of a run, whatever was killed on the way: 28 million of the seed and 1 million paid in, 109,000 paid to a supplier and 800 to a resident, 50,000 redeemed. */
export const expectedMoney = { applications: 8, paidFen: 109_000_00, subsidisedFen: 800_00, operatingFen: 351_000_00, redeemedFen: 50_000_00, supplyFen: 28_950_000_00, custodyFen: 28_950_000_00, reserveAgrees: true, checkpointVerified: true, inclusionVerified: true };

/** Victims that run now; while the product starts there may be none yet. */
function findRunning(dataDir: string, victims: readonly Victim[], demo?: DemoProcess): ProcessIdentity[] {
  const state = readRunState(dataDir);
  const found = victims.map((name) => (name === 'demo' ? demo && identifyProcess(demo.pid) : name === 'parent' ? state?.parent : state?.parts[name]));
  return found.filter((identity) => identity !== undefined && isRunning(identity)) as ProcessIdentity[];
}

async function kill(found: readonly ProcessIdentity[]): Promise<void> {
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  while (found.some(isRunning)) await sleep(5);
}

function findHit(dataDir: string, demo: DemoProcess): Hit {
  const last = lastStep(dataDir);
  if (last === undefined) return { during: demo.hasBegun('seed') ? 'seed' : 'start', last };
  return { during: steps[steps.indexOf(last) + 1] ?? 'prove', last };
}

/** Kills as soon as one of the victims runs. */
async function killDuring(dataDir: string, { victims }: Kill, demo: DemoProcess): Promise<Hit> {
  let hasEnded = false;
  void demo.ended.then(() => (hasEnded = true));
  let found = findRunning(dataDir, victims, demo);
  while (found.length === 0) {
    assert.ok(!hasEnded, `the demo ended before it could be killed:\n${demo.said()}`);
    await sleep(5);
    found = findRunning(dataDir, victims, demo);
  }
  const hit = findHit(dataDir, demo);
  await kill(found);
  return hit;
}

/**
 * Runs the demo in a fresh folder, kills in the middle of it, lets it end as it may, and resumes it: the money is the same as
 * without the kill and the proofs verify.
 */
export async function killAndResume(it: Kill): Promise<Hit> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-kill-'));
  try {
    const demo = startDemo('--data', dataDir);
    await demo.begun(it.step);
    await sleep(it.delayMs); // where in the step the kill comes is part of the case
    const hit = await killDuring(dataDir, it, demo);
    const { code } = await demo.ended;
    if (it.victims.includes('demo') || it.victims.includes('parent')) assert.notEqual(code, 0, 'what was killed has not succeeded');

    const resumed = startDemo('--data', dataDir, '--resume');
    const { code: resumedCode, result } = await resumed.ended;
    assert.equal(resumedCode, 0, `resumed after a kill in ${hit.during}:\n${demo.said()}\n---\n${resumed.said()}`);
    const { logSize: _size, anchoredBlock, wallMs: _ms, ...money } = result ?? assert.fail('no result');
    assert.deepEqual(money, expectedMoney);
    assert.ok(anchoredBlock > 0);
    return hit;
  } finally {
    await kill(findRunning(dataDir, ['parent', 'postgres', 'evmNode']));
    rmSync(dataDir, { recursive: true, force: true });
  }
}
