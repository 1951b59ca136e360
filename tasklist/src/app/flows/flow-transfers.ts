import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listFlowTransfers } from '../../api/fn/funds/list-flow-transfers';
import type { FlowTransfer } from '../../api/models/flow-transfer';
import type { MoneyFlow } from '../../api/models/money-flow';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Amount } from '../ui/amount.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import type { FlowScope } from './flow-scope.ts';

/** The transfers behind one flow, each with who decided and its proof. */
@Component({
  selector: 'gbc-flow-transfers',
  imports: [Amount, ProblemNotice, ProofChip, RouterLink, Skeleton, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem() ?? query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value()) {
        <div class="table-scroll">
          <table class="table" [attr.aria-label]="t('flow.transfersOf')">
            <thead>
              <tr>
                <th>{{ t('trail.column.at') }}</th>
                <th>{{ t('trail.column.kind') }}</th>
                <th class="number">{{ t('trail.column.amount') }}</th>
                <th class="number">{{ t('flow.column.share') }}</th>
                <th>{{ t('trail.column.decidedBy') }}</th>
                <th>{{ t('trail.column.proof') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of transfers(); track it.transferId) {
                <tr>
                  <td><gbc-time [at]="it.at" /></td>
                  <td>
                    @if (it.applicationId.startsWith('deposit:')) {
                      {{ t('transfer.kind.' + it.kind) }}
                    } @else {
                      <a [routerLink]="['/applications', it.applicationId]" [queryParams]="{ tab: 'money' }">{{ t('transfer.kind.' + it.kind) }}</a>
                    }
                  </td>
                  <td class="number"><gbc-amount [fen]="it.amountFen" /></td>
                  <td class="number"><gbc-amount [fen]="it.shareFen" /></td>
                  <td>
                    @for (decided of it.decidedBy; track $index) {
                      <span class="decider">{{ decided.personName }} <small class="faint">{{ t('role.' + decided.role) }}</small></span>
                    }
                  </td>
                  <td><gbc-proof [proof]="it.proof" [eventId]="it.eventId" /></td>
                </tr>
              }
            </tbody>
          </table>
        </div>
        @if (further().next) {
          <p class="more"><button type="button" class="button small" [disabled]="isBusy()" (click)="more()">{{ t('flow.more') }}</button></p>
        }
      } @else if (!query.problem()) {
        <gbc-skeleton [lines]="3" />
      }
    </ng-container>
  `,
  styles: `
    .decider {
      display: block;
      white-space: nowrap;
    }
    .more {
      padding: 8px 12px;
    }
  `,
})
export class FlowTransfers {
  readonly #api = inject(Api);
  readonly scope = input.required<FlowScope>();
  readonly flow = input.required<MoneyFlow>();
  readonly at = input<string>();

  readonly #params = computed(() => {
    const { fromAccountId, adviceId, toAccountId } = this.flow();
    const at = this.at();
    return { ...this.scope(), toAccountId, ...(fromAccountId ? { fromAccountId } : {}), ...(adviceId ? { adviceId } : {}), ...(at ? { at } : {}) };
  });
  protected readonly query = liveQuery({ params: () => this.#params(), load: (params) => this.#api.invoke(listFlowTransfers, params), refreshOn: ['log'] });
  /** Pages after the first; asked for again from the start when the first is. */
  protected readonly further = linkedSignal(() => ({ items: [] as FlowTransfer[], next: this.query.value()?.nextCursor ?? null }));
  protected readonly transfers = computed(() => [...(this.query.value()?.items ?? []), ...this.further().items]);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async more(): Promise<void> {
    const { items, next } = this.further();
    if (!next) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const page = await this.#api.invoke(listFlowTransfers, { ...this.#params(), cursor: next });
      this.further.set({ items: [...items, ...page.items], next: page.nextCursor });
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
