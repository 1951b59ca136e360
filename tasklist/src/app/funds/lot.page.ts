import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getLotFlows } from '../../api/fn/funds/get-lot-flows';
import { MomentChoice } from '../flows/moment-choice.ts';
import { MoneyFlows } from '../flows/money-flows.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** One lot: which deposit it came from by which hands, and where its money went. */
@Component({
  selector: 'gbc-lot',
  imports: [Amount, MomentChoice, MoneyFlows, ProblemNotice, RouterLink, Skeleton, Time, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <header class="page-head">
        <h1><a routerLink="/funds">{{ t('place.funds') }}</a> / {{ t('lot.title') }}</h1>
        <code class="faint">{{ lotId() }}</code>
        <span class="spacer"></span>
        <gbc-moment [at]="at()" />
      </header>
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value(); as it) {
        @for (lot of it.lots; track lot.lotId) {
          <section class="panel">
            <div class="body">
              <dl class="facts">
                <dt>{{ t('lot.deposit') }}</dt>
                <dd>{{ referenceOf(lot.adviceId) }} <code class="faint">{{ lot.adviceId }}</code></dd>
                @if (lot.projectId) {
                  <dt>{{ t('lot.project') }}</dt>
                  <dd><a [routerLink]="['/funds/projects', lot.projectId]" [queryParams]="{ at: at() ?? null }">{{ reference.projectName(lot.projectId) }}</a></dd>
                }
                <dt>{{ t('lot.holder') }}</dt>
                <dd>{{ lot.organisationId ? reference.organisationName(lot.organisationId) : t('flow.redeemed') }}</dd>
                <dt>{{ t('lot.amount') }}</dt>
                <dd><gbc-amount [fen]="lot.amountFen" [hasHint]="true" /></dd>
                <dt>{{ t('lot.left') }}</dt>
                <dd><gbc-amount [fen]="lot.leftFen" [hasHint]="true" /></dd>
                <dt>{{ t('lot.receivedAt') }}</dt>
                <dd>
                  <gbc-time [at]="lot.receivedAt" />
                  @if (!lot.applicationId.startsWith('deposit:')) {
                    · <a [routerLink]="['/applications', lot.applicationId.replace('operating:', '')]" [queryParams]="{ tab: 'money' }">{{ t('lot.application') }}</a>
                  }
                  @if (lot.parentLotId) {
                    · <a [routerLink]="['/funds/lots', lot.parentLotId]" [queryParams]="{ at: at() ?? null }">{{ t('lot.parent') }}</a>
                  }
                </dd>
              </dl>
            </div>
          </section>
        }
        <section class="panel">
          <header><h2>{{ t('flow.title') }}</h2></header>
          <div class="body"><gbc-money-flows [picture]="it.picture" [scope]="scope()" [at]="at()" [marked]="marked()" /></div>
        </section>
      } @else if (!query.problem()) {
        <section class="panel"><gbc-skeleton [lines]="10" /></section>
      }
    </div>
  `,
})
export class LotPage {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  readonly lotId = input.required<string>();
  /** From the address: a past moment. */
  readonly at = input<string>();

  protected readonly scope = computed(() => ({ lotId: this.lotId() }));
  protected readonly query = liveQuery({
    params: () => ({ lotId: this.lotId(), at: this.at() }),
    load: ({ lotId, at }) => this.#api.invoke(getLotFlows, { lotId, ...(at ? { at } : {}) }),
    refreshOn: ['deposits', 'application'],
  });
  protected readonly marked = computed(() => new Set((this.query.value()?.lots ?? []).map(({ accountId }) => accountId)));

  protected referenceOf(adviceId: string): string {
    return this.query.value()?.picture.deposits.find((it) => it.adviceId === adviceId)?.reference ?? '';
  }
}
