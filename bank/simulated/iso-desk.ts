import { z } from 'zod';
import type { CustodyAccount } from '../custody-account.ts';
import { readDocument } from '../iso20022/document.ts';
import { readPain001 } from '../iso20022/pain-001.ts';
import type { TransferStatus } from '../iso20022/pain-002.ts';
import type { PaymentOrder } from '../custodian-bank.ts';
import { invalid } from '../messages/message-invalid.ts';
import { paymentMessage } from '../wire.ts';
import type { BankBooks } from './bank-books.ts';
import { isoMail, type Mail } from './iso-mail.ts';
import { LineFile } from './line-file.ts';

const instruction = z.strictObject({
  messageId: z.string(), atMs: z.int(),
  transfers: z.array(z.strictObject({ paymentId: z.string(), status: z.enum(['ACCP', 'RJCT']), reasonCode: z.string().nullable(), amountFen: z.int() })),
});
export type Instruction = z.output<typeof instruction>;

const sent = z.strictObject({ name: z.string() });

/**
 * The counter where the bank speaks ISO 20022: it takes orders, and its mail is made of its books. Each message is told of once and in the
 * order in which it was first seen, which is written down, so that a cursor into the mail stays good.
 */
export class IsoDesk {
  readonly #books: BankBooks;
  readonly #account: CustodyAccount;
  readonly #instructionFile: LineFile;
  readonly #sentFile: LineFile;
  readonly #instructions: Map<string, Instruction>;
  readonly #sent: Set<string>;
  readonly #now: () => Date;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(books: BankBooks, account: CustodyAccount, now: () => Date, files: { instructions: { file: LineFile; lines: Instruction[] }; sent: { file: LineFile; lines: { name: string }[] } }) {
    this.#books = books;
    this.#account = account;
    this.#now = now;
    this.#instructionFile = files.instructions.file;
    this.#sentFile = files.sent.file;
    this.#instructions = new Map(files.instructions.lines.map((each) => [each.messageId, each]));
    this.#sent = new Set(files.sent.lines.map(({ name }) => name));
  }

  /** Opens its books in `folder`, beside the others. Throws if a finished line can't be read. */
  static async open(folder: string, books: BankBooks, account: CustodyAccount, now: () => Date): Promise<IsoDesk> {
    const instructions = await LineFile.open(folder, 'instructions.jsonl', (value) => instruction.parse(value));
    const mail = await LineFile.open(folder, 'mail.jsonl', (value) => sent.parse(value));
    return new IsoDesk(books, account, now, { instructions, sent: mail });
  }

  /**
   * Takes a `pain.001`: each order in it is entered, or refused for itself. One of a message id that is known is left alone.
   * @throws BankError `bank.messageInvalid`
   */
  take(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const { kind, body } = readDocument(bytes);
      if (kind !== 'pain.001') throw invalid('unknownMessage', kind);
      const { messageId, debtor, orders } = readPain001(body);
      if (this.#instructions.has(messageId)) return;
      const transfers = [];
      for (const order of orders) {
        const reasonCode = debtor.number === this.#account.number ? await this.#enter(order) : 'AC02';
        transfers.push({ paymentId: order.paymentId, status: reasonCode === null ? ('ACCP' as const) : ('RJCT' as const), reasonCode, amountFen: Number(order.amountFen) });
      }
      const taken: Instruction = { messageId, atMs: this.#now().getTime(), transfers };
      await this.#instructionFile.append(taken);
      this.#instructions.set(messageId, taken);
    });
  }

  /** Every message that can be told by now, oldest first. */
  mail(): Promise<readonly Mail[]> {
    return this.#inTurn(async () => {
      const all = isoMail(this.#books, [...this.#instructions.values()], this.#account);
      for (const { name } of all) {
        if (this.#sent.has(name)) continue;
        await this.#sentFile.append({ name });
        this.#sent.add(name);
      }
      const byName = new Map(all.map((mail) => [mail.name, mail]));
      return [...this.#sent].flatMap((name) => byName.get(name) ?? []);
    });
  }

  /** Why the order isn't entered; null where it is, or was before. */
  async #enter(order: PaymentOrder): Promise<TransferStatus['reasonCode']> {
    const message = paymentMessage.safeParse({ ...order, amountFen: Number(order.amountFen) });
    if (!message.success) return message.error.issues.some(({ path }) => path.includes('account')) ? 'AC01' : 'FF01';
    return (await this.#books.payments.order(message.data)) === 'conflict' ? 'AM05' : null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Closes the files after what is being entered. */
  async close(): Promise<void> {
    await this.#last;
    await Promise.all([this.#instructionFile.close(), this.#sentFile.close()]);
  }
}
