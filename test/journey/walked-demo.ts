import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoResult } from '../../app/demo/run-demo.ts';
import { startDemoWith, type DemoProcess } from './demo-process.ts';

export interface LoggedEvent {
  readonly type: string;
  readonly data: { readonly processId?: string; readonly elementId?: string; readonly outcome?: string; readonly adminHash?: string; readonly deployedHash?: string; readonly setting?: string };
}

interface Funds {
  readonly supplyFen: number;
  readonly accounts: readonly { readonly accountId: string; readonly balanceFen: number; readonly heldFen: number }[];
}

/** What a walk came to, by its result and by the packet that it left. */
export interface WalkedDemo {
  /** All that tells of money, whatever was logged on the way. */
  readonly money: Omit<DemoResult, 'logSize' | 'anchoredBlock' | 'wallMs'>;
  readonly balances: readonly string[];
  /** What was logged of which step, each as often as it was. */
  readonly steps: readonly string[];
  readonly deployed: readonly LoggedEvent[];
}

const packet = (folder: string, name: string) => readFileSync(join(folder, 'demo', 'packet', name), 'utf8');

/** The supply that the packet of the last walk in a folder tells of. */
export const suppliedFen = (folder: string) => (JSON.parse(packet(folder, 'funds.json')) as Funds).supplyFen;

/** The end of a walk that succeeds, on a data folder. */
export async function endOf(demo: DemoProcess, folder: string): Promise<WalkedDemo> {
  const { code, result } = await demo.ended;
  assert.equal(code, 0, demo.said());
  const { logSize: _size, anchoredBlock: _block, wallMs: _ms, ...money } = result ?? assert.fail('no result');
  const events = packet(folder, 'events.ndjson').trimEnd().split('\n').map((line) => JSON.parse((JSON.parse(line) as { event: string }).event) as LoggedEvent);
  const funds = JSON.parse(packet(folder, 'funds.json')) as Funds;
  return {
    money,
    balances: funds.accounts.map(({ accountId, balanceFen, heldFen }) => `${accountId} ${balanceFen} ${heldFen}`).sort(),
    // Walks differ in the address of the engine, and in how often the reserve's clock came round meanwhile.
    steps: events.filter(({ type, data }) => data.setting !== 'ZEEBE_ADDRESS' && type !== 'reserveProved').map(({ type, data }) => [type, data.processId, data.elementId, data.outcome].filter(Boolean).join(' ')).sort(),
    deployed: events.filter(({ type }) => type === 'modelDeployed'),
  };
}

/** Walks the demonstration to its end. @param settings by the names of docs/configuration.md */
export const walkDemo = (folder: string, settings: Readonly<Record<string, string>>): Promise<WalkedDemo> => endOf(startDemoWith(settings, '--data', folder), folder);
