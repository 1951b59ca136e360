import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { putFile } from '../messages/folder-exchange.ts';
import type { IsoDesk } from './iso-desk.ts';

export interface DeskFolders {
  /** Where the alliance puts its orders. */
  readonly orders: string;
  /** Where the bank puts what it has to say. */
  readonly advices: string;
  readonly pollMs?: number;
}

/** The bank's counter for files: it takes each order out of one folder, and puts its mail into the other. */
export function openFolderDesk(desk: IsoDesk, { orders, advices, pollMs = 100 }: DeskFolders): { stop(): Promise<void> } {
  const put = new Set<string>();
  let running: Promise<void> | undefined;

  async function takeOrders(): Promise<void> {
    const [taken, refused] = [join(orders, 'taken'), join(orders, 'refused')];
    await Promise.all([mkdir(taken, { recursive: true }), mkdir(refused, { recursive: true })]);
    for (const name of (await readdir(orders)).filter((each) => each.endsWith('.xml') && !each.startsWith('.')).sort()) {
      const isTaken = await desk.take(await readFile(join(orders, name))).then(() => true, (error: unknown) => (console.error(name, error), false));
      await rename(join(orders, name), join(isTaken ? taken : refused, name));
    }
  }

  async function look(): Promise<void> {
    await takeOrders();
    for (const { name, write } of await desk.mail()) {
      if (put.has(name)) continue;
      await putFile(advices, name, write());
      put.add(name);
    }
  }

  const timer = setInterval(() => {
    running ??= look().catch((error: unknown) => console.error(error)).finally(() => (running = undefined));
  }, pollMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
