import { Component, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { settlePayment } from '../../api/fn/funds/settle-payment';
import type { Payment } from '../../api/models/payment';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { hasWords, reasonCodes } from '../bank/reason-codes.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';

const tone: Record<Payment['state'], string> = { waiting: 'wait', paid: 'good', refused: 'bad' };

/** What the bank was told to pay; its operator pays or refuses each here, where the bank is the simulated one. */
@Component({
  selector: 'gbc-payment-table',
  imports: [Amount, EmptyState, ProblemNotice, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      @if (payments().length === 0) {
        <gbc-empty icon="funds" [title]="t('payment.none')" [hint]="t('payment.noneHint')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('payment.remittance') }}</th>
                <th>{{ t('payment.creditor') }}</th>
                <th class="number">{{ t('payment.amount') }}</th>
                <th>{{ t('payment.state') }}</th>
                <th>{{ t('payment.orderedAt') }}</th>
                @if (maySettle()) {
                  <th></th>
                }
              </tr>
            </thead>
            <tbody>
              @for (it of payments(); track it.paymentId) {
                <tr>
                  <td><a [routerLink]="['/applications', it.applicationId]">{{ it.remittance }}</a><br /><code class="faint">{{ it.paymentId }}</code></td>
                  <td>{{ it.creditor.name }}<br /><span class="faint">{{ it.creditor.bank }} {{ it.creditor.account }}</span></td>
                  <td class="number"><gbc-amount [fen]="it.amountFen" [hasHint]="true" /></td>
                  <td>
                    <span class="chip" [class]="tone[it.state]">{{ t('payment.states.' + it.state) }}</span>
                    @if (it.reasonCode) {
                      <br /><code class="faint">{{ it.reasonCode }}</code>
                      @if (hasWords(it.reasonCode)) {
                        <small class="soft"> {{ t('payment.reasons.' + it.reasonCode) }}</small>
                      }
                    }
                  </td>
                  <td><gbc-time [at]="it.createdAt" /></td>
                  @if (maySettle()) {
                    <td class="actions">
                      @if (it.state === 'waiting' && it.takenAt === null) {
                        <span class="soft">{{ t('payment.sending') }}</span>
                      } @else if (it.state === 'waiting') {
                        <button type="button" class="button primary" data-action="pay" [disabled]="isBusy()" (click)="settle(it, 'paid')">{{ t('payment.pay') }}</button>
                        <select class="input" name="reasonCode" [attr.aria-label]="t('payment.reason')" (change)="reasonCode.set($any($event.target).value)">
                          @for (code of reasonCodes; track code) {
                            <option [value]="code" [selected]="code === reasonCode()">{{ code }} {{ t('payment.reasons.' + code) }}</option>
                          }
                        </select>
                        <button type="button" class="button" data-action="refuse" [disabled]="isBusy()" (click)="settle(it, 'refused')">{{ t('payment.refuse') }}</button>
                      }
                    </td>
                  }
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </ng-container>
  `,
  styles: `
    td:first-child {
      min-width: 180px;
    }
    .actions {
      white-space: nowrap;
    }
    .actions > * + * {
      margin-left: 8px;
    }
    .actions .input {
      width: 196px;
    }
  `,
})
export class PaymentTable {
  readonly #api = inject(Api);
  readonly #intent = new Intent();
  readonly payments = input.required<Payment[]>();
  readonly maySettle = input(false);
  readonly settled = output();
  protected readonly tone = tone;
  protected readonly reasonCodes = reasonCodes;
  protected readonly hasWords = hasWords;
  /** Why the operator refuses; a closed account is what happens most. */
  protected readonly reasonCode = signal('AC04');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async settle({ paymentId }: Payment, outcome: 'paid' | 'refused'): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const body = outcome === 'refused' ? { outcome, reasonCode: this.reasonCode() } : { outcome };
      await this.#api.invoke(settlePayment, { paymentId, body, 'Idempotency-Key': this.#intent.keyFor({ paymentId, body }) });
      this.settled.emit();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
