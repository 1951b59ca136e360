import { Client, RefusedCall, type CallAnswer, type CallInput, type Upload } from '../../app/demo/client.ts';
import { readDemoPassword } from '../../app/demo/people.ts';
import { people as everybody } from '../../app/seed/alliance.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationId } from '@gbc/api/contract';
import type { ProductUnderFire } from './product.ts';

/** A command that somebody gave, and what became of it; one without an answer is under way. */
export interface Given {
  readonly no: number;
  readonly login: string;
  readonly operation: OperationId;
  readonly key: string;
  readonly input: { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown };
  readonly givenAtMs: number;
  tries: number;
  answeredAtMs?: number;
  answer?: unknown;
  /** The stable code of a refusal. */
  refusedBecause?: string;
}

/** Nothing in the product takes so long while nothing is killed, on a machine however busy; whoever waits longer waits for nothing. */
const patienceMs = 150_000;

/** Another answer may come: nobody answered, or the server says that it is at fault itself. */
const mayAskAgain = (error: unknown) => !(error instanceof RefusedCall) || error.status >= 500;

/** The demonstration's people, each with a session of their own; what one of them asks is asked again until it is answered, under the same key. */
export class People {
  /** All commands since the last whole check, in their order. */
  readonly given: Given[] = [];
  readonly #product: ProductUnderFire;
  readonly #sessions = new Map<string, Promise<Client>>();
  #password: Promise<string> | undefined;
  #lastNo = 0;

  constructor(product: ProductUnderFire) {
    this.#product = product;
  }

  /** Everybody who is in a group, such as `beiwaitan/specialist`. */
  members(group: string): string[] {
    return everybody.filter(({ organisationId, role }) => `${organisationId}/${role}` === group).map(({ login }) => login);
  }

  /** Reads as somebody, until it is answered. @throws RefusedCall */
  ask<Id extends OperationId>(login: string, id: Id, input: CallInput<Id> = {}): Promise<CallAnswer<Id>> {
    return this.#persist(`${login} ${id}`, login, (client) => client.call(id, input));
  }

  /** Gives a command as somebody, once: it is sent until it is answered. @throws RefusedCall */
  async command<Id extends OperationId>(login: string, id: Id, input: Omit<CallInput<Id>, 'key'> = {}): Promise<CallAnswer<Id>> {
    return this.#give(login, id, input, (client, key) => client.call(id, { ...input, key } as CallInput<Id>));
  }

  upload(login: string, file: Upload): Promise<CallAnswer<'uploadDocument'>> {
    return this.#give(login, 'uploadDocument', { body: { kind: file.kind, name: file.name } }, (client, key) => client.upload(file, key));
  }

  /** Sends a command again that was answered. @throws RefusedCall */
  again({ login, operation, input, key }: Given): Promise<unknown> {
    return this.#persist(`${login} ${operation} again`, login, (client) => client.call(operation, { ...input, key } as CallInput<OperationId>));
  }

  client(login: string): Promise<Client> {
    return this.#persist(`${login} signs in`, login, async (client) => client);
  }

  /** Whether somebody has waited longer than anything takes, though nothing was killed meanwhile. */
  isInVain(sinceMs: number): boolean {
    return performance.now() - Math.max(sinceMs, this.#product.quietSinceMs) > patienceMs;
  }

  async #give<Answer>(login: string, operation: OperationId, input: Given['input'], send: (client: Client, key: string) => Promise<Answer>): Promise<Answer> {
    const no = (this.#lastNo += 1);
    const given: Given = { no, login, operation, key: `kill-run-${no}`, input, givenAtMs: performance.now(), tries: 0 };
    this.given.push(given);
    try {
      const answer = await this.#persist(`${login} ${operation} (${given.key})`, login, (client) => {
        given.tries += 1;
        return send(client, given.key);
      });
      given.answer = answer;
      return answer;
    } catch (error) {
      if (error instanceof RefusedCall) given.refusedBecause = error.problem.code;
      throw error;
    } finally {
      given.answeredAtMs = performance.now();
    }
  }

  async #persist<Answer>(what: string, login: string, send: (client: Client) => Promise<Answer>): Promise<Answer> {
    const sinceMs = performance.now();
    for (;;) {
      await this.#product.up();
      try {
        return await this.#withPatience(what, this.#session(login).then(send));
      } catch (error) {
        if (!mayAskAgain(error)) throw error;
        if (this.isInVain(sinceMs)) throw new Error(`${what}: asked for ${patienceMs / 1000} s in vain`, { cause: error });
        await sleep(50);
      }
    }
  }

  /** A call that is neither answered nor cut off is a fault of its own. */
  async #withPatience<T>(what: string, work: Promise<T>): Promise<T> {
    const sinceMs = performance.now();
    let isSettled = false;
    const settled = work.finally(() => (isSettled = true));
    settled.catch(() => undefined); // awaited below
    for (let waitMs = 100; !isSettled; waitMs = 1_000) {
      const stopped = new AbortController();
      await Promise.race([settled, sleep(waitMs, undefined, { signal: stopped.signal }).catch(() => undefined)]).finally(() => stopped.abort());
      if (!isSettled && this.isInVain(sinceMs)) throw new Error(`${what}: no answer and no error for ${patienceMs / 1000} s`);
    }
    return settled;
  }

  #session(login: string): Promise<Client> {
    const product = this.#product;
    const known = this.#sessions.get(login);
    if (known) return known;
    // Nothing is tried again further down: here it is known whether the product is there.
    const address = { get url() { return product.url; }, isAlive: () => product.isAlive(), patienceMs: 0 };
    const signingIn = (this.#password ??= readDemoPassword(address)).then((password) => Client.signIn(address, { login, password }));
    this.#sessions.set(login, signingIn);
    signingIn.catch(() => {
      this.#password = undefined;
      this.#sessions.delete(login);
    });
    return signingIn;
  }
}
