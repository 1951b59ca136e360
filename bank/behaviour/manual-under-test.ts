import type { Database } from '@gbc/prisma';
import { systemEnvironment as env } from '@gbc/events';
import { checkBankRecord, enterBankRecord, manualBank, readPayments, type BankPaper } from '../index.ts';
import { today, type BankUnderTest } from './bank-under-test.ts';

const clerk = (n: number) => ({ kind: 'person', personId: `00000000-0000-4000-8000-00000000000${n}`, organisationId: 'hongkou', role: 'finance-supervisor' }) as const;

/** A bank on paper: two persons read each of its papers. */
export function openManual(database: Database): Promise<BankUnderTest> {
  const lines: { kind: 'deposit' | 'payment'; id: string; amountFen: number }[] = [];
  const record = async (paper: BankPaper, copies = 1) => {
    for (let copy = 0; copy < copies; copy += 1) {
      const recordId = await database.transaction((tx) => enterBankRecord(tx, env, { by: clerk(1), paper }));
      await database.transaction((tx) => checkBankRecord(tx, env, { by: clerk(2), recordId, paper: structuredClone(paper) }));
    }
  };
  let slips = 0;
  const numberOf = (kind: string) => `${kind}-${(slips += 1)}`;
  const bank = manualBank(database);
  const handedOver = new Map<string, bigint>();
  return Promise.resolve({
    bank: { ...bank, instructPayment: async (order) => (handedOver.set(order.paymentId, order.amountFen), bank.instructPayment(order)) },
    async payIn({ reference, amountFen, copies }) {
      const adviceId = numberOf('JZ');
      lines.push({ kind: 'deposit', id: adviceId, amountFen: Number(amountFen) });
      await record({ kind: 'deposit', adviceId, reference, amountFen: Number(amountFen), valueDate: today(), debtorName: '虹口区财政局' }, copies);
      return adviceId;
    },
    async settle({ paymentId, amountFen: orderedFen }, { outcome, amountFen = orderedFen, copies }) {
      if (outcome === 'paid') lines.push({ kind: 'payment', id: paymentId, amountFen: Number(amountFen) });
      const reasonCode = outcome === 'refused' ? 'AC04' : null;
      await record({ kind: 'payment', adviceId: numberOf('HD'), paymentId, outcome, amountFen: Number(amountFen), valueDate: today(), reasonCode }, copies);
    },
    async slip(slip) {
      await record(slip.kind === 'deposit' ? { kind: 'deposit', ...slip.advice, amountFen: Number(slip.advice.amountFen) } : { kind: 'payment', ...slip.advice, amountFen: Number(slip.advice.amountFen) });
    },
    orders: async () => (await readPayments(database.read)).filter(({ paymentId }) => handedOver.has(paymentId)).map(({ paymentId, amountFen }) => ({ paymentId, amountFen })),
    async closeBooks() {
      const closingFen = lines.reduce((sum, { kind, amountFen }) => (kind === 'deposit' ? sum + amountFen : sum - amountFen), 0);
      await record({ kind: 'statement', day: today(), openingFen: 0, closingFen, lines });
    },
    close: () => Promise.resolve(),
  });
}
