import type { CustodianBank } from '../custodian-bank.ts';
import type { BankNews } from './bank-news.ts';
import { BankError } from '../bank-error.ts';
import { foldStatements } from './fold-statements.ts';
import type { BankMessage, MessageExchange, UnreadMessage } from './message-exchange.ts';
import type { MessageFormat } from './message-format.ts';

export interface MessageBankParts {
  readonly exchange: MessageExchange;
  readonly format: MessageFormat;
  readonly now: () => Date;
  /** Told of each message that wasn't believed; the others go on. */
  readonly onUnread: (unread: UnreadMessage & { readonly bytes: Uint8Array | null }) => Promise<void>;
}

/**
 * A custodian bank that is spoken to in messages: an order is one message, and what the bank said is read out of those that came. What was
 * read is kept in memory and read anew after a start, so nothing but the messages has to be kept; a cursor counts what was told since then.
 */
export function messageBank({ exchange, format, now, onUnread }: MessageBankParts): CustodianBank {
  const deposits: BankNews['deposits'][number][] = [];
  const payments: BankNews['payments'][number][] = [];
  /** By the message that they came in: where that was changed afterwards, what it says now counts. */
  const statements = new Map<string, BankNews['statements']>();
  let collecting: Promise<void> | undefined;

  async function take(message: BankMessage | UnreadMessage): Promise<void> {
    if ('refused' in message) return onUnread({ ...message, bytes: null });
    try {
      const news = format.read(message);
      deposits.push(...news.deposits);
      payments.push(...news.payments);
      statements.set(message.name, news.statements);
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      await onUnread({ name: message.name, refused: error, bytes: message.bytes });
    }
  }

  function collect(): Promise<void> {
    collecting ??= exchange.collect(take).finally(() => (collecting = undefined));
    return collecting;
  }

  async function statement() {
    await collect();
    return foldStatements({ deposits, payments, statements: [...statements.values()].flat() });
  }

  return {
    async listAdvices(afterCursor) {
      await collect();
      return pageOf(deposits.map(({ advice }) => advice), afterCursor);
    },
    custodyFen: async () => (await statement()).closingFen,
    instructPayment: (order) => exchange.deliver(format.writeOrder(order, now())),
    async listPaymentAdvices(afterCursor) {
      await collect();
      return pageOf(payments.map(({ advice }) => advice), afterCursor);
    },
    readStatement: statement,
  };
}

/** The cursor is how many the caller has seen. */
function pageOf<Advice>(advices: readonly Advice[], afterCursor: string | null): { advices: readonly Advice[]; cursor: string } {
  return { advices: advices.slice(Number(afterCursor ?? 0)), cursor: String(advices.length) };
}
