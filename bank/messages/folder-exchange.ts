import { lstat, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { BankError } from '../bank-error.ts';
import type { BankMessage, MessageExchange, UnreadMessage } from './message-exchange.ts';
import { invalid } from './message-invalid.ts';

export interface FolderPair {
  /** Where the bank takes our files from. */
  readonly outbox: string;
  /** Where the bank puts its files. They stay there: what was told is read out of them again after a start. */
  readonly inbox: string;
  /** Of the files that count, such as `.xml`; files that begin with a dot never do. */
  readonly extension: string;
  /** A file is taken once it has been left alone for so long; default 2,000. */
  readonly settleMs?: number;
  readonly sizeMaxBytes?: number;
}

const sizeDefaultMaxBytes = 8 * 1024 * 1024;

/**
 * Messages as files in two folders. Ours appear whole, by a rename. The bank's are taken once they are settled; one that is changed after
 * that comes again, so half a file harms nothing, and neither does one that is read twice.
 */
export function folderExchange({ outbox, inbox, extension, settleMs = 2_000, sizeMaxBytes = sizeDefaultMaxBytes }: FolderPair): MessageExchange {
  /** What was handed on, by name and by what it looked like. */
  const taken = new Map<string, string>();

  async function read(name: string, sizeBytes: number): Promise<BankMessage | UnreadMessage> {
    if (sizeBytes > sizeMaxBytes) return { name, refused: invalid('tooLarge', name) };
    return { name, bytes: await readFile(join(inbox, name)) };
  }

  return {
    deliver: ({ name, bytes }) => reaching(outbox, () => putFile(outbox, name, bytes)),
    collect: (take) => reaching(inbox, async () => {
      await mkdir(inbox, { recursive: true });
      const names = (await readdir(inbox)).filter((name) => name.endsWith(extension) && !name.startsWith('.'));
      const files = await Promise.all(names.map(async (name) => ({ name, stat: await lstat(join(inbox, name)).catch(() => undefined) })));
      const settled = files.flatMap(({ name, stat }) => (stat?.isFile() && Date.now() - stat.mtimeMs >= settleMs ? [{ name, stat }] : []));
      settled.sort((one, other) => one.stat.mtimeMs - other.stat.mtimeMs || (one.name < other.name ? -1 : 1));
      for (const { name, stat } of settled) {
        const look = `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
        if (taken.get(name) === look) continue;
        await take(await read(name, stat.size));
        taken.set(name, look);
      }
    }),
  };
}

/** A file that is there, whole or not at all. One of this name is this message: it is left alone. */
export async function putFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  if (await lstat(path).then(() => true, () => false)) return;
  const half = join(folder, `.${name}.part`);
  const file = await open(half, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(half, path);
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}

/** A folder that can't be read or written is a bank that can't be reached. */
async function reaching<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw new BankError('bank.unreachable', { path: folder }, { cause });
    throw cause;
  }
}
