import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { Client, type Address } from '../../app/demo/client.ts';
import { readDemoPassword } from '../../app/demo/people.ts';
import { startStack, type Stack } from '../../app/stack.ts';
import { BrowserPerson, type phone } from '../browser-person.ts';
import { openBrowser } from '../browser.ts';
import { firstPaymentsThrough } from './running-stack.ts';

/** A product and a browser of a test file's own. */
export interface BrowserStack {
  /** Somebody at their own window, the same at every call for the same screen. */
  person(login: string, viewport?: typeof phone): Promise<BrowserPerson>;
  /** The same person's session without a window, for what a test is not about. */
  client(login: string): Promise<Client>;
  /** One step of a journey. The first that fails ends it, since those after it stand on it; what everybody sees then is kept. */
  step(what: string, work: () => Promise<void>): Promise<void>;
}

/** Opens them before the file's tests, the first payments through, and closes them after. */
export function useBrowserStack(): BrowserStack {
  const people = new Map<string, BrowserPerson>();
  const clients = new Map<string, Client>();
  let [dataDir, password] = ['', ''];
  let stack: Stack | undefined;
  let address: Address;
  let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;

  async function client(login: string): Promise<Client> {
    const known = clients.get(login) ?? (await Client.signIn(address, { login, password }));
    clients.set(login, known);
    return known;
  }

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gbc-browser-'));
    // Each is kept as soon as it is there, so that it is closed also where the other fails.
    const [started] = await Promise.all([startStack({ dataDir }).then((it) => (stack = it)), openBrowser().then((it) => (browser = it))]);
    // A fault is a finding here, so nothing is tried again.
    address = { url: started.url, isAlive: () => started.child.exitCode === null, patienceMs: 0 };
    password = await readDemoPassword(address);
    await firstPaymentsThrough(await client('jiwei.regulator'));
  });

  after(async () => {
    await browser?.close();
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  return {
    client,
    async person(login, viewport) {
      if (!browser) throw new Error('the browser is opened before the first test');
      const window = viewport ? `${login}-phone` : login;
      const known = people.get(window) ?? (await BrowserPerson.signIn(browser.browser, address.url, login, password, viewport));
      people.set(window, known);
      return known;
    },
    async step(what, work) {
      try {
        await work();
      } catch (error) {
        for (const [window, it] of people) await it.show(`failed-${window}`);
        throw new Error(`at the step: ${what}`, { cause: error });
      }
    },
  };
}
