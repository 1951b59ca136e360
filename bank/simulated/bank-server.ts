import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { z } from 'zod';
import { BankError } from '../bank-error.ts';
import { depositMessage, faultMessage, outcomeMessage, paymentMessage, slipMessage, type FaultMessage } from '../wire.ts';
import { custodyFen, type BankBooks } from './bank-books.ts';
import type { IsoDesk } from './iso-desk.ts';
import type { Booked } from './payment-book.ts';

interface Bank {
  readonly books: BankBooks;
  readonly desk: IsoDesk | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const bodySizeMaxBytes = 16_384;
const messageSizeMaxBytes = 8 * 1024 * 1024;
const advicesCountMax = 100;

const problem = (status: number, code: string): Answer => ({ status, body: { code } });
const ok = (body: object): Answer => ({ status: 200, body });

/** A body that was no JSON of its schema. */
class Unreadable extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('unreadable');
    this.answer = answer;
  }
}

/** The bank's HTTP interface on its books (bank/README.md), each request with the bearer token; with a desk it speaks ISO 20022, too. */
export function bankServer(books: BankBooks, token: string, desk: IsoDesk | undefined): Server {
  const expected = digest(`Bearer ${token}`);
  const faults: FaultMessage[] = [];
  return createServer((request, response) => {
    void respond({ books, desk }, faults, expected, request)
      .catch((error: unknown) => {
        if (error instanceof Unreadable) return error.answer;
        console.error(error);
        return problem(500, 'internal');
      })
      .then((answer) => {
        if (answer === 'lost') return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
  });
}

/** Answers a request, or does what a fault that was asked for says. */
async function respond(bank: Bank, faults: FaultMessage[], expected: Buffer, request: IncomingMessage): Promise<Answer | 'lost'> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return problem(401, 'unauthorised');
  const url = new URL(request.url ?? '/', 'http://bank');
  if (`${request.method} ${url.pathname}` === 'POST /faults') {
    faults.push(await readBody(request, faultMessage));
    return ok({});
  }
  const fault = takeFault(faults, url.pathname);
  if (fault === 'refuse') return problem(503, 'asked for');
  const answer = await route(bank, request, url);
  return fault === 'loseAnswer' ? 'lost' : answer;
}

function takeFault(faults: FaultMessage[], path: string): FaultMessage['kind'] | undefined {
  const index = faults.findIndex((fault) => fault.path === path);
  const fault = faults[index];
  if (!fault) return undefined;
  if (fault.times === 1) faults.splice(index, 1);
  else faults[index] = { ...fault, times: fault.times - 1 };
  return fault.kind;
}

async function route({ books, desk }: Bank, request: IncomingMessage, url: URL): Promise<Answer> {
  const paymentId = /^\/payments\/([^/]+)\/outcome$/.exec(url.pathname)?.[1];
  if (request.method === 'POST' && paymentId !== undefined) return settle(books, decodeURIComponent(paymentId), request);
  if (desk && url.pathname === '/iso20022/messages') return exchange(desk, request, url);
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /deposits':
      return enter(books, request);
    case 'GET /advices':
      return page(books.deposits.told().map(({ advice }) => advice), url.searchParams.get('after') ?? '0');
    case 'POST /payments':
      return booked(await books.payments.order(await readBody(request, paymentMessage)));
    case 'GET /payments':
      return ok({ payments: books.payments.payments() });
    case 'GET /payment-advices':
      return page(books.payments.told().map(({ advice }) => advice), url.searchParams.get('after') ?? '0');
    case 'POST /slips':
      return slip(books, request);
    case 'POST /statements':
      await books.statements.closeBooks(books.deposits, books.payments, new Date());
      return { status: 201, body: {} };
    case 'GET /statement':
      return ok(statement(books));
    case 'GET /custody':
      return ok({ custodyFen: custodyFen(books) });
    default:
      return problem(404, 'unknownPath');
  }
}

async function enter({ deposits }: BankBooks, request: IncomingMessage): Promise<Answer> {
  const entered = await deposits.enter(await readBody(request, depositMessage));
  switch (entered.kind) {
    case 'entered':
      return { status: 201, body: entered.advice };
    case 'known':
      return ok(entered.advice);
    case 'conflict':
      return problem(409, 'depositConflict');
    case 'tooMuch':
      return problem(422, 'custodyTooLarge');
  }
}

async function settle(books: BankBooks, paymentId: string, request: IncomingMessage): Promise<Answer> {
  const outcome = await readBody(request, outcomeMessage);
  return booked(await books.payments.settle(paymentId, outcome, () => custodyFen(books)));
}

function booked(what: Booked): Answer {
  switch (what) {
    case 'entered':
      return { status: 201, body: {} };
    case 'known':
      return ok({});
    case 'conflict':
      return problem(409, 'paymentConflict');
    case 'unknown':
      return problem(404, 'paymentUnknown');
    case 'overdrawn':
      return problem(422, 'custodyTooSmall');
  }
}

async function slip({ deposits, payments }: BankBooks, request: IncomingMessage): Promise<Answer> {
  const told = await readBody(request, slipMessage);
  if (told.kind === 'deposit') await deposits.slip(told.advice);
  else await payments.slip(told.advice);
  return { status: 201, body: {} };
}

/** Orders in, and everything that the bank has to say after a cursor. */
async function exchange(desk: IsoDesk, request: IncomingMessage, url: URL): Promise<Answer> {
  if (request.method === 'POST') {
    try {
      await desk.take(await readBytes(request, messageSizeMaxBytes));
      return { status: 202, body: {} };
    } catch (error) {
      if (error instanceof BankError) return { status: 400, body: { code: 'invalid', ...error.params } };
      throw error;
    }
  }
  const mail = await desk.mail();
  const { status, body } = page(mail, url.searchParams.get('after') ?? '0');
  if (status !== 200) return { status, body };
  const { advices, cursor } = body as { advices: typeof mail; cursor: string };
  return ok({ messages: advices.map(({ name, write }) => ({ name, content: Buffer.from(write()).toString('utf8') })), cursor });
}

function statement({ deposits, payments }: BankBooks): object {
  const paidIn = deposits.booked().map(({ advice: { adviceId, amountFen, valueDate } }) => ({ kind: 'deposit', id: adviceId, amountFen, valueDate }));
  const paidOut = payments.paid().map(({ paymentId, amountFen, valueDate }) => ({ kind: 'payment', id: paymentId, amountFen, valueDate }));
  return { openingFen: 0, lines: [...paidIn, ...paidOut], closingFen: deposits.paidInFen - payments.paidOutFen };
}

/** The cursor is how many advices the caller has seen. */
function page(advices: readonly object[], after: string): Answer {
  const seen = Number(after);
  if (!/^\d+$/.test(after) || seen > advices.length) return problem(400, 'cursorUnknown');
  const next = advices.slice(seen, seen + advicesCountMax);
  return ok({ advices: next, cursor: String(seen + next.length) });
}

async function readBytes(request: IncomingMessage, sizeMaxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > sizeMaxBytes) throw new Unreadable(problem(413, 'tooLarge'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readBody<Schema extends z.ZodType>(request: IncomingMessage, schema: Schema): Promise<z.output<Schema>> {
  const read = schema.safeParse(parseJson((await readBytes(request, bodySizeMaxBytes)).toString('utf8')));
  if (read.success) return read.data;
  throw new Unreadable({ status: 400, body: { code: 'invalid', fields: read.error.issues.map(({ path }) => path.join('.')) } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Equal lengths, as comparing in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
