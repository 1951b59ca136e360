import type { Tx } from '@gbc/prisma';
import { BankError } from '../bank-error.ts';
import type { StatementLine } from '../custodian-bank.ts';

/** A deposit slip 进账单, as it stands on the paper. Amounts are fen in a JSON integer, as everywhere at the edge. */
export interface DepositPaper {
  readonly kind: 'deposit';
  /** The bank's number of the slip. */
  readonly adviceId: string;
  readonly reference: string;
  readonly amountFen: number;
  readonly valueDate: string;
  readonly debtorName: string | null;
}

/** A payment receipt 付款回单, or the bank's note that it won't pay. */
export interface PaymentPaper {
  readonly kind: 'payment';
  readonly adviceId: string;
  readonly paymentId: string;
  readonly outcome: 'paid' | 'refused';
  readonly amountFen: number;
  readonly valueDate: string;
  readonly reasonCode: string | null;
}

/** A day's statement 对账单. */
export interface StatementPaper {
  readonly kind: 'statement';
  readonly day: string;
  readonly openingFen: number;
  readonly closingFen: number;
  readonly lines: (Omit<StatementLine, 'amountFen' | 'valueDate'> & { readonly amountFen: number })[];
}

export type BankPaper = DepositPaper | PaymentPaper | StatementPaper;

/** `entered` by one person; `confirmed` once another has entered the same; `differed` where the other entered something else: it counts for nothing. */
export type RecordState = 'entered' | 'confirmed' | 'differed';

/** A paper of the bank's that two persons type in, each for themselves. */
export interface BankRecord {
  readonly recordId: string;
  readonly paper: BankPaper;
  readonly state: RecordState;
  readonly enteredBy: string;
  readonly enteredAt: Date;
  readonly checkedBy: string | null;
  readonly checkedAt: Date | null;
  /** In which fields the second differed. */
  readonly differences: readonly string[];
}

export const recordColumns = `id "recordId", paper, state, entered_by "enteredBy", entered_at "enteredAt", checked_by "checkedBy", checked_at "checkedAt", differences`;

/** Records, newest first. */
export async function readBankRecords(read: Tx['query'], state?: RecordState): Promise<readonly BankRecord[]> {
  const { rows } = await read<BankRecord>(
    `select ${recordColumns} from bank_record where $1::text is null or state = $1 order by entered_at desc, id desc limit 1000`, [state ?? null],
  );
  return rows;
}

/** Locks a record until the transaction ends. @throws BankError `bank.recordUnknown` */
export async function lockBankRecord(tx: Tx, recordId: string): Promise<BankRecord> {
  const { rows } = await tx.query<BankRecord>(`select ${recordColumns} from bank_record where id = $1 for update`, [recordId]);
  if (!rows[0]) throw new BankError('bank.recordUnknown', { recordId });
  return rows[0];
}
