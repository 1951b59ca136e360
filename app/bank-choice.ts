import { join } from 'node:path';
import type { CustodyAccount } from '@gbc/bank';
import type { Config } from './config.ts';

/** The account that the simulated bank keeps for us where no other is named. */
const simulatedAccount = '31050161393600000017';

export interface BankFolders {
  readonly outbox: string;
  readonly inbox: string;
}

/** Whether the simulated bank stands at the other end, as a process of ours: wherever nobody names another bank. */
export function startsSimulatedBank({ BANK_ADAPTER: adapter, BANK_URL: url, BANK_OUTBOX: outbox }: Config): boolean {
  if (adapter === 'csv' || adapter === 'manual') return false;
  return adapter === 'iso20022-files' ? outbox === undefined : url === undefined;
}

/** What the simulated bank is started with, besides its books, so that it speaks as it is spoken to. */
export function simulatedBankArguments(config: Config): string[] {
  const { BANK_ADAPTER: adapter } = config;
  if (adapter === 'simulated') return [];
  const { outbox, inbox } = foldersOf(config);
  return ['--account', accountOf(config).number, '--daily', ...(adapter === 'iso20022-files' ? ['--orders', outbox, '--advices', inbox] : [])];
}

/** Where files are exchanged with the bank. */
export function foldersOf({ BANK_OUTBOX, BANK_INBOX, DATA_DIR }: Config): BankFolders {
  return { outbox: BANK_OUTBOX ?? join(DATA_DIR, 'bank-exchange', 'orders'), inbox: BANK_INBOX ?? join(DATA_DIR, 'bank-exchange', 'advices') };
}

/** The custody account at the bank. */
export function accountOf({ BANK_ACCOUNT, BANK_ACCOUNT_HOLDER: holder, BANK_NAME: bank }: Config): CustodyAccount {
  return { number: BANK_ACCOUNT ?? simulatedAccount, holder, bank };
}
