import { contract, type Contract, type Operation, type OperationId } from '@gbc/api/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';

/** Where the product answers, and whether it is worth asking again when it doesn't. */
export interface Address {
  readonly url: string;
  /** False once the product has ended for good. */
  isAlive(): boolean;
  /** How long a call is tried again when nobody answers or the server says that it is at fault. */
  readonly patienceMs: number;
}

/** RFC 9457 problem details as the API answers them. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly traceId: string;
}

/** A call that the API refused. */
export class RefusedCall extends Error {
  readonly status: number;
  readonly mediaType: string;
  readonly problem: ProblemDetails;

  constructor(call: string, response: Response, problem: ProblemDetails) {
    super(`${call}: ${response.status} ${problem.code} ${problem.title} ${JSON.stringify(problem.errors ?? [])}`);
    this.name = 'RefusedCall';
    this.status = response.status;
    this.mediaType = response.headers.get('content-type') ?? '';
    this.problem = problem;
  }
}

/**
 * A request below `/api/v1`, tried again while nobody answers or the server says that it is at fault.
 * @throws Error where the product doesn't answer and has ended, or the patience has
 */
export async function fetchPatiently({ url, isAlive, patienceMs }: Address, path: string, request: RequestInit): Promise<Response> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const response = await fetch(`${url}/api/v1${path}`, request).catch((error: unknown) => {
      if (!isAlive() || performance.now() > deadline) throw new Error(`${request.method} ${path}: the product does not answer`, { cause: error });
      return undefined;
    });
    if (response && (response.status < 500 || performance.now() > deadline)) return response;
    await response?.body?.cancel();
    await sleep(200);
  }
}

type Part<Id extends OperationId, Name extends string> = Contract[Id] extends Readonly<Record<Name, infer S extends z.ZodType>> ? S : never;

/** What a call carries. Commands need a key, under which they happen once however often they are sent. */
export interface CallInput<Id extends OperationId> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: z.input<Part<Id, 'query'>>;
  readonly body?: z.input<Part<Id, 'body'>>;
  readonly key?: string;
}

export type CallAnswer<Id extends OperationId> = Contract[Id] extends { response: infer S extends z.ZodType } ? z.output<S> : string;

export interface Upload {
  readonly kind: z.input<Part<'uploadDocument', 'body'>>['kind'];
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** One person's session with the public HTTP API, as a browser would hold it. */
export class Client {
  readonly #address: Address;
  readonly #language: string;
  #cookie = '';
  #csrfToken = '';

  private constructor(address: Address, language: string) {
    this.#address = address;
    this.#language = language;
  }

  /** Signs a person in. `language` is the browser's preference. @throws RefusedCall `session.wrong` */
  static async signIn(address: Address, credentials: { readonly login: string; readonly password: string }, language = 'zh-CN'): Promise<Client> {
    const client = new Client(address, language);
    const { csrfToken } = await client.call('signIn', { body: credentials });
    client.#csrfToken = csrfToken;
    return client;
  }

  /** Makes a call of the contract; the answer is held against its schema. @throws RefusedCall */
  async call<Id extends OperationId>(id: Id, { params, query, body, key }: CallInput<Id> = {}): Promise<CallAnswer<Id>> {
    const { method } = contract[id];
    const path = contract[id].path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
    const search = new URLSearchParams(Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]));
    const headers = { ...(key ? { 'Idempotency-Key': key } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) };
    const response = await this.fetch(`${path}${search.size > 0 ? `?${search}` : ''}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return this.#read(id, response);
  }

  /** Uploads a file. @throws RefusedCall */
  async upload({ kind, name, mediaType, bytes }: Upload, key: string): Promise<CallAnswer<'uploadDocument'>> {
    const form = new FormData();
    form.set('kind', kind);
    form.set('file', new Blob([Uint8Array.from(bytes)], { type: mediaType }), name);
    const response = await this.fetch(contract.uploadDocument.path, { method: 'post', headers: { 'Idempotency-Key': key }, body: form });
    return this.#read('uploadDocument', response);
  }

  /** A request below `/api/v1` with this session's cookie, token and language; headers given here come instead. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const own = { 'Accept-Language': this.#language, ...(this.#cookie ? { Cookie: this.#cookie } : {}), ...(this.#csrfToken ? { 'X-CSRF-Token': this.#csrfToken } : {}) };
    const request = { ...init, method: (init.method ?? 'get').toUpperCase(), headers: { ...own, ...(init.headers as Record<string, string> | undefined) } };
    return this.#keepCookie(await fetchPatiently(this.#address, path, request));
  }

  #keepCookie(response: Response): Response {
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';', 1).join();
    return response;
  }

  async #read<Id extends OperationId>(id: Id, response: Response): Promise<CallAnswer<Id>> {
    const answer = await response.text();
    if (!response.ok) throw new RefusedCall(id, response, JSON.parse(answer) as ProblemDetails);
    const { response: schema }: Operation = contract[id];
    return (schema ? schema.parse(JSON.parse(answer)) : answer) as CallAnswer<Id>;
  }
}
