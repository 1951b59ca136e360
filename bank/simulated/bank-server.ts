import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { depositMessage } from '../wire.ts';
import type { DepositBook } from './deposit-book.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const bodySizeMaxBytes = 16_384;
const advicesCountMax = 100;

const problem = (status: number, code: string): Answer => ({ status, body: { code } });

/** The bank's HTTP interface on its books: `POST /deposits`, `GET /advices?after=`, `GET /custody`, each with the bearer token. */
export function bankServer(book: DepositBook, token: string): Server {
  const expected = digest(`Bearer ${token}`);
  return createServer((request, response) => {
    void answer(book, expected, request)
      .catch((error: unknown) => {
        console.error(error);
        return problem(500, 'internal');
      })
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
  });
}

async function answer(book: DepositBook, expected: Buffer, request: IncomingMessage): Promise<Answer> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return problem(401, 'unauthorised');
  const url = new URL(request.url ?? '/', 'http://bank');
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /deposits':
      return enter(book, request);
    case 'GET /advices':
      return listAdvices(book, url.searchParams.get('after') ?? '0');
    case 'GET /custody':
      return { status: 200, body: { custodyFen: book.custodyFen } };
    default:
      return problem(404, 'unknownPath');
  }
}

async function enter(book: DepositBook, request: IncomingMessage): Promise<Answer> {
  const text = await readBody(request);
  if (text === undefined) return problem(413, 'tooLarge');
  const deposit = depositMessage.safeParse(parseJson(text));
  if (!deposit.success) return { status: 400, body: { code: 'invalid', fields: deposit.error.issues.map(({ path }) => path.join('.')) } };
  const entered = await book.enter(deposit.data);
  switch (entered.kind) {
    case 'entered':
      return { status: 201, body: entered.advice };
    case 'known':
      return { status: 200, body: entered.advice };
    case 'conflict':
      return problem(409, 'depositConflict');
    case 'tooMuch':
      return problem(422, 'custodyTooLarge');
  }
}

/** The cursor is how many advices the caller has seen. */
function listAdvices(book: DepositBook, after: string): Answer {
  const seen = Number(after);
  if (!/^\d+$/.test(after) || seen > book.length) return problem(400, 'cursorUnknown');
  const advices = book.advicesFrom(seen, advicesCountMax);
  return { status: 200, body: { advices, cursor: String(seen + advices.length) } };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > bodySizeMaxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
