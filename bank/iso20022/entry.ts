import type { XmlElement } from '@gbc/xml';
import { invalid } from '../messages/message-invalid.ts';
import { dayBegins, dayOf, momentOf } from '../messages/china-day.ts';
import { fenOfAmount, isCredit, isoAmount } from './amount.ts';
import { each, find, need, needText, textAt } from './element.ts';

/** ISO 20022's own word for a reference that nobody gave. */
const notProvided = 'NOTPROVIDED';

/** A movement on the custody account, as advices and statements tell of it. */
export interface Movement {
  readonly isCredit: boolean;
  readonly amountFen: bigint;
  /** The bank's own reference: the same movement has the same in every message. */
  readonly bankReference: string;
  /** Of a payment of ours, its id. */
  readonly endToEndId: string;
  /** What the payer wrote on a deposit. */
  readonly remittance: string;
  readonly debtorName: string | null;
  readonly valueDate: string;
  readonly bookedAtMs: number;
}

/** Writes an entry of one movement; `Ntry` of camt.053 and camt.054. */
export function writeEntry({ isCredit: credit, amountFen, bankReference, endToEndId, remittance, debtorName, valueDate, bookedAtMs }: Movement): object {
  const direction = credit ? 'CRDT' : 'DBIT';
  return {
    Amt: isoAmount(amountFen), CdtDbtInd: direction, Sts: { Cd: 'BOOK' },
    BookgDt: { DtTm: new Date(bookedAtMs).toISOString() }, ValDt: { Dt: valueDate }, AcctSvcrRef: bankReference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: credit ? 'RCDT' : 'ICDT', SubFmlyCd: 'DMCT' } } },
    NtryDtls: {
      TxDtls: {
        Refs: { AcctSvcrRef: bankReference, EndToEndId: endToEndId }, Amt: isoAmount(amountFen), CdtDbtInd: direction,
        RltdPties: debtorName === null ? undefined : { Dbtr: { Pty: { Nm: debtorName } } },
        RmtInf: remittance === '' ? undefined : { Ustrd: remittance },
      },
    },
  };
}

/**
 * The movements of an entry: what is booked, one for each transaction in it. Pending and informative entries are none.
 * @throws BankError `bank.messageInvalid`, also where the transactions don't come to the entry
 */
export function readEntry(entry: XmlElement): Movement[] {
  if ((textAt(entry, 'Sts', 'Cd') ?? needText(entry, 'Sts')) !== 'BOOK') return [];
  const amountFen = fenOfAmount(need(entry, 'Amt'));
  const booking = textAt(entry, 'BookgDt', 'DtTm');
  const bookingDay = textAt(entry, 'BookgDt', 'Dt');
  const valueDate = dayOf(textAt(entry, 'ValDt', 'Dt') ?? textAt(entry, 'ValDt', 'DtTm') ?? bookingDay ?? booking ?? '', 'ValDt');
  const bookedAtMs = booking === undefined ? dayBegins(dayOf(bookingDay ?? valueDate, 'BookgDt')) : momentOf(booking, 'BookgDt');
  const whole = { isCredit: isCredit(needText(entry, 'CdtDbtInd')), valueDate, bookedAtMs };
  const transactions = each(entry, 'NtryDtls').flatMap((details) => each(details, 'TxDtls'));
  const [only, ...others] = transactions;
  if (others.length === 0) return [{ ...whole, amountFen, ...partiesOf(only), bankReference: textAt(only, 'Refs', 'AcctSvcrRef') ?? needText(entry, 'AcctSvcrRef') }];
  const movements = transactions.map((transaction) => ({
    ...whole, ...partiesOf(transaction), bankReference: needText(transaction, 'Refs', 'AcctSvcrRef'),
    amountFen: fenOfAmount(find(transaction, 'Amt') ?? need(transaction, 'AmtDtls', 'TxAmt', 'Amt')),
  }));
  if (movements.reduce((sum, movement) => sum + movement.amountFen, 0n) !== amountFen) throw invalid('sumWrong', 'Ntry');
  return movements;
}

function partiesOf(transaction: XmlElement | undefined): Pick<Movement, 'endToEndId' | 'remittance' | 'debtorName'> {
  const remittance = find(transaction, 'RmtInf');
  const unstructured = each(remittance, 'Ustrd').map(({ text }) => text).join('');
  return {
    endToEndId: textAt(transaction, 'Refs', 'EndToEndId') ?? notProvided,
    remittance: textAt(each(remittance, 'Strd')[0], 'CdtrRefInf', 'Ref') ?? (unstructured || notProvided),
    // Since version 8 a party stands one level deeper.
    debtorName: textAt(transaction, 'RltdPties', 'Dbtr', 'Pty', 'Nm') ?? textAt(transaction, 'RltdPties', 'Dbtr', 'Nm') ?? null,
  };
}
