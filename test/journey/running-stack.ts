import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Address } from '../../app/demo/client.ts';
import { until } from '../../app/demo/patience.ts';
import { readDemoPassword } from '../../app/demo/people.ts';
import { allocations } from '../../app/seed/alliance.ts';
import { startStack } from '../../app/stack.ts';
import { queryEmbedded } from './embedded-database.ts';

/** A product of a test file's own in a fresh folder, its first payments through; without a web app. */
export interface RunningStack {
  readonly address: Address;
  /** A session for a demonstration account. `language` is the browser's preference. */
  signIn(login: string, language?: string): Promise<Client>;
  /** SQL on its database, for what no call of the API can bring about. */
  sql(statement: string, values?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** Answers once the demonstration's first payments are completed. */
export async function firstPaymentsThrough(auditor: Client): Promise<void> {
  await until('the first payments are through', 240_000, async () => {
    const { items } = await auditor.call('listApplications', { query: { state: 'completed', limit: 200 } });
    return items.length >= allocations.length || undefined;
  });
}

export async function openRunningStack(): Promise<RunningStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-stack-'));
  const stack = await startStack({ dataDir, settings: { WEB_DIR: join(dataDir, 'no-web-app') } });
  // A fault is a finding here, so nothing is tried again.
  const address: Address = { url: stack.url, isAlive: () => stack.child.exitCode === null, patienceMs: 0 };
  const password = await readDemoPassword(address);
  const signIn: RunningStack['signIn'] = (login, language) => Client.signIn(address, { login, password }, language);
  const auditor = await signIn('jiwei.regulator');
  await firstPaymentsThrough(auditor);
  return {
    address,
    signIn,
    async sql(statement, values = []) {
      await queryEmbedded(dataDir, statement, values);
    },
    async close() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
