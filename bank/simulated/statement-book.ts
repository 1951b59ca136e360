import { z } from 'zod';
import type { DepositBook } from './deposit-book.ts';
import { LineFile } from './line-file.ts';
import type { PaymentBook } from './payment-book.ts';

const entry = z.strictObject({ atMs: z.int(), depositCount: z.int(), paidCount: z.int() });
type Entry = z.output<typeof entry>;

/** A closed statement: which deposits and payments stand on it, from the first that no statement before it has. */
export interface ClosedStatement {
  readonly number: number;
  readonly fromMs: number;
  readonly throughMs: number;
  readonly deposits: ReturnType<DepositBook['booked']>;
  readonly payments: ReturnType<PaymentBook['booked']>;
  readonly openingFen: bigint;
  readonly closingFen: bigint;
}

/** The bank's closings: a statement for each. */
export class StatementBook {
  readonly #file: LineFile;
  readonly #entries: Entry[];

  private constructor(file: LineFile, entries: Entry[]) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Opens the book in `folder`, making it where it is missing. Throws if a finished line can't be read. */
  static async open(folder: string): Promise<StatementBook> {
    const { file, lines } = await LineFile.open(folder, 'statements.jsonl', (value) => entry.parse(value));
    return new StatementBook(file, lines);
  }

  /** Bytes of an unfinished last line that opening dropped. */
  get droppedBytes(): number {
    return this.#file.droppedBytes;
  }

  /** Closes the books as they are now. */
  async closeBooks(deposits: DepositBook, payments: PaymentBook, at: Date): Promise<void> {
    const made = { atMs: at.getTime(), depositCount: deposits.booked().length, paidCount: payments.booked().length };
    await this.#file.append(made);
    this.#entries.push(made);
  }

  /** Every statement, oldest first. */
  statements(deposits: DepositBook, payments: PaymentBook): ClosedStatement[] {
    const [paidIn, paidOut] = [deposits.booked(), payments.booked()];
    let before: Entry = { atMs: 0, depositCount: 0, paidCount: 0 };
    let openingFen = 0n;
    return this.#entries.map((each, index) => {
      const [cameIn, wentOut] = [paidIn.slice(before.depositCount, each.depositCount), paidOut.slice(before.paidCount, each.paidCount)];
      const sum = (movements: readonly { readonly advice: { readonly amountFen: number } }[]) => movements.reduce((total, { advice }) => total + BigInt(advice.amountFen), 0n);
      const closingFen = openingFen + sum(cameIn) - sum(wentOut);
      const statement: ClosedStatement = { number: index + 1, fromMs: before.atMs, throughMs: each.atMs, deposits: cameIn, payments: wentOut, openingFen, closingFen };
      before = each;
      openingFen = closingFen;
      return statement;
    });
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
