import { computed, DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { problemOf, type Problem } from '../problems/problem.ts';
import { LiveUpdates, type LiveMessage, type Topic } from './live-updates.ts';

/** How long a change waits for its fellows, and how often one answer is asked for at most. */
const coalesceMs = 120;
const oftenestMs = 1_000;

export interface LiveQuery<T> {
  /** The newest answer; kept while it is asked for again, also when that fails. */
  readonly value: Signal<T | undefined>;
  /** Why the newest attempt failed. */
  readonly problem: Signal<Problem | undefined>;
  readonly isLoading: Signal<boolean>;
  refresh(): Promise<void>;
}

export interface LiveQueryOptions<P, T> {
  /** What to ask for; `undefined` asks for nothing. Another value drops the answer and asks again. */
  params: () => P | undefined;
  load: (params: P) => Promise<T>;
  /** Which changes make the answer stale. */
  refreshOn: Topic[] | ((message: LiveMessage & { id?: string }) => boolean);
}

/** An answer of the API that stays fresh: asked for again when the stream says that it changed. Use where a component is made. */
export function liveQuery<P, T>(options: LiveQueryOptions<P, T>): LiveQuery<T> {
  const value = signal<T | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  const pending = signal(0);
  const params = computed(options.params, { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
  let newest = 0;

  async function ask(): Promise<void> {
    const wanted = untracked(params);
    if (wanted === undefined) return;
    const attempt = ++newest;
    pending.update((count) => count + 1);
    try {
      const answer = await options.load(wanted);
      if (attempt !== newest) return;
      value.set(answer);
      problem.set(undefined);
    } catch (error) {
      if (attempt === newest) problem.set(problemOf(error));
    } finally {
      pending.update((count) => count - 1);
    }
  }

  effect(() => {
    params();
    untracked(() => {
      newest++;
      value.set(undefined);
      problem.set(undefined);
      void ask();
    });
  });

  refreshOnMessages(options.refreshOn, ask);
  return { value, problem, isLoading: computed(() => pending() > 0), refresh: ask };
}

/** Several changes at once (one decision moves a task, an application and a token) are one question; where they don't end, it is asked every second. */
function refreshOnMessages(refreshOn: LiveQueryOptions<unknown, unknown>['refreshOn'], refresh: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedAt = -Infinity;
  const ask = () => {
    timer = undefined;
    askedAt = performance.now();
    void refresh();
  };
  const isStale = (message: LiveMessage): boolean =>
    message.topic === 'everything' ||
    (typeof refreshOn === 'function' ? refreshOn(message) : refreshOn.includes(message.topic));
  const subscription = inject(LiveUpdates).messages.subscribe((message) => {
    if (!isStale(message)) return;
    timer ??= setTimeout(ask, Math.max(coalesceMs, askedAt + oftenestMs - performance.now()));
  });
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    subscription.unsubscribe();
  });
}
