import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { closePeriod } from '../../api/fn/funds/close-period';
import { confirmPeriod } from '../../api/fn/funds/confirm-period';
import { getPeriod } from '../../api/fn/funds/get-period';
import { listPeriodLines } from '../../api/fn/funds/list-period-lines';
import { listPeriodPending } from '../../api/fn/funds/list-period-pending';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { ExportMenu } from '../ui/export-menu.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { PeriodChip } from './period-chip.ts';
import { PeriodLineTable } from './period-line-table.ts';

type Subject = 'account' | 'budget';

/** One period: who closed and confirmed it, what everything opened and closed with, what was held at its end. */
@Component({
  selector: 'gbc-period',
  imports: [Amount, EmptyState, ExportMenu, PeriodChip, PeriodLineTable, ProblemNotice, ProofChip, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './period.page.html',
  styleUrl: './period.page.scss',
})
export class PeriodPage {
  readonly #api = inject(Api);
  readonly #intent = new Intent();
  readonly periodId = input.required<string>();
  /** Of the address, so that a link shows what I see. */
  readonly of = input<string>();

  protected readonly subjects: readonly Subject[] = ['account', 'budget'];
  protected readonly subject = computed<Subject>(() => (this.of() === 'budget' ? 'budget' : 'account'));
  protected readonly query = liveQuery({ params: () => this.periodId(), load: (periodId) => this.#api.invoke(getPeriod, { periodId }), refreshOn: ['log'] });
  readonly #isClosed = computed(() => (this.query.value()?.period.closedAt ?? null) !== null);
  protected readonly lines = liveQuery({
    params: () => (this.#isClosed() ? { periodId: this.periodId(), subject: this.subject(), limit: 200 } : undefined),
    load: (params) => this.#api.invoke(listPeriodLines, params),
    refreshOn: [],
  });
  /** It never changes once the period is closed, and is looked for in the whole ledger: asked for once. */
  protected readonly pending = liveQuery({
    params: () => (this.#isClosed() ? this.periodId() : undefined),
    load: async (periodId) => (await this.#api.invoke(listPeriodPending, { periodId })).items,
    refreshOn: [],
  });
  protected readonly exports = computed(() => [{ path: `periods/${this.periodId()}`, label: 'period.title' }]);
  protected readonly texts = computed(() => [{ path: `periods/${this.periodId()}`, filters: { format: 'ndjson' }, label: 'period.text' }]);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected close(): Promise<void> {
    const periodId = this.periodId();
    return this.#act(() => this.#api.invoke(closePeriod, { periodId, 'Idempotency-Key': this.#intent.keyFor({ close: periodId }) }));
  }

  protected confirm(balancesHash: string): Promise<void> {
    const periodId = this.periodId();
    return this.#act(() => this.#api.invoke(confirmPeriod, { periodId, body: { balancesHash }, 'Idempotency-Key': this.#intent.keyFor({ confirm: periodId, balancesHash }) }));
  }

  async #act(work: () => Promise<unknown>): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await work();
      await this.query.refresh();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
