import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listPeriods } from '../../api/fn/funds/list-periods';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { PeriodChip } from './period-chip.ts';

/** The months and years of the books: which are closed, by whom, and with how much in circulation. */
@Component({
  selector: 'gbc-periods',
  imports: [Amount, EmptyState, PeriodChip, ProblemNotice, ProofChip, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './periods.page.html',
  styleUrl: './period.page.scss',
})
export class PeriodsPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listPeriods), refreshOn: ['log'] });

  protected async open(periodId: string): Promise<void> {
    await this.#router.navigate(['/funds/periods', periodId]);
  }
}
