import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

const socketsMax = 64;

/** A request as it goes over the wire. */
interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent one after the other, so that what many requests share need not be copied. */
  readonly body?: readonly Uint8Array[];
}

const sizeOf = (body: readonly Uint8Array[]) => body.reduce((sum, { length }) => sum + length, 0);

/**
 * A caller of an HTTP API with connections that stay open. It is as plain as Node allows, since it runs on the cores that are measured:
 * a browser's own work is none of the server's.
 */
export class Caller {
  readonly #address: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: socketsMax });
  /** Go along with every request. */
  protected own: OutgoingHttpHeaders = {};

  constructor(address: string) {
    this.#address = address;
  }

  /** The answer's text. @throws Error where it isn't a 2xx */
  async send(it: Sent): Promise<string> {
    const response = await this.open(it);
    const answer = await text(response);
    const { statusCode = 0 } = response;
    if (statusCode >= 300) throw new Error(`${it.method} ${it.path}: ${statusCode} ${answer}`);
    return answer;
  }

  /** Ends its connections. */
  close(): void {
    this.#agent.destroy();
  }

  protected open(it: Sent): Promise<IncomingMessage> {
    const { method, path, headers, body = [] } = it;
    const length = body.length > 0 ? { 'Content-Length': sizeOf(body) } : {};
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.#address}${path}`, { method, agent: this.#agent, headers: { ...this.own, ...length, ...headers } }, (response) => {
        const [cookie] = response.headers['set-cookie'] ?? [];
        if (cookie) this.own['Cookie'] = cookie.split(';', 1).join();
        resolve(response);
      });
      // The server ends connections that nobody uses; a request that met one is sent again, on another.
      outgoing.on('error', (error: NodeJS.ErrnoException) => (outgoing.reusedSocket && error.code === 'ECONNRESET' ? resolve(this.open(it)) : reject(error)));
      for (const part of body) outgoing.write(part);
      outgoing.end();
    });
  }
}

/** What the event stream tells: that something changed, and which. */
export interface Change {
  readonly topic: string;
  readonly id?: string;
}

const json = { 'Content-Type': 'application/json' };

/** One person's session with the product's public API. */
export class Session extends Caller {
  private constructor(url: string) {
    super(`${url}/api/v1`);
  }

  /** @throws Error with the API's answer where it refuses */
  static async signIn(url: string, login: string, password: string): Promise<Session> {
    const session = new Session(url);
    const { csrfToken } = await session.command<{ csrfToken: string }>('POST', '/session', { login, password });
    session.own['X-CSRF-Token'] = csrfToken;
    return session;
  }

  /** Asks. */
  async read<Answer>(path: string): Promise<Answer> {
    return JSON.parse(await this.send({ method: 'GET', path })) as Answer;
  }

  /** Commands; `key` is the Idempotency-Key. */
  async command<Answer = unknown>(method: 'POST' | 'PUT', path: string, body: unknown, key?: string): Promise<Answer> {
    const headers = key === undefined ? json : { ...json, 'Idempotency-Key': key };
    return JSON.parse(await this.send({ method, path, headers, body: [Buffer.from(JSON.stringify(body))] })) as Answer;
  }

  /** Calls `onChange` for whatever the event stream tells, until the session is closed. */
  async follow(onChange: (change: Change) => void): Promise<void> {
    const stream = await this.open({ method: 'GET', path: '/stream' });
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) if (message.startsWith('data: ')) onChange(JSON.parse(message.slice('data: '.length)) as Change);
    });
    stream.on('error', () => undefined); // the session was closed
  }
}
