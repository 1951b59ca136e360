import { startFunding, type Dispatcher } from '@gbc/applications';
import { recordAdvice, sendPayments, type CustodianBank, type DepositAdvice, type PaymentAdvice, type PushedAdvices } from '@gbc/bank';
import type { Database } from '@gbc/prisma';
import type { Environment } from '@gbc/events';
import { takePaymentAdvice } from './take-payment-advice.ts';

export interface BankFeedOptions {
  readonly database: Database;
  readonly bank: CustodianBank;
  readonly dispatcher: Dispatcher;
  readonly env: Environment;
  readonly onError: (error: unknown) => void;
  readonly onAdvice: (adviceId: string) => void;
  /** Told of applications whose payment the bank has said something of. */
  readonly onPayment: (applicationId: string) => void;
  readonly pollMs?: number;
}

export interface BankFeed {
  start(): void;
  /** Takes in what the bank has now. */
  poll(): Promise<void>;
  /** Takes in what the bank pushed, just as what it is asked for. */
  take(advices: PushedAdvices): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Takes in the bank's advices, oldest first, and starts the funding flow of each, in one transaction an advice; tells the bank of
 * payments that it hasn't said it has, and takes in what it says of them. It begins at the first advice on every start: an advice
 * that is known changes nothing, so there is no cursor that could be lost.
 */
export function createBankFeed({ database, bank, dispatcher, env, onError, onAdvice, onPayment, pollMs = 2_000 }: BankFeedOptions): BankFeed {
  let cursor: string | null = null;
  let paymentCursor: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  async function take(advice: DepositAdvice): Promise<void> {
    const isNew = await database.transaction(async (tx) => {
      const recorded = await recordAdvice(tx, env, advice);
      if (recorded.isNew) await startFunding(tx, env, advice);
      return recorded.isNew;
    });
    if (isNew) onAdvice(advice.adviceId);
  }

  async function takePayment(advice: PaymentAdvice): Promise<void> {
    const applicationId = await takePaymentAdvice({ database, env }, advice);
    if (applicationId !== null) onPayment(applicationId);
  }

  async function takePayments(): Promise<void> {
    // What the bank won't be told is no reason not to hear what it says.
    const untold = await sendPayments(database, env, bank, onPayment).then(() => undefined, (error: unknown) => ({ error }));
    for (let more = true; more && !isStopped; ) {
      const page = await bank.listPaymentAdvices(paymentCursor);
      for (const advice of page.advices) await takePayment(advice);
      more = page.advices.length > 0 && page.cursor !== paymentCursor;
      paymentCursor = page.cursor ?? paymentCursor;
      if (page.advices.length > 0) await dispatcher.flush();
    }
    if (untold) throw untold.error;
  }

  async function takeDeposits(): Promise<void> {
    for (let more = true; more && !isStopped; ) {
      const page = await bank.listAdvices(cursor);
      for (const advice of page.advices) await take(advice);
      more = page.advices.length > 0 && page.cursor !== cursor;
      cursor = page.cursor ?? cursor;
      if (page.advices.length > 0) await dispatcher.flush();
    }
  }

  function poll(): Promise<void> {
    running ??= takeDeposits()
      .then(takePayments)
      .catch(onError)
      .finally(() => (running = undefined));
    return running;
  }

  return {
    start() {
      timer = setInterval(() => void poll(), pollMs);
      void poll();
    },
    poll,
    async take({ deposits, payments }) {
      for (const advice of deposits) await take(advice);
      for (const advice of payments) await takePayment(advice);
      await dispatcher.flush();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
