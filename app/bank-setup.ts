import { mkdirSync } from 'node:fs';
import type { BankAddress, CustodianBank, CustodyAccount, KeepUnreadMessage } from '@gbc/bank';
import { csvFormat, folderExchange, httpBank, httpExchange, iso20022Format, manualBank, messageBank, ownMappings, readColumnMapping } from '@gbc/bank';
import { systemEnvironment as env } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { accountOf, foldersOf, startsSimulatedBank, type BankFolders } from './bank-choice.ts';
import type { Config } from './config.ts';
import type { CompleteConfig } from './secrets.ts';
import { StartError } from './start-error.ts';

/** How the custodian bank is reached. */
export interface BankSetup {
  /** Where it is asked over HTTP. */
  readonly address: BankAddress | null;
  readonly folders: BankFolders | null;
  readonly account: CustodyAccount;
  /** Whether it is the simulated bank, whose operator pays in and settles in our own screens. */
  readonly isSimulated: boolean;
}

/** @param url where the bank answers, given or started; undefined where it is spoken to in files or on paper */
export function bankSetup(config: CompleteConfig, url: string | undefined): BankSetup {
  const { BANK_ADAPTER: adapter, BANK_TOKEN: token } = config;
  return {
    address: url === undefined ? null : { url, token },
    folders: adapter === 'iso20022-files' || adapter === 'csv' ? foldersOf(config) : null,
    account: accountOf(config),
    isSimulated: adapter === 'simulated' || startsSimulatedBank(config),
  };
}

/**
 * The adapter that the settings choose.
 * @param onUnread told of each message of the bank's that isn't believed
 * @throws StartError `config.invalid` for a mapping of columns that is none
 */
export function openCustodian({ BANK_ADAPTER: adapter, BANK_CSV_MAPPING: mapping }: Config, { address, folders, account }: BankSetup, database: Database, onUnread: (unread: KeepUnreadMessage) => Promise<void>): CustodianBank {
  const messages = { now: () => env.now(), onUnread };
  if (folders) for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  switch (adapter) {
    case 'manual': return manualBank(database);
    case 'csv': return messageBank({ ...messages, exchange: folderExchange({ ...need(folders), extension: '.csv' }), format: csvFormat(account, mappingAt(mapping ?? ownMappings.gb18030)) });
    case 'iso20022-files': return messageBank({ ...messages, exchange: folderExchange({ ...need(folders), extension: '.xml', settleMs: 200 }), format: iso20022Format(account) });
    case 'iso20022-http': return messageBank({ ...messages, exchange: httpExchange(need(address)), format: iso20022Format(account) });
    case 'simulated': return httpBank(need(address));
  }
}

function need<T>(it: T | null): T {
  if (it === null) throw new Error('the bank was set up for another adapter');
  return it;
}

function mappingAt(path: string) {
  try {
    return readColumnMapping(path);
  } catch (cause) {
    throw new StartError('config.invalid', {
      zh: `设置无效：BANK_CSV_MAPPING 不是列对应表（${path}）`, en: `invalid setting: BANK_CSV_MAPPING is no mapping of columns (${path})`,
    }, { cause });
  }
}
