import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getBankDesk } from '../../api/fn/funds/get-bank-desk';
import { listPayments } from '../../api/fn/funds/list-payments';
import { chineseAmount } from '../format/chinese-amount.ts';
import { formatDay } from '../format/time.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';

/** A payment order on paper, for a bank that is told off line: one sheet with the amount in words and places to sign. */
@Component({
  selector: 'gbc-payment-order',
  imports: [Amount, EmptyState, Icon, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './payment-order.page.html',
  styleUrl: './payment-order.page.scss',
})
export class PaymentOrderPage {
  readonly #api = inject(Api);
  readonly paymentId = input.required<string>();
  protected readonly desk = liveQuery({ params: () => true, load: () => this.#api.invoke(getBankDesk), refreshOn: [] });
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listPayments), refreshOn: ['application'] });
  protected readonly payment = computed(() => this.query.value()?.items.find((it) => it.paymentId === this.paymentId()));
  protected readonly inWords = computed(() => chineseAmount(this.payment()?.amountFen ?? 0));
  protected readonly day = formatDay;

  protected print(): void {
    window.print();
  }
}
