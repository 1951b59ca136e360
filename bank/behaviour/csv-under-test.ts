import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { csvFormat, folderExchange, messageBank, readColumnMapping } from '../index.ts';
import { fenOfYuan, yuanOfFen } from '../messages/yuan.ts';
import { today, type BankUnderTest } from './bank-under-test.ts';
import { account } from './simulated-under-test.ts';

interface Movement {
  readonly bankReference: string;
  readonly creditFen: bigint;
  readonly debitFen: bigint;
  readonly paymentId: string;
  readonly remittance: string;
}

/** A bank that exchanges files in CSV; its clerks are this test. */
export async function openCsv(mappingPath: string): Promise<BankUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'gbc-bank-csv-'));
  const [outbox, inbox] = [join(folder, 'orders'), join(folder, 'advices')];
  const mapping = readColumnMapping(mappingPath);
  const isGb = mapping.encoding === 'gb18030';
  const exchange = folderExchange({ outbox, inbox, extension: '.csv', settleMs: 0 });
  const bank = messageBank({ exchange, format: csvFormat(account, mapping), now: () => new Date(), onUnread: ({ name, refused }) => Promise.reject(new Error(name, { cause: refused })) });
  await bank.listAdvices(null);
  const books: Movement[] = [];
  let files = 0;

  const day = () => (isGb ? today().replaceAll('-', '') : today());
  const headers = ['交易日期', '交易流水号', '账号', '对方户名', '借方发生额', '贷方发生额', '余额', '客户流水号', '附言'];
  const grouped = (fen: bigint) => (fen === 0n ? '' : yuanOfFen(fen).replace(/\B(?=(\d{3})+(?!\d)\.)/g, ','));
  const rowsOf = (movements: readonly Movement[], balances: readonly bigint[]) =>
    movements.map((it, index) => [day(), it.bankReference, account.number, '虹口区财政局', grouped(it.debitFen), grouped(it.creditFen), grouped(balances[index] ?? 0n) || '0.00', it.paymentId, it.remittance]);
  const put = async (kind: keyof typeof names, cells: readonly (readonly string[])[]) => {
    files += 1;
    const name = `${names[kind][isGb ? 1 : 0]}${String(files).padStart(3, '0')}.csv`;
    await writeFile(join(inbox, name), iconv.encode(stringify(cells as string[][]), mapping.encoding));
  };
  const names = { advices: ['advices-', '动账通知'], statement: ['statement-', '对账单'], results: ['results-', '回盘'] } as const;
  const tell = async (movement: Movement, copies = 1) => {
    for (let copy = 0; copy < copies; copy += 1) await put('advices', [headers, ...rowsOf([movement], [])]);
  };
  const refuse = (paymentId: string, amountFen: bigint) => put('results', [['客户流水号', '处理结果', '失败原因', '处理日期', '金额'], [paymentId, '失败', '账户已销户', day(), grouped(amountFen)]]);
  const debit = (adviceId: string, paymentId: string, debitFen: bigint): Movement => ({ bankReference: adviceId, creditFen: 0n, debitFen, paymentId, remittance: '' });

  return {
    bank,
    async payIn({ reference, amountFen, copies }) {
      const movement = { bankReference: `C${books.length + 1}`, creditFen: amountFen, debitFen: 0n, paymentId: '', remittance: reference };
      books.push(movement);
      await tell(movement, copies);
      return movement.bankReference;
    },
    async settle({ paymentId, amountFen: orderedFen }, { outcome, amountFen = orderedFen, copies }) {
      if (outcome === 'refused') return refuse(paymentId, amountFen);
      const movement = debit(`D${books.length + 1}`, paymentId, amountFen);
      books.push(movement);
      return tell(movement, copies);
    },
    async slip(slip) {
      if (slip.kind === 'deposit') return tell({ bankReference: slip.advice.adviceId, creditFen: slip.advice.amountFen, debitFen: 0n, paymentId: '', remittance: slip.advice.reference });
      const { adviceId, paymentId, outcome, amountFen } = slip.advice;
      return outcome === 'refused' ? refuse(paymentId, amountFen ?? 0n) : tell(debit(adviceId, paymentId, amountFen ?? 0n));
    },
    async orders() {
      const found = await Promise.all((await readdir(outbox).catch(() => [])).filter((name) => !name.startsWith('.')).map((name) => readFile(join(outbox, name))));
      return found.flatMap((bytes) => {
        const [order] = parse(iconv.decode(bytes, mapping.encoding), { columns: true }) as Record<string, string>[];
        return order ? [{ paymentId: order['客户流水号'] ?? '', amountFen: fenOfYuan(order['金额'] ?? '', '') }] : [];
      });
    },
    async closeBooks() {
      let balanceFen = 0n;
      const balances = books.map(({ creditFen, debitFen }) => (balanceFen += creditFen - debitFen));
      await put('statement', [headers, ...rowsOf(books, balances)]);
    },
    close: () => rm(folder, { recursive: true }),
  };
}
