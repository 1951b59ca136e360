import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MoneyFlow } from '../../api/models/money-flow';
import type { MoneyPicture } from '../../api/models/money-picture';
import { Amount } from '../ui/amount.ts';
import { flowId } from './flow-graph.ts';
import { FlowNames } from './flow-names.ts';
import type { FlowSelection } from './flow-selection.ts';

/** The flows of the picture as rows; one leads on to its transfers. */
@Component({
  selector: 'gbc-flow-table',
  imports: [Amount, TranslocoDirective],
  template: `
    <div class="table-scroll" *transloco="let t">
      <table class="table" [attr.aria-label]="t('flow.table')">
        <thead>
          <tr>
            <th>{{ t('flow.column.from') }}</th>
            <th>{{ t('flow.column.to') }}</th>
            <th class="number">{{ t('flow.column.amount') }}</th>
            <th class="number">{{ t('flow.column.returned') }}</th>
            <th class="number">{{ t('flow.column.transfers') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.id) {
            <tr class="is-link" [class.chosen]="row.id === selection()?.id" (click)="choose(row.id)">
              <td>{{ row.from }}</td>
              <td>{{ row.to }}</td>
              <td class="number"><gbc-amount [fen]="row.flow.amountFen" [hasHint]="true" /></td>
              <td class="number">@if (row.flow.returnedFen > 0) {<gbc-amount [fen]="row.flow.returnedFen" />} @else {<span class="faint">—</span>}</td>
              <td class="number"><button type="button" class="button plain small" [attr.aria-expanded]="row.id === selection()?.id" [attr.aria-label]="t('flow.showTransfers', { from: row.from, to: row.to })" (click)="$event.stopPropagation(); choose(row.id)">{{ t('flow.transfers', { count: row.flow.transferCount }) }}</button></td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    td:nth-child(-n + 2) {
      min-width: 132px;
    }
    .chosen td {
      background: var(--ink-soft);
    }
  `,
})
export class FlowTable {
  readonly #names = inject(FlowNames);
  readonly picture = input.required<MoneyPicture>();
  readonly flows = input.required<readonly MoneyFlow[]>();
  readonly selection = input<FlowSelection>();
  readonly selected = output<FlowSelection | undefined>();

  protected readonly rows = computed(() =>
    this.flows().map((flow) => ({
      flow,
      id: flowId(flow),
      from: flow.fromAccountId ? this.#names.accountName(flow.fromAccountId, this.picture()) : this.#names.depositName(flow.adviceId, this.picture()),
      to: this.#names.accountName(flow.toAccountId, this.picture()),
    })),
  );

  protected choose(id: string): void {
    this.selected.emit(id === this.selection()?.id ? undefined : { kind: 'link', id });
  }
}
