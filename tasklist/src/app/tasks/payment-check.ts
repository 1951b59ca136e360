import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listPayments } from '../../api/fn/funds/list-payments';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Amount } from '../ui/amount.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** A payment that the bank has said nothing clear of: what to ask the bank, and why asking pays nothing. */
@Component({
  selector: 'gbc-payment-check',
  imports: [Amount, ProblemNotice, Skeleton, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p class="soft">{{ t('paymentCheck.explain') }}</p>
      @for (it of payments(); track it.paymentId) {
        <dl class="facts">
          <dt>{{ t('paymentCheck.paymentId') }}</dt>
          <dd><code>{{ it.paymentId }}</code></dd>
          <dt>{{ t('payment.amount') }}</dt>
          <dd><gbc-amount [fen]="it.amountFen" [hasHint]="true" /></dd>
          <dt>{{ t('payment.creditor') }}</dt>
          <dd>{{ it.creditor.name }} · {{ it.creditor.bank }} {{ it.creditor.account }}</dd>
          <dt>{{ t('payment.orderedAt') }}</dt>
          <dd><gbc-time [at]="it.createdAt" /></dd>
          <dt>{{ t('payment.state') }}</dt>
          <dd><span class="chip wait">{{ t('payment.states.' + it.state) }}</span></dd>
        </dl>
      } @empty {
        @if (query.problem(); as it) {
          <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
        } @else {
          <gbc-skeleton />
        }
      }
      <p class="soft">{{ t('paymentCheck.afterwards') }}</p>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
  `,
})
export class PaymentCheck {
  readonly #api = inject(Api);
  readonly applicationId = input.required<string>();
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listPayments), refreshOn: ['application', 'deposits'] });
  protected readonly payments = computed(() => (this.query.value()?.items ?? []).filter((it) => it.applicationId === this.applicationId()).slice(0, 1));
}
