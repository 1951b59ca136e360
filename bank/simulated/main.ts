/**
 * The simulated custodian bank, a process of its own with its own books.
 * `node bank/simulated/main.ts --folder DIR [--port N] [--parent-pid PID]`, or BANK_FOLDER and BANK_PORT; the token that callers
 * must bring is BANK_TOKEN. Prints `READY http=127.0.0.1:PORT`. SIGTERM and SIGINT end it cleanly; so does the end of PID.
 */
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { bankServer } from './bank-server.ts';
import { DepositBook } from './deposit-book.ts';
import { PaymentBook } from './payment-book.ts';

const parentCheckMs = 500;

function readSettings() {
  const { values } = parseArgs({
    options: { folder: { type: 'string' }, port: { type: 'string' }, 'parent-pid': { type: 'string' } },
  });
  const folder = values.folder ?? process.env['BANK_FOLDER'];
  const token = process.env['BANK_TOKEN'];
  const port = Number(values.port ?? process.env['BANK_PORT'] ?? 0);
  const parentPid = values['parent-pid'] === undefined ? undefined : Number(values['parent-pid']);
  if (!folder) throw new Error('say where the books are: --folder DIR');
  if (!token) throw new Error('BANK_TOKEN is not set');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535');
  if (parentPid !== undefined && (!Number.isInteger(parentPid) || parentPid < 1)) throw new Error('--parent-pid takes a process id');
  return { folder, token, port, parentPid };
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
  const { folder, token, port, parentPid } = readSettings();
  const books = { deposits: await DepositBook.open(folder), payments: await PaymentBook.open(folder, () => new Date()) };
  for (const [name, { droppedBytes }] of Object.entries(books)) {
    if (droppedBytes > 0) console.error(`${name}.jsonl: dropped an unfinished last line of ${droppedBytes} bytes`);
  }
  const server = bankServer(books, token);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    clearInterval(parentCheck);
    server.close(() => void Promise.all([books.deposits.close(), books.payments.close()]));
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
