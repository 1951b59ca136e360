import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { adviceMessage, type AdviceMessage, type DepositMessage } from '../wire.ts';
import { LineFile } from './line-file.ts';

const entry = z.strictObject({ depositId: z.string(), advice: adviceMessage });
type Entry = z.output<typeof entry>;

export type Entered =
  | { readonly kind: 'entered' | 'known'; readonly advice: AdviceMessage }
  | { readonly kind: 'conflict' }
  /** What was paid in would no longer be an exact JSON integer. */
  | { readonly kind: 'tooMuch' };

/** The bank's book of deposits, one line each. */
export class DepositBook {
  readonly #file: LineFile;
  readonly #entries: Entry[];
  readonly #byDepositId: Map<string, Entry>;
  #paidInFen: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: LineFile, entries: Entry[]) {
    this.#file = file;
    this.#entries = entries;
    this.#byDepositId = new Map(entries.map((each) => [each.depositId, each]));
    this.#paidInFen = entries.reduce((sum, { advice }) => sum + advice.amountFen, 0);
  }

  /** Opens the book in `folder`, making it where it is missing. Throws if a finished line can't be read. */
  static async open(folder: string): Promise<DepositBook> {
    const { file, lines } = await LineFile.open(folder, 'deposits.jsonl', (value) => entry.parse(value));
    return new DepositBook(file, lines);
  }

  /** Bytes of an unfinished last line that opening dropped. */
  get droppedBytes(): number {
    return this.#file.droppedBytes;
  }

  get paidInFen(): number {
    return this.#paidInFen;
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
    if (!Number.isSafeInteger(this.#paidInFen + content.amountFen)) return { kind: 'tooMuch' };
    const adviceId = `ADV-${String(this.#entries.length + 1).padStart(6, '0')}`;
    const made: Entry = { depositId, advice: { adviceId, ...content } };
    await this.#file.append(made);
    this.#entries.push(made);
    this.#byDepositId.set(depositId, made);
    this.#paidInFen += content.amountFen;
    return { kind: 'entered', advice: made.advice };
  }

  /** Closes the file after what is being entered. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}
