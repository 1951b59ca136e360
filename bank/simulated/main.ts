/**
 * The simulated custodian bank, a process of its own with its own books.
 * `node bank/simulated/main.ts --folder DIR [--port N] [--parent-pid PID] [--account NUMBER [--orders DIR --advices DIR] [--daily]]`, or BANK_FOLDER and
 * BANK_PORT; the token that callers must bring is BANK_TOKEN. With the number of the custody account it speaks ISO 20022 under
 * /iso20022/messages, and with two folders in files, too; --daily closes the books at the first start and once a day. Prints `READY http=127.0.0.1:PORT`. SIGTERM and SIGINT end it cleanly; so does the end of PID.
 */
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { bankServer } from './bank-server.ts';
import { openClosingClock } from './closing-clock.ts';
import { DepositBook } from './deposit-book.ts';
import { openFolderDesk } from './folder-desk.ts';
import { IsoDesk } from './iso-desk.ts';
import { PaymentBook } from './payment-book.ts';
import { StatementBook } from './statement-book.ts';

const parentCheckMs = 500;

function readSettings() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' }, port: { type: 'string' }, 'parent-pid': { type: 'string' }, account: { type: 'string' }, orders: { type: 'string' }, advices: { type: 'string' },
      daily: { type: 'boolean', default: false },
    },
  });
  const folder = values.folder ?? process.env['BANK_FOLDER'];
  const token = process.env['BANK_TOKEN'];
  const port = Number(values.port ?? process.env['BANK_PORT'] ?? 0);
  const parentPid = values['parent-pid'] === undefined ? undefined : Number(values['parent-pid']);
  if (!folder) throw new Error('say where the books are: --folder DIR');
  if (!token) throw new Error('BANK_TOKEN is not set');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535');
  if (parentPid !== undefined && (!Number.isInteger(parentPid) || parentPid < 1)) throw new Error('--parent-pid takes a process id');
  const { account, orders, advices } = values;
  if ((orders === undefined) !== (advices === undefined) || (orders !== undefined && account === undefined)) throw new Error('--orders and --advices go together, and with --account');
  return { folder, token, port, parentPid, account, orders, advices, daily: values.daily };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function main(): Promise<void> {
  const { folder, token, port, parentPid, account, orders, advices, daily } = readSettings();
  const now = () => new Date();
  const books = { deposits: await DepositBook.open(folder, now), payments: await PaymentBook.open(folder, now), statements: await StatementBook.open(folder) };
  for (const [name, { droppedBytes }] of Object.entries(books)) {
    if (droppedBytes > 0) console.error(`${name}.jsonl: dropped an unfinished last line of ${droppedBytes} bytes`);
  }
  const desk = account === undefined ? undefined : await IsoDesk.open(folder, books, { number: account, holder: '', bank: '' }, now);
  const files = desk && orders !== undefined && advices !== undefined ? openFolderDesk(desk, { orders, advices }) : undefined;
  const clock = daily ? await openClosingClock(books, now) : undefined;
  const server = bankServer(books, token, desk);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));

  const close = async () => {
    clock?.stop();
    await files?.stop();
    await desk?.close();
    await Promise.all(Object.values(books).map((book) => book.close()));
  };
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    clearInterval(parentCheck);
    server.close(() => void close());
    server.closeIdleConnections();
  };
  const parentCheck = setInterval(() => {
    if (parentPid !== undefined && !isAlive(parentPid)) stop();
  }, parentCheckMs);
  process.on('SIGTERM', stop).on('SIGINT', stop);
  console.log(`READY http=127.0.0.1:${(server.address() as AddressInfo).port}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
