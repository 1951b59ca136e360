import type { XmlElement } from '@gbc/xml';
import type { CustodyAccount } from '../custody-account.ts';
import { invalid } from '../messages/message-invalid.ts';
import { textAt } from './element.ts';

/** An account by its number: banks in China have no IBAN. */
export const isoAccount = (number: string): object => ({ Id: { Othr: { Id: number } } });

/** The number of an account. */
export const accountNumberOf = (account: XmlElement | undefined): string | undefined => textAt(account, 'Id', 'Othr', 'Id') ?? textAt(account, 'Id', 'IBAN');

/** What is said of another account isn't ours to believe. @throws BankError `bank.messageInvalid` */
export function requireCustody(account: XmlElement | undefined, { number }: CustodyAccount): void {
  if (accountNumberOf(account) !== number) throw invalid('foreignAccount', 'Acct');
}
