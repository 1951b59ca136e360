import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { outcomeMessage, paymentAdviceMessage, paymentMessage, type BankPaymentMessage, type OutcomeMessage, type PaymentAdviceMessage, type PaymentMessage } from '../wire.ts';
import type { Told } from './deposit-book.ts';
import { LineFile } from './line-file.ts';

const entry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), order: paymentMessage }),
  z.strictObject({ kind: z.literal('outcome'), told: outcomeMessage, advice: paymentAdviceMessage, toldAtMs: z.int() }),
  /** What never happened, told by mistake. */
  z.strictObject({ kind: z.literal('slip'), advice: paymentAdviceMessage, toldAtMs: z.int() }),
]);
type Entry = z.output<typeof entry>;
type Settled = Extract<Entry, { kind: 'outcome' }>;
type Slip = Extract<Entry, { kind: 'slip' }>;

/** What became of an order or of an outcome; `overdrawn`: the bank hasn't that much of ours. */
export type Booked = 'entered' | 'known' | 'conflict' | 'unknown' | 'overdrawn';

/** The bank's book of payments: a line for each order, and one for how it ended. */
export class PaymentBook {
  readonly #file: LineFile;
  readonly #now: () => Date;
  readonly #orders = new Map<string, PaymentMessage>();
  readonly #settled = new Map<string, Settled>();
  readonly #slips: Slip[] = [];
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: LineFile, entries: readonly Entry[], now: () => Date) {
    this.#file = file;
    this.#now = now;
    for (const each of entries) this.#add(each);
  }

  /** Opens the book in `folder`, making it where it is missing. Throws if a finished line can't be read. */
  static async open(folder: string, now: () => Date): Promise<PaymentBook> {
    const { file, lines } = await LineFile.open(folder, 'payments.jsonl', (value) => entry.parse(value));
    return new PaymentBook(file, lines, now);
  }

  /** Bytes of an unfinished last line that opening dropped. */
  get droppedBytes(): number {
    return this.#file.droppedBytes;
  }

  get paidOutFen(): number {
    return this.paid().reduce((sum, { amountFen }) => sum + amountFen, 0);
  }

  /** Every order, newest first. */
  payments(): BankPaymentMessage[] {
    return [...this.#orders.values()].reverse().map((order) => {
      const advice = this.#settled.get(order.paymentId)?.advice;
      return { ...order, state: advice?.outcome ?? 'waiting', paidFen: advice?.outcome === 'paid' ? advice.amountFen : 0 };
    });
  }

  /** What was paid, in the order in which it was. */
  paid(): PaymentAdviceMessage[] {
    return this.booked().map(({ advice }) => advice);
  }

  /** As {@link paid}, with the time of each. */
  booked(): Told<PaymentAdviceMessage>[] {
    return [...this.#settled.values()].filter(({ advice }) => advice.outcome === 'paid').map(({ advice, told, toldAtMs }) => ({ advice, bookedAtMs: toldAtMs - told.delayMs }));
  }

  /** What can be told by now, as often as it is to be told, in the order in which it becomes known. */
  told(): Told<PaymentAdviceMessage>[] {
    const nowMs = this.#now().getTime();
    return [...this.#settled.values(), ...this.#slips]
      .filter(({ toldAtMs }) => toldAtMs <= nowMs)
      .sort((a, b) => a.toldAtMs - b.toldAtMs)
      .flatMap((it) => {
        const { copies, delayMs } = it.kind === 'outcome' ? it.told : { copies: 1, delayMs: 0 };
        return Array.from({ length: copies }, () => ({ advice: it.advice, bookedAtMs: it.toldAtMs - delayMs }));
      });
  }

  /** Tells of a payment what never was. */
  slip(advice: PaymentAdviceMessage): Promise<Booked> {
    return this.#inTurn(() => this.#enter({ kind: 'slip', advice, toldAtMs: this.#now().getTime() }));
  }

  /** Enters an order, or finds it entered already. */
  order(order: PaymentMessage): Promise<Booked> {
    return this.#inTurn(async () => {
      const known = this.#orders.get(order.paymentId);
      if (known) return isDeepStrictEqual(known, order) ? 'known' : 'conflict';
      return this.#enter({ kind: 'order', order });
    });
  }

  /** Ends a payment: paid, if `availableFen` suffices, or refused. */
  settle(paymentId: string, told: OutcomeMessage, availableFen: () => number): Promise<Booked> {
    return this.#inTurn(async () => {
      const order = this.#orders.get(paymentId);
      if (!order) return 'unknown';
      const known = this.#settled.get(paymentId);
      if (known) return isDeepStrictEqual(known.told, told) ? 'known' : 'conflict';
      const amountFen = told.amountFen ?? order.amountFen;
      if (told.outcome === 'paid' && amountFen > availableFen()) return 'overdrawn';
      const now = this.#now();
      const advice: PaymentAdviceMessage = {
        adviceId: `PAY-${String(this.#settled.size + 1).padStart(6, '0')}`, paymentId, outcome: told.outcome, amountFen,
        valueDate: now.toISOString().slice(0, 10), reasonCode: told.outcome === 'refused' ? (told.reasonCode ?? 'AC04') : null,
      };
      return this.#enter({ kind: 'outcome', told, advice, toldAtMs: now.getTime() + told.delayMs });
    });
  }

  async #enter(made: Entry): Promise<Booked> {
    await this.#file.append(made);
    this.#add(made);
    return 'entered';
  }

  #add(made: Entry): void {
    if (made.kind === 'order') this.#orders.set(made.order.paymentId, made.order);
    else if (made.kind === 'outcome') this.#settled.set(made.advice.paymentId, made);
    else this.#slips.push(made);
  }

  #inTurn(work: () => Promise<Booked>): Promise<Booked> {
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
