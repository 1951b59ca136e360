import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Budget } from '../../api/models/budget';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { budgetRows } from './budget-tree.ts';

/** A project's budgets, appropriation over contract over invoice, with what is used of each and what is left. */
@Component({
  selector: 'gbc-budget-table',
  imports: [Amount, EmptyState, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (rows().length === 0) {
        <gbc-empty icon="funds" [title]="t('budget.none')" [hint]="t('budget.noneHint')" />
      } @else {
        <div class="table-scroll">
          <table class="table" [attr.aria-label]="t('budget.title')">
            <thead>
              <tr>
                <th>{{ t('budget.column.budget') }}</th>
                <th>{{ t('budget.column.parties') }}</th>
                <th class="number">{{ t('budget.column.limit') }}</th>
                <th class="number">{{ t('budget.column.spent') }}</th>
                <th class="number">{{ t('budget.column.held') }}</th>
                <th class="number">{{ t('budget.column.left') }}</th>
                <th class="used">{{ t('budget.column.used') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (row of rows(); track row.budget.budgetId) {
                @let it = row.budget;
                <tr>
                  <td [style.padding-left.px]="12 + row.depth * 20">
                    {{ t('budget.level.' + it.level) }}
                    @if (it.level === 'invoice') {
                      <a [routerLink]="['/applications', applicationOf(it)]" [queryParams]="{ tab: 'money' }"><code>{{ nameOf(it) }}</code></a>
                    } @else {
                      <code class="faint">{{ nameOf(it) }}</code>
                    }
                    @if (it.level === 'contract' && row.childCount > 0) {
                      <button type="button" class="button plain small" [attr.aria-expanded]="opened().has(it.budgetId)" (click)="turn(it.budgetId)">{{ t('budget.invoices', { count: row.childCount }) }}</button>
                    }
                  </td>
                  <td>
                    @if (it.level !== 'invoice') {
                      {{ reference.organisationName(it.payerOrganisationId) }}
                      @if (it.payeeOrganisationId) {→ {{ reference.organisationName(it.payeeOrganisationId) }}}
                    }
                  </td>
                  <td class="number"><gbc-amount [fen]="it.limitFen" /></td>
                  <td class="number"><gbc-amount [fen]="it.spentFen" /></td>
                  <td class="number"><gbc-amount [fen]="it.heldFen" /></td>
                  <td class="number"><gbc-amount [fen]="it.availableFen" /></td>
                  <td class="used"><i [title]="percent(it)"><i [style.width]="percentOf(it.spentFen, it)"></i><i class="held" [style.width]="percentOf(it.heldFen, it)"></i></i><small class="faint">{{ percent(it) }}</small></td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </ng-container>
  `,
  styles: `
    .used {
      min-width: 130px;
      white-space: nowrap;
    }
    .used > i {
      display: inline-flex;
      width: 72px;
      height: 6px;
      margin-right: 6px;
      border-radius: 3px;
      background: var(--line);
      vertical-align: middle;
      overflow: hidden;
    }
    .used i i {
      background: var(--ink);
    }
    .used i .held {
      background: var(--wait);
    }
  `,
})
export class BudgetTable {
  protected readonly reference = inject(ReferenceStore);
  readonly budgets = input.required<readonly Budget[]>();
  protected readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly rows = computed(() => budgetRows(this.budgets(), this.opened()));

  /** The contract's number, the application of an invoice, the budget line: what comes after the owner in the id. */
  protected nameOf({ budgetId, level }: Budget): string {
    const parts = budgetId.split(':');
    return level === 'invoice' ? this.applicationOf({ budgetId }) : level === 'appropriation' ? (parts.at(-1) ?? budgetId) : parts.slice(2).join(':');
  }

  protected applicationOf({ budgetId }: Pick<Budget, 'budgetId'>): string {
    return budgetId.split(':')[1] ?? budgetId;
  }

  protected percentOf(fen: number, { limitFen }: Budget): string {
    return limitFen === 0 ? '0' : `${(fen / limitFen) * 100}%`;
  }

  protected percent({ spentFen, heldFen, limitFen }: Budget): string {
    return `${limitFen === 0 ? 0 : Math.round(((spentFen + heldFen) / limitFen) * 100)}%`;
  }

  protected turn(budgetId: string): void {
    this.opened.update((opened) => (opened.has(budgetId) ? new Set([...opened].filter((id) => id !== budgetId)) : new Set([...opened, budgetId])));
  }
}
