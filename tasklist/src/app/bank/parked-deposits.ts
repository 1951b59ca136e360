import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { assignDeposit } from '../../api/fn/funds/assign-deposit';
import type { Parked } from '../../api/models/parked';
import type { ParkedDeposit } from '../../api/models/parked-deposit';
import { formatFen } from '../format/fen.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';

/** Deposits that nothing fits: district finance says what each is for, and somebody else approves the match. */
@Component({
  selector: 'gbc-parked-deposits',
  imports: [Amount, EmptyState, ProblemNotice, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      @if (parked().deposits.length === 0) {
        <gbc-empty icon="check" [title]="t('bankDesk.noDeposits')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('deposit.reference') }}</th>
                <th class="number">{{ t('deposit.amount') }}</th>
                <th>{{ t('bankDesk.why') }}</th>
                <th>{{ t('deposit.receivedAt') }}</th>
                <th>{{ t('bankDesk.todo') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of parked().deposits; track it.adviceId) {
                <tr>
                  <td>{{ it.reference }}<br /><code class="faint">{{ it.adviceId }}</code></td>
                  <td class="number"><gbc-amount [fen]="it.amountFen" [hasHint]="true" /></td>
                  <td class="why">{{ t('bankDesk.reason.' + it.code) }}</td>
                  <td><gbc-time [at]="it.receivedAt" /></td>
                  <td class="todo">
                    @if (it.mayAssign && mayAssign()) {
                      <select class="input" name="reference" [attr.aria-label]="t('bankDesk.appropriation')" (change)="choose(it, $any($event.target).value)">
                        <option value="">{{ t('bankDesk.appropriation') }}</option>
                        @for (each of parked().appropriations; track each.reference) {
                          <option [value]="each.reference" [disabled]="each.roomFen < it.amountFen">{{ each.reference }} {{ t('bankDesk.room', { amount: text(each.roomFen) }) }}</option>
                        }
                      </select>
                      <button type="button" class="button small" data-action="assign" [disabled]="isBusy() || !chosen()[it.adviceId]" (click)="assign(it)">{{ t('bankDesk.assign') }}</button>
                    } @else {
                      <span class="soft">{{ t('bankDesk.do.' + it.code) }}</span>
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
    .why {
      min-width: 160px;
    }
    .todo {
      min-width: 300px;
    }
    .todo .input {
      width: 220px;
      margin-right: 8px;
    }
  `,
})
export class ParkedDeposits {
  readonly #api = inject(Api);
  readonly #intent = new Intent();
  readonly parked = input.required<Parked>();
  readonly mayAssign = input(false);
  readonly changed = output();
  protected readonly chosen = signal<Readonly<Record<string, string>>>({});
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly text = formatFen;

  protected choose({ adviceId }: ParkedDeposit, reference: string): void {
    this.chosen.update((before) => ({ ...before, [adviceId]: reference }));
  }

  protected async assign({ adviceId }: ParkedDeposit): Promise<void> {
    const body = { reference: this.chosen()[adviceId] ?? '' };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(assignDeposit, { adviceId, body, 'Idempotency-Key': this.#intent.keyFor({ adviceId, body }) });
      this.changed.emit();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
