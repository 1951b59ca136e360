import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getProjectFunds } from '../../api/fn/funds/get-project-funds';
import { MomentChoice } from '../flows/moment-choice.ts';
import { MoneyFlows } from '../flows/money-flows.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { BalanceTable } from './balance-table.ts';
import { BudgetTable } from './budget-table.ts';

/** A project's money: where it went, who has how much of it, and what its budgets still allow; now or as it was. */
@Component({
  selector: 'gbc-project-funds',
  imports: [BalanceTable, BudgetTable, MomentChoice, MoneyFlows, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <header class="page-head">
        <h1><a routerLink="/funds" [queryParams]="{ at: at() ?? null, by: 'project' }">{{ t('place.funds') }}</a> / {{ reference.projectName(projectId()) }}</h1>
        <code class="faint">{{ projectId() }}</code>
        <span class="spacer"></span>
        <gbc-moment [at]="at()" />
      </header>
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value(); as it) {
        <section class="panel">
          <header><h2>{{ t('flow.title') }}</h2></header>
          <div class="body"><gbc-money-flows [picture]="it.picture" [scope]="scope()" [at]="at()" [heldFen]="heldFen()" /></div>
        </section>
        <section class="panel">
          <header><h2>{{ t('funds.balances') }}</h2></header>
          <gbc-balance-table [accounts]="it.accounts" by="organisation" />
        </section>
        <section class="panel">
          <header><h2>{{ t('budget.title') }}</h2></header>
          <gbc-budget-table [budgets]="it.budgets" />
        </section>
      } @else if (!query.problem()) {
        <section class="panel"><gbc-skeleton [lines]="10" /></section>
      }
    </div>
  `,
})
export class ProjectFundsPage {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  readonly projectId = input.required<string>();
  /** From the address: a past moment. */
  readonly at = input<string>();

  protected readonly scope = computed(() => ({ projectId: this.projectId() }));
  protected readonly query = liveQuery({
    params: () => ({ projectId: this.projectId(), at: this.at() }),
    load: ({ projectId, at }) => this.#api.invoke(getProjectFunds, { projectId, ...(at ? { at } : {}) }),
    refreshOn: ['deposits', 'application'],
  });
  protected readonly heldFen = computed(() => new Map((this.query.value()?.accounts ?? []).map(({ accountId, heldFen }) => [accountId, heldFen])));
}
