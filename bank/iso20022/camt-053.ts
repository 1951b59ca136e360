import type { CustodyAccount } from '../custody-account.ts';
import type { XmlElement } from '@gbc/xml';
import type { StatementPart } from '../messages/bank-news.ts';
import { dayEnds, dayOf, momentOf } from '../messages/china-day.ts';
import { invalid } from '../messages/message-invalid.ts';
import { isoAccount, requireCustody } from './account.ts';
import { fenOfBalance, isoAmount } from './amount.ts';
import { writeDocument } from './document.ts';
import { each, find, need, needText, textAt } from './element.ts';
import { readEntry, writeEntry, type Movement } from './entry.ts';

/** The movements from one moment to another between two balances (`camt.053`, BankToCustomerStatement). */
export interface Statement {
  readonly statementId: string;
  readonly from: Date;
  readonly through: Date;
  readonly account: CustodyAccount;
  readonly openingFen: bigint;
  readonly closingFen: bigint;
  readonly movements: readonly Movement[];
}

/** Writes `camt.053.001.08`, as the bank does. */
export function writeCamt053({ statementId, from, through, account, openingFen, closingFen, movements }: Statement): Uint8Array {
  const balance = (code: string, fen: bigint, at: Date) => ({
    Tp: { CdOrPrtry: { Cd: code } }, Amt: isoAmount(fen < 0n ? -fen : fen), CdtDbtInd: fen < 0n ? 'DBIT' : 'CRDT', Dt: { DtTm: at.toISOString() },
  });
  return writeDocument('camt.053.001.08', {
    BkToCstmrStmt: {
      GrpHdr: { MsgId: statementId, CreDtTm: through.toISOString() },
      Stmt: {
        Id: statementId, CreDtTm: through.toISOString(), FrToDt: { FrDtTm: from.toISOString(), ToDtTm: through.toISOString() },
        Acct: { ...isoAccount(account.number), Ccy: 'CNY' },
        Bal: [balance('OPBD', openingFen, from), balance('CLBD', closingFen, through)],
        Ntry: movements.map(writeEntry),
      },
    },
  });
}

/** A payment's line carries its end-to-end id; a debit without one is named by the bank's reference, so that it shows as a difference. */
function lineOf({ isCredit, bankReference, endToEndId, amountFen, valueDate }: Movement) {
  const id = isCredit || endToEndId === 'NOTPROVIDED' ? bankReference : endToEndId;
  return { kind: isCredit ? ('deposit' as const) : ('payment' as const), id, amountFen, valueDate };
}

/** @throws BankError `bank.messageInvalid` */
export function readCamt053(body: XmlElement, account: CustodyAccount): StatementPart[] {
  return each(body, 'Stmt').map((statement) => {
    requireCustody(find(statement, 'Acct'), account);
    const closing = balanceOf(statement, 'CLBD');
    const through = textAt(statement, 'FrToDt', 'ToDtTm');
    return {
      statementId: needText(statement, 'Id'),
      throughMs: through === undefined ? closing.throughMs : momentOf(through, 'FrToDt'),
      openingFen: balanceOf(statement, 'OPBD').fen,
      lines: each(statement, 'Ntry').flatMap(readEntry).map(lineOf),
      closingFen: closing.fen,
    };
  });
}

/** The booked balance of this kind. */
function balanceOf(statement: XmlElement, code: 'OPBD' | 'CLBD'): { fen: bigint; throughMs: number } {
  const [balance, second] = each(statement, 'Bal').filter((each) => textAt(each, 'Tp', 'CdOrPrtry', 'Cd') === code);
  if (!balance) throw invalid('missing', `Bal ${code}`);
  if (second) throw invalid('repeated', `Bal ${code}`);
  const moment = textAt(balance, 'Dt', 'DtTm');
  return {
    fen: fenOfBalance(need(balance, 'Amt'), needText(balance, 'CdtDbtInd')),
    throughMs: moment === undefined ? dayEnds(dayOf(needText(balance, 'Dt', 'Dt'), 'Dt')) : momentOf(moment, 'Dt'),
  };
}
