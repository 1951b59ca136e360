import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { adviceMessage, type AdviceMessage, type DepositMessage } from '../wire.ts';
import { LineFile } from './line-file.ts';

const entry = z.strictObject({
  depositId: z.string(), advice: adviceMessage, atMs: z.int().default(0), delayMs: z.int().default(0), copies: z.int().default(1),
  /** It never happened: told by mistake. */
  isSlip: z.boolean().default(false),
});
type Entry = z.output<typeof entry>;

/** An advice as the bank tells it, and when it booked what it tells of. */
export interface Told<Advice> {
  readonly advice: Advice;
  readonly bookedAtMs: number;
}

export type Entered =
  | { readonly kind: 'entered' | 'known'; readonly advice: AdviceMessage }
  | { readonly kind: 'conflict' }
  /** What was paid in would no longer be an exact JSON integer. */
  | { readonly kind: 'tooMuch' };

/** The bank's book of deposits, one line each. */
export class DepositBook {
  readonly #file: LineFile;
  readonly #now: () => Date;
  readonly #entries: Entry[];
  readonly #byDepositId: Map<string, Entry>;
  #paidInFen: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: LineFile, entries: Entry[], now: () => Date) {
    this.#file = file;
    this.#now = now;
    this.#entries = entries;
    this.#byDepositId = new Map(entries.map((each) => [each.depositId, each]));
    this.#paidInFen = this.#happened().reduce((sum, { advice }) => sum + advice.amountFen, 0);
  }

  /** Opens the book in `folder`, making it where it is missing. Throws if a finished line can't be read. */
  static async open(folder: string, now: () => Date): Promise<DepositBook> {
    const { file, lines } = await LineFile.open(folder, 'deposits.jsonl', (value) => entry.parse(value));
    return new DepositBook(file, lines, now);
  }

  /** Bytes of an unfinished last line that opening dropped. */
  get droppedBytes(): number {
    return this.#file.droppedBytes;
  }

  get paidInFen(): number {
    return this.#paidInFen;
  }

  /** What can be told by now, as often as it is to be told, in the order in which it becomes known. */
  told(): Told<AdviceMessage>[] {
    const nowMs = this.#now().getTime();
    return this.#entries
      .filter(({ atMs, delayMs }) => atMs + delayMs <= nowMs)
      .toSorted((a, b) => a.atMs + a.delayMs - b.atMs - b.delayMs)
      .flatMap(({ advice, atMs, copies }) => Array.from({ length: copies }, () => ({ advice, bookedAtMs: atMs })));
  }

  /** Every deposit, in the order in which they were paid in. */
  booked(): Told<AdviceMessage>[] {
    return this.#happened().map(({ advice, atMs }) => ({ advice, bookedAtMs: atMs }));
  }

  #happened(): Entry[] {
    return this.#entries.filter(({ isSlip }) => !isSlip);
  }

  /** Enters a deposit, or finds it entered already. Deposits are entered one after another. */
  enter(deposit: DepositMessage): Promise<Entered> {
    return this.#inTurn(() => this.#enter(deposit));
  }

  /** Tells of a deposit that never was. */
  slip(advice: AdviceMessage): Promise<void> {
    return this.#inTurn(() => this.#add({ depositId: `slip ${this.#entries.length + 1}`, advice, atMs: this.#now().getTime(), delayMs: 0, copies: 1, isSlip: true }));
  }

  async #enter({ depositId, delayMs, copies, ...content }: DepositMessage): Promise<Entered> {
    const known = this.#byDepositId.get(depositId);
    if (known) {
      const { adviceId, ...advised } = known.advice;
      return isDeepStrictEqual(advised, content) ? { kind: 'known', advice: known.advice } : { kind: 'conflict' };
    }
    if (!Number.isSafeInteger(this.#paidInFen + content.amountFen)) return { kind: 'tooMuch' };
    const adviceId = `ADV-${String(this.#happened().length + 1).padStart(6, '0')}`;
    const advice = { adviceId, ...content };
    await this.#add({ depositId, advice, atMs: this.#now().getTime(), delayMs, copies, isSlip: false });
    this.#paidInFen += content.amountFen;
    return { kind: 'entered', advice };
  }

  async #add(made: Entry): Promise<void> {
    await this.#file.append(made);
    this.#entries.push(made);
    this.#byDepositId.set(made.depositId, made);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Closes the file after what is being entered. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}
