import { enqueue, type Dispatcher } from '@gbc/applications';
import { recordAdvice, sendPayments, type CustodianBank, type DepositAdvice } from '@gbc/bank';
import { listOrganisations } from '@gbc/identity';
import { depositApplicationId } from '@gbc/ledger';
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
    const district = (await listOrganisations(database.read)).find(({ kind }) => kind === 'district');
    const isNew = await database.transaction(async (tx) => {
      const recorded = await recordAdvice(tx, env, advice);
      if (!recorded.isNew) return false;
      const applicationId = depositApplicationId(advice.adviceId);
      await enqueue(tx, env, {
        applicationId,
        command: {
          kind: 'startProcess',
          processId: 'funding',
          variables: { applicationId, officeId: district?.organisationId ?? '', amountFen: Number(advice.amountFen), revision: 0 },
        },
      });
      return true;
    });
    if (isNew) onAdvice(advice.adviceId);
  }

  async function takePayments(): Promise<void> {
    await sendPayments(database, env, bank);
    for (let more = true; more && !isStopped; ) {
      const page = await bank.listPaymentAdvices(paymentCursor);
      for (const advice of page.advices) {
        const applicationId = await takePaymentAdvice({ database, env }, advice);
        if (applicationId !== null) onPayment(applicationId);
      }
      more = page.advices.length > 0 && page.cursor !== paymentCursor;
      paymentCursor = page.cursor ?? paymentCursor;
      if (page.advices.length > 0) await dispatcher.flush();
    }
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
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
