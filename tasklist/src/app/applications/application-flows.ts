import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationFlows } from '../../api/fn/applications/get-application-flows';
import { MomentChoice } from '../flows/moment-choice.ts';
import { MoneyFlows } from '../flows/money-flows.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Amount } from '../ui/amount.ts';
import { Skeleton } from '../ui/skeleton.ts';

/** What an application was paid: which deposits paid it, and where that money is. Nothing is said before it was paid. */
@Component({
  selector: 'gbc-application-flows',
  imports: [Amount, MomentChoice, MoneyFlows, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value(); as it) {
        @if (it.lots.length > 0 || at()) {
          <header>
            <h3>{{ t('flow.title') }}</h3>
            <gbc-moment [at]="at()" />
          </header>
          @if (it.lots.length > 0) {
            <p class="lots">
              <span class="soft">{{ t('lot.paidFrom') }}</span>
              @for (lot of it.lots; track lot.lotId) {
                <a class="chip" [routerLink]="['/funds/lots', lot.lotId]">{{ referenceOf(lot.adviceId) }} <gbc-amount [fen]="lot.amountFen" /></a>
              }
            </p>
          }
          <gbc-money-flows [picture]="it.picture" [scope]="scope()" [at]="at()" [marked]="marked()" />
        }
      } @else if (!query.problem()) {
        <gbc-skeleton [lines]="6" />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
      margin-top: 20px;
    }
    header {
      justify-content: space-between;
    }
    header,
    .lots {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 12px;
      align-items: center;
    }
  `,
})
export class ApplicationFlows {
  readonly #api = inject(Api);
  readonly applicationId = input.required<string>();
  /** A past moment. */
  readonly at = input<string>();

  protected readonly scope = computed(() => ({ applicationId: this.applicationId() }));
  protected readonly query = liveQuery({
    params: () => ({ applicationId: this.applicationId(), at: this.at() }),
    load: ({ applicationId, at }) => this.#api.invoke(getApplicationFlows, { applicationId, ...(at ? { at } : {}) }),
    refreshOn: ['application'],
  });
  protected readonly marked = computed(() => new Set((this.query.value()?.lots ?? []).map(({ accountId }) => accountId)));

  protected referenceOf(adviceId: string): string {
    return this.query.value()?.picture.deposits.find((it) => it.adviceId === adviceId)?.reference ?? adviceId;
  }
}
