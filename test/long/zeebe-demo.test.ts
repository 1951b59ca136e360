/** The demonstration on a real Zeebe, by its address alone, and on the engine that comes with the product: the same money, the same steps. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { startDemoWith } from '../journey/demo-process.ts';

interface LoggedEvent {
  readonly type: string;
  readonly data: { readonly processId?: string; readonly elementId?: string; readonly outcome?: string; readonly adminHash?: string; readonly deployedHash?: string };
}

interface Funds {
  readonly supplyFen: number;
  readonly accounts: readonly { readonly accountId: string; readonly balanceFen: number; readonly heldFen: number }[];
}

interface Walked {
  readonly paidFen: number;
  readonly applications: number;
  readonly custodyFen: number;
  readonly balances: readonly string[];
  readonly supplyFen: number;
  /** What was logged of which step, each as often as it was. */
  readonly steps: readonly string[];
  readonly deployed: readonly LoggedEvent[];
}

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-zeebe-demo-'));
  folders.push(folder);
  return folder;
}
const embeddedFolder = newFolder();

let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function walk(folder: string, settings: Readonly<Record<string, string>>): Promise<Walked> {
  const demo = startDemoWith(settings, '--data', folder);
  const { code, result } = await demo.ended;
  assert.equal(code, 0, demo.said());
  const packet = (name: string) => readFileSync(join(folder, 'demo', 'packet', name), 'utf8');
  const events = packet('events.ndjson').trimEnd().split('\n').map((line) => JSON.parse((JSON.parse(line) as { event: string }).event) as LoggedEvent);
  const funds = JSON.parse(packet('funds.json')) as Funds;
  return {
    paidFen: result?.paidFen ?? 0,
    applications: result?.applications ?? 0,
    custodyFen: result?.custodyFen ?? 0,
    supplyFen: funds.supplyFen,
    balances: funds.accounts.map(({ accountId, balanceFen, heldFen }) => `${accountId} ${balanceFen} ${heldFen}`).sort(),
    steps: events.map(({ type, data }) => [type, data.processId, data.elementId, data.outcome].filter(Boolean).join(' ')).sort(),
    deployed: events.filter(({ type }) => type === 'modelDeployed'),
  };
}

test('the demonstration comes to the same ledger and logs the same steps on a real Zeebe and on ours', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const { deployed, ...onZeebe } = await walk(newFolder(), { ZEEBE_ADDRESS: zeebe.address });
  const { deployed: unaltered, ...onOurs } = await walk(embeddedFolder, {});
  assert.deepEqual(onZeebe, onOurs);
  assert.ok(onZeebe.paidFen > 0);
  assert.ok(deployed.every(({ data }) => data.deployedHash !== data.adminHash), 'the deployed copy tells its steps, the admin’s file does not');
  assert.ok(unaltered.every(({ data }) => data.deployedHash === data.adminHash));
});

test('moving house: what was drained of the embedded engine goes on, by the setting alone, on a Zeebe', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const before = JSON.parse(readFileSync(join(embeddedFolder, 'demo', 'packet', 'funds.json'), 'utf8')) as Funds;
  const moved = await walk(embeddedFolder, { ZEEBE_ADDRESS: zeebe.address });
  assert.ok(moved.supplyFen > before.supplyFen, 'the second walk’s deposit was minted on top of the first’s');
  assert.equal(moved.custodyFen, moved.supplyFen);
  const running = moved.steps.filter((step) => step.startsWith('processStarted')).length - moved.steps.filter((step) => step.startsWith('processEnded')).length;
  assert.equal(running, 0);
});
