import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getFunds } from '../../api/fn/funds/get-funds';
import { listDeposits } from '../../api/fn/funds/list-deposits';
import { chineseAmount } from '../format/chinese-amount.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Amount } from '../ui/amount.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** The bank's advice that is to be matched before as many tokens are minted. */
@Component({
  selector: 'gbc-deposit-facts',
  imports: [Amount, ProblemNotice, Skeleton, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (deposit(); as it) {
        <section>
          <p class="soft">{{ t('deposit.advised') }}</p>
          <gbc-amount class="sum" [fen]="it.amountFen" [hasHint]="true" />
          <p class="soft" lang="zh-CN">{{ inWords(it.amountFen) }}</p>
        </section>
        <dl class="facts">
          <dt>{{ t('deposit.reference') }}</dt>
          <dd>{{ it.reference }}</dd>
          <dt>{{ t('deposit.valueDate') }}</dt>
          <dd>{{ it.valueDate }}</dd>
          <dt>{{ t('deposit.receivedAt') }}</dt>
          <dd><gbc-time [at]="it.receivedAt" /></dd>
          <dt>{{ t('deposit.adviceId') }}</dt>
          <dd><code>{{ it.adviceId }}</code></dd>
        </dl>
        @if (funds.value(); as money) {
          <dl class="facts">
            <dt>{{ t('funds.supply') }}</dt>
            <dd><gbc-amount [fen]="money.supplyFen" [hasHint]="true" /></dd>
            <dt>{{ t('funds.custody') }}</dt>
            <dd><gbc-amount [fen]="money.custodyFen" [hasHint]="true" /></dd>
          </dl>
        }
      } @else if (deposits.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="deposits.refresh()" />
      } @else {
        <gbc-skeleton />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    section {
      padding: 24px;
      border: 1px solid var(--line);
      border-radius: 6px;
      background: var(--surface-sunk);
    }
    .sum {
      font-size: 28px;
      font-weight: 600;
    }
  `,
})
export class DepositFacts {
  readonly #api = inject(Api);
  readonly adviceId = input.required<string>();
  protected readonly deposits = liveQuery({ params: () => true, load: () => this.#api.invoke(listDeposits), refreshOn: ['deposits'] });
  protected readonly funds = liveQuery({ params: () => true, load: () => this.#api.invoke(getFunds), refreshOn: ['deposits'] });
  protected readonly deposit = computed(() => this.deposits.value()?.items.find((it) => it.adviceId === this.adviceId()));
  protected readonly inWords = chineseAmount;
}
