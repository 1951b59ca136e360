import { bundleSizeBytes } from '../log/bundle.ts';
import { formatTilePath, tileWidth } from '../log/tile.ts';

/** An event as the log's holder gives it to members. */
export interface ExportedEvent {
  readonly leafIndex: number;
  /** The canonical text. */
  readonly event: string;
  /** base64 */
  readonly salt: string;
}

/** A member's account, with which events are fetched; without one, a mirror follows the log alone. */
export interface Account {
  readonly login: string;
  readonly password: string;
}

const timeoutMs = 60_000;
/** What one answer of the export holds at most. */
const exportPageSize = 10_000;

/** What a mirror reads of a log. */
export interface LogReader {
  /** Whether events can be fetched, or the log alone. */
  readonly hasEvents: boolean;
  /** The newest signed checkpoint. */
  checkpoint(): Promise<string>;
  /** The entry bundle of this index, as many entries as a tree of this size has. */
  bundle(index: number, treeSize: number): Promise<Uint8Array>;
  /** Events from a leaf on, at most 10,000 and those below `end`. */
  events(from: number, end: number): Promise<ExportedEvent[]>;
}

/** The log as its holder serves it over HTTP. Throws HttpError for a refusal, and as `fetch` does where nobody answers. */
export class LogSource implements LogReader {
  readonly #url: string;
  readonly #account: Account | undefined;
  #cookie: string | undefined;

  constructor(url: string, account?: Account) {
    this.#url = url.replace(/\/$/, '');
    this.#account = account;
  }

  get hasEvents(): boolean {
    return this.#account !== undefined;
  }

  async checkpoint(): Promise<string> {
    return Buffer.from(await this.#read('/log/checkpoint')).toString('utf8');
  }

  /** The log's key as the log itself names it: for a first acquaintance alone. */
  async namedKey(): Promise<string> {
    return Buffer.from(await this.#read('/log/keys')).toString('utf8').split('\n')[0] ?? '';
  }

  async bundle(index: number, treeSize: number): Promise<Uint8Array> {
    const width = Math.min(tileWidth, treeSize - index * tileWidth);
    const bytes = await this.#read(`/log/${formatTilePath({ level: 'entries', index, width })}`);
    if (bytes.length !== bundleSizeBytes(width)) throw new Error(`bundle ${index} has ${bytes.length} bytes, not ${bundleSizeBytes(width)}`);
    return bytes;
  }

  async events(from: number, end: number): Promise<ExportedEvent[]> {
    const bytes = await this.#readAsMember(`/api/v1/events?from=${from}&limit=${Math.min(exportPageSize, end - from)}`);
    return Buffer.from(bytes).toString('utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ExportedEvent);
  }

  async #readAsMember(path: string): Promise<Uint8Array> {
    this.#cookie ??= await this.#signIn();
    try {
      return await this.#read(path, { cookie: this.#cookie });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401) throw error;
      // A session ends after a working day.
      this.#cookie = await this.#signIn();
      return this.#read(path, { cookie: this.#cookie });
    }
  }

  async #signIn(): Promise<string> {
    const response = await fetch(`${this.#url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.#account),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new HttpError('/api/v1/session', response.status);
    return response.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join()).join('; ');
  }

  async #read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
    const response = await fetch(`${this.#url}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new HttpError(path, response.status);
    return new Uint8Array(await response.arrayBuffer());
  }
}

export class HttpError extends Error {
  readonly status: number;

  constructor(path: string, status: number) {
    super(`${path} answers ${status}`);
    this.name = 'HttpError';
    this.status = status;
  }
}
