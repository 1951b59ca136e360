/** The demonstration on a real Zeebe, by its address alone, and on the engine that comes with the product: the same money, the same steps. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { walkDemo } from './journey/walked-demo.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-zeebe-demo-'));
  folders.push(folder);
  return folder;
}

let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the demonstration comes to the same ledger and logs the same steps on a real Zeebe and on ours', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const { deployed, ...onZeebe } = await walkDemo(newFolder(), { ZEEBE_ADDRESS: zeebe.address });
  const { deployed: unaltered, ...onOurs } = await walkDemo(newFolder(), {});
  assert.deepEqual(onZeebe, onOurs);
  assert.ok(onZeebe.money.paidFen > 0);
  assert.ok(deployed.every(({ data }) => data.deployedHash !== data.adminHash), 'the deployed copy tells its steps, the admin’s file does not');
  assert.ok(unaltered.every(({ data }) => data.deployedHash === data.adminHash));
});
