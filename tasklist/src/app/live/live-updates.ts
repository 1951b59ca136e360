import { inject, Injectable, signal } from '@angular/core';
import { Subject } from 'rxjs';
import { SessionStore } from '../session/session-store.ts';

export type Topic = 'tasks' | 'application' | 'processInstance' | 'deposits' | 'log' | 'models' | 'allocations' | 'engine';

/** What changed. `everything` after a gap: nobody knows what was missed. */
export type LiveMessage = { topic: Topic; id?: string } | { topic: 'everything' };

const retryMs = { first: 1_000, max: 15_000 };

/** The server's stream of changes. It carries no data: who shows something asks for it again. */
@Injectable({ providedIn: 'root' })
export class LiveUpdates {
  readonly #session = inject(SessionStore);
  readonly #isConnected = signal(false);
  readonly #heardAt = signal<Date | undefined>(undefined);
  readonly #messages = new Subject<LiveMessage>();
  #source: EventSource | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #retryDelayMs = retryMs.first;

  readonly isConnected = this.#isConnected.asReadonly();
  /** When the stream was last known to be whole; what is shown is at least this fresh. */
  readonly heardAt = this.#heardAt.asReadonly();
  readonly messages = this.#messages.asObservable();

  connect(): void {
    this.disconnect();
    const source = new EventSource('/api/v1/stream', { withCredentials: true });
    this.#source = source;
    source.onopen = () => this.#opened();
    source.onmessage = (event: MessageEvent<string>) => this.#messages.next(JSON.parse(event.data) as LiveMessage);
    source.onerror = () => this.#lost(source);
  }

  disconnect(): void {
    clearTimeout(this.#retryTimer);
    this.#source?.close();
    this.#source = undefined;
    this.#isConnected.set(false);
  }

  /** Has everything that is shown fetched again. */
  refreshEverything(): void {
    this.#messages.next({ topic: 'everything' });
  }

  #opened(): void {
    this.#retryDelayMs = retryMs.first;
    this.#isConnected.set(true);
    this.#heardAt.set(new Date());
    // The first time, too: what is shown was asked for before anybody would have told us that it has changed.
    this.refreshEverything();
  }

  #lost(source: EventSource): void {
    if (this.#isConnected()) this.#heardAt.set(new Date());
    this.#isConnected.set(false);
    // The browser tries again by itself after a broken connection, but not after an answer that is no stream.
    if (source.readyState !== EventSource.CLOSED || !this.#session.session()) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.connect(), this.#retryDelayMs);
    this.#retryDelayMs = Math.min(this.#retryDelayMs * 2, retryMs.max);
  }
}
