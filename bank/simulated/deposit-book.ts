import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { adviceMessage, type AdviceMessage, type DepositMessage } from '../wire.ts';

const entry = z.strictObject({ depositId: z.string(), advice: adviceMessage });
type Entry = z.output<typeof entry>;

export type Entered =
  | { readonly kind: 'entered' | 'known'; readonly advice: AdviceMessage }
  | { readonly kind: 'conflict' }
  /** Custody would no longer be an exact JSON integer. */
  | { readonly kind: 'tooMuch' };

/**
 * The bank's own books: one line of JSON a deposit, each on the disk before anybody is told of it. What was being written
 * as the process died is a last line without its end; nobody was told of it, so it is dropped.
 */
export class DepositBook {
  /** Bytes of an unfinished last line that opening dropped. */
  readonly droppedBytes: number;
  readonly #file: FileHandle;
  readonly #entries: Entry[];
  readonly #byDepositId: Map<string, Entry>;
  #custodyFen: number;
  #sizeBytes: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, entries: Entry[], sizeBytes: number, droppedBytes: number) {
    this.#file = file;
    this.#entries = entries;
    this.#byDepositId = new Map(entries.map((each) => [each.depositId, each]));
    this.#custodyFen = entries.reduce((sum, { advice }) => sum + advice.amountFen, 0);
    this.#sizeBytes = sizeBytes;
    this.droppedBytes = droppedBytes;
  }

  /** Opens the book in `folder`, making both where they are missing. Throws if a finished line can't be read. */
  static async open(folder: string): Promise<DepositBook> {
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, 'deposits.jsonl'), 'a+');
    try {
      const content = await file.readFile();
      const sizeBytes = content.lastIndexOf(0x0a) + 1;
      const droppedBytes = content.length - sizeBytes;
      if (droppedBytes > 0) await file.truncate(sizeBytes);
      await file.sync();
      await syncFolder(folder);
      return new DepositBook(file, parseLines(content.subarray(0, sizeBytes).toString('utf8')), sizeBytes, droppedBytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get custodyFen(): number {
    return this.#custodyFen;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** The advices from `index` on, `countMax` at most. */
  advicesFrom(index: number, countMax: number): readonly AdviceMessage[] {
    return this.#entries.slice(index, index + countMax).map(({ advice }) => advice);
  }

  /** Enters a deposit, or finds it entered already. Deposits are entered one after another. */
  enter(deposit: DepositMessage): Promise<Entered> {
    const entered = this.#last.then(() => this.#enter(deposit));
    this.#last = entered.catch(() => undefined);
    return entered;
  }

  async #enter({ depositId, ...content }: DepositMessage): Promise<Entered> {
    const known = this.#byDepositId.get(depositId);
    if (known) {
      const { adviceId, ...advised } = known.advice;
      return isDeepStrictEqual(advised, content) ? { kind: 'known', advice: known.advice } : { kind: 'conflict' };
    }
    if (!Number.isSafeInteger(this.#custodyFen + content.amountFen)) return { kind: 'tooMuch' };
    const adviceId = `ADV-${String(this.#entries.length + 1).padStart(6, '0')}`;
    const made: Entry = { depositId, advice: { adviceId, ...content } };
    await this.#append(made);
    this.#entries.push(made);
    this.#byDepositId.set(depositId, made);
    this.#custodyFen += content.amountFen;
    return { kind: 'entered', advice: made.advice };
  }

  /** A line that could only be written in part is taken back, so that the next one doesn't begin in its middle. */
  async #append(made: Entry): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(made)}\n`, 'utf8');
    try {
      await this.#file.appendFile(line);
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.#sizeBytes);
      throw error;
    }
    this.#sizeBytes += line.length;
  }

  /** Closes the file after what is being entered. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}

function parseLines(text: string): Entry[] {
  return text.split('\n').slice(0, -1).map((line, index) => {
    try {
      return entry.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`deposits.jsonl: line ${index + 1} can't be read`, { cause });
    }
  });
}

/** A new file is only there after a crash once its folder has been written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
