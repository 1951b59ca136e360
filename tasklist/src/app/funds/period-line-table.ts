import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PeriodLine } from '../../api/models/period-line';
import type { PeriodTotals } from '../../api/models/period-totals';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';

/** What accounts or budgets opened with, what moved and what they closed with. */
@Component({
  selector: 'gbc-period-lines',
  imports: [Amount, TranslocoDirective],
  template: `
    <div class="table-scroll" *transloco="let t">
      <table class="table">
        <thead>
          <tr>
            <th>{{ t('period.subject') }}</th>
            <th class="number">{{ t('period.openingBalance') }}</th>
            <th class="number">{{ t('period.debits') }}</th>
            <th class="number">{{ t('period.credits') }}</th>
            <th class="number">{{ t('period.closingBalance') }}</th>
            <th class="number">{{ t('period.held') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (it of lines(); track it.subjectId) {
            <tr>
              <td class="subject">
                <strong>{{ it.kind === 'custody' ? t('period.lineKinds.custody') : reference.organisationName(it.organisationId) }}</strong>
                @if (it.kind !== 'custody') {
                  <span class="chip">{{ t('period.lineKinds.' + it.kind) }}</span>
                  <small class="soft">{{ reference.projectName(it.projectId) }}</small>
                }
                <code class="faint">{{ it.subjectId }}</code>
              </td>
              <td class="number"><gbc-amount [fen]="it.openingFen" /></td>
              <td class="number"><gbc-amount [fen]="it.debitsFen" /></td>
              <td class="number"><gbc-amount [fen]="it.creditsFen" /></td>
              <td class="number"><gbc-amount [fen]="it.closingFen" /></td>
              <td class="number"><gbc-amount [fen]="it.kind === 'custody' ? it.pendingCreditsFen : it.pendingDebitsFen" /></td>
            </tr>
          }
        </tbody>
        @if (totals(); as sum) {
          <tfoot>
            <tr>
              <td>{{ t('period.total') }}</td>
              <td class="number"><gbc-amount [fen]="sum.openingFen" /></td>
              <td class="number"><gbc-amount [fen]="sum.debitsFen" /></td>
              <td class="number"><gbc-amount [fen]="sum.creditsFen" /></td>
              <td class="number"><gbc-amount [fen]="sum.closingFen" /></td>
              <td class="number"><gbc-amount [fen]="sum.pendingDebitsFen" /></td>
            </tr>
          </tfoot>
        }
      </table>
    </div>
  `,
  styles: `
    .subject {
      min-width: 240px;
    }
    .subject small,
    .subject code {
      display: block;
      margin-left: 0;
      overflow-wrap: anywhere;
    }
    .subject .chip {
      margin-left: 6px;
    }
  `,
})
export class PeriodLineTable {
  protected readonly reference = inject(ReferenceStore);
  readonly lines = input.required<readonly PeriodLine[]>();
  /** Of all accounts of organisations; custody is their counterpart and no part of it. */
  readonly totals = input.required<PeriodTotals | null>();
}
