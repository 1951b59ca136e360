import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getReserveProof } from '../../api/fn/funds/get-reserve-proof';
import { proveReserve } from '../../api/fn/funds/prove-reserve';
import type { ReserveLine } from '../../api/models/reserve-line';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

const explained: readonly ReserveLine['state'][] = ['notMinted', 'notBurned'];

/** Custody held against the ledger, line by line: where they agree, what is on its way, and where they differ. */
@Component({
  selector: 'gbc-reserve',
  imports: [Amount, EmptyState, Icon, ProblemNotice, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './reserve.page.html',
  styleUrl: './funds.page.scss',
})
export class ReservePage {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();

  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(getReserveProof), refreshOn: ['deposits', 'application'] });
  protected readonly mayProve = computed(() => this.#session.has('finance-supervisor', 'bank-operator', 'regulator'));
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** What differs first, then what is on its way. */
  protected readonly lines = computed(() => {
    const rank = (line: ReserveLine) => (this.toneOf(line) === 'bad' ? 0 : this.toneOf(line) === 'wait' ? 1 : 2);
    return [...(this.query.value()?.proof?.lines ?? [])].sort((a, b) => rank(a) - rank(b));
  });

  protected toneOf({ state }: ReserveLine): 'good' | 'wait' | 'bad' {
    if (state === 'matched') return 'good';
    return explained.includes(state) ? 'wait' : 'bad';
  }

  protected async prove(): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(proveReserve, { 'Idempotency-Key': this.#intent.keyFor('reserve') });
      this.#intent.done();
      await this.query.refresh();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
