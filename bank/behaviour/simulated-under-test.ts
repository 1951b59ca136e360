import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeSimulatedBooks, folderExchange, httpBank, httpExchange, iso20022Format, listSimulatedPayments, messageBank, payIntoSimulatedBank, settleSimulatedPayment, slipOfSimulatedBank,
  type BankAddress, type CustodianBank, type CustodyAccount,
} from '../index.ts';
import { startBankProcess } from '../testing/bank-process.ts';
import { today, type BankUnderTest } from './bank-under-test.ts';

export const account: CustodyAccount = { number: '31050161393600000017', holder: '虹口区财政局', bank: '示例托管银行' };

/** The bank process, reached by whatever `connect` makes of its address and its two folders. */
async function openSimulated(connect: (address: BankAddress, folders: { orders: string; advices: string }) => CustodianBank): Promise<BankUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'gbc-bank-adapter-'));
  const folders = { orders: join(folder, 'orders'), advices: join(folder, 'advices') };
  const process = await startBankProcess(join(folder, 'books'), '--account', account.number, '--orders', folders.orders, '--advices', folders.advices);
  // A busy machine is no bank that can't be reached.
  const address = { ...process.address, timeoutMs: 60_000 };
  let deposits = 0;
  return {
    bank: connect(address, folders),
    async payIn(deposit) {
      deposits += 1;
      return (await payIntoSimulatedBank(address, { depositId: `treasury-${deposits}`, valueDate: today(), ...deposit })).adviceId;
    },
    settle: ({ paymentId }, ending) => settleSimulatedPayment(address, paymentId, ending),
    slip: (slip) => slipOfSimulatedBank(address, slip),
    orders: async () => (await listSimulatedPayments(address)).map(({ paymentId, amountFen }) => ({ paymentId, amountFen })),
    closeBooks: () => closeSimulatedBooks(address),
    async close() {
      await process.end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

const iso = (exchange: Parameters<typeof messageBank>[0]['exchange']) =>
  messageBank({ exchange, format: iso20022Format(account), now: () => new Date(), onUnread: ({ name, refused }) => Promise.reject(new Error(`${name} was not believed`, { cause: refused })) });

export const openSimulatedJson = () => openSimulated((address) => httpBank(address));
export const openIsoHttp = () => openSimulated((address) => iso(httpExchange(address)));
export const openIsoFiles = () => openSimulated((_, { orders, advices }) => iso(folderExchange({ outbox: orders, inbox: advices, extension: '.xml', settleMs: 0 })));
