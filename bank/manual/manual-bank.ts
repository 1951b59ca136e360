import type { Database } from '@gbc/prisma';
import type { CustodianBank } from '../custodian-bank.ts';
import type { BankNews } from '../messages/bank-news.ts';
import { dayBegins, dayEnds } from '../messages/china-day.ts';
import { foldStatements } from '../messages/fold-statements.ts';
import { readBankRecords, type BankPaper, type BankRecord, type DepositPaper, type PaymentPaper, type StatementPaper } from './bank-record.ts';

/**
 * The custodian bank off line: an order is told to it on paper (the web app prints it), and what it said is what two persons read off
 * its papers. An order counts as handed over once it can be printed.
 */
export function manualBank(database: Database): CustodianBank {
  async function papers<Kind extends BankPaper['kind']>(kind: Kind): Promise<(BankRecord & { readonly paper: Extract<BankPaper, { kind: Kind }> })[]> {
    const records = await readBankRecords(database.read, 'confirmed');
    return records.filter((record): record is BankRecord & { readonly paper: Extract<BankPaper, { kind: Kind }> } => record.paper.kind === kind).toReversed();
  }
  const deposits = async () => (await papers('deposit')).map(({ paper }) => ({ advice: adviceOf(paper), bookedAtMs: dayBegins(paper.valueDate) }));
  const payments = async () => (await papers('payment')).map(({ paper }) => ({ advice: paymentAdviceOf(paper), bookedAtMs: dayBegins(paper.valueDate) }));

  async function statement() {
    // Of a day that was recorded twice the later record counts: the first was put right.
    const byDay = new Map((await papers('statement')).map(({ paper }) => [paper.day, statementOf(paper)]));
    return foldStatements({ deposits: await deposits(), payments: await payments(), statements: [...byDay.values()] });
  }

  return {
    listAdvices: async (afterCursor) => pageOf((await deposits()).map(({ advice }) => advice), afterCursor),
    custodyFen: async () => (await statement()).closingFen,
    instructPayment: () => Promise.resolve(),
    listPaymentAdvices: async (afterCursor) => pageOf((await payments()).map(({ advice }) => advice), afterCursor),
    readStatement: statement,
  };
}

/** All of them whenever there is a new one, since one may have been confirmed before another that was entered earlier: the old change nothing. */
function pageOf<Advice>(advices: readonly Advice[], afterCursor: string | null): { advices: readonly Advice[]; cursor: string } {
  const cursor = String(advices.length);
  return { advices: cursor === afterCursor ? [] : advices, cursor };
}

function adviceOf({ adviceId, reference, amountFen, valueDate, debtorName }: DepositPaper) {
  return { adviceId, reference, amountFen: BigInt(amountFen), valueDate, debtorName };
}

function paymentAdviceOf({ adviceId, paymentId, outcome, amountFen, valueDate, reasonCode }: PaymentPaper) {
  return { adviceId, paymentId, outcome, amountFen: BigInt(amountFen), valueDate, reasonCode };
}

function statementOf({ day, openingFen, closingFen, lines }: StatementPaper): BankNews['statements'][number] {
  return {
    statementId: day, throughMs: dayEnds(day), openingFen: BigInt(openingFen), closingFen: BigInt(closingFen),
    lines: lines.map(({ kind, id, amountFen }) => ({ kind, id, amountFen: BigInt(amountFen), valueDate: day })),
  };
}
