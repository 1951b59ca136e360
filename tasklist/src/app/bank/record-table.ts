import { Component, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BankRecord } from '../../api/models/bank-record';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';

/** Papers of the bank's: who read each, and whether the second read the same. */
@Component({
  selector: 'gbc-record-table',
  imports: [Amount, EmptyState, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (records().length === 0) {
        <gbc-empty [title]="t('bankDesk.noRecords')" [hint]="t('bankDesk.noRecordsHint')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('bankDesk.paper') }}</th>
                <th class="number">{{ t('deposit.amount') }}</th>
                <th>{{ t('deposit.state') }}</th>
                <th>{{ t('bankDesk.first') }}</th>
                <th>{{ t('bankDesk.secondReader') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of records(); track it.recordId) {
                <tr>
                  <td>
                    {{ t('bankDesk.kind.' + it.kind) }}<br />
                    @if (it.paper; as paper) {
                      <code class="faint">{{ paper.kind === 'statement' ? paper.day : paper.adviceId }}</code>
                    } @else {
                      <span class="faint">{{ t('bankDesk.hidden') }}</span>
                    }
                  </td>
                  <td class="number">
                    @if (it.paper; as paper) {
                      <gbc-amount [fen]="paper.kind === 'statement' ? paper.closingFen : paper.amountFen" />
                    }
                  </td>
                  <td>
                    <span class="chip" [class.good]="it.state === 'confirmed'" [class.wait]="it.state === 'entered'" [class.bad]="it.state === 'differed'">{{ t('bankDesk.states.' + it.state) }}</span>
                    @if (it.differences.length > 0) {
                      <br /><small class="bad-text">{{ t('bankDesk.differs') }}@for (field of it.differences; track field) { {{ t('bankDesk.field.' + field) }} }</small>
                    }
                  </td>
                  <td>{{ it.enteredBy }}<br /><gbc-time [at]="it.enteredAt" /></td>
                  <td>
                    @if (it.checkedAt; as at) {
                      {{ it.checkedBy }}<br /><gbc-time [at]="at" />
                    } @else if (it.mayCheck) {
                      <button type="button" class="button small" data-action="check" (click)="check.emit(it)">{{ t('bankDesk.check') }}</button>
                    } @else {
                      <span class="faint">{{ t('bankDesk.waits') }}</span>
                    }
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </ng-container>
  `,
  styles: `
    .bad-text {
      color: var(--bad);
    }
    td:first-child {
      min-width: 130px;
    }
  `,
})
export class RecordTable {
  readonly records = input.required<BankRecord[]>();
  readonly check = output<BankRecord>();
}
