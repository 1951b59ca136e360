import { Component, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { closeParkedAdvice } from '../../api/fn/funds/close-parked-advice';
import type { ParkedAdvice } from '../../api/models/parked-advice';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';

/** What the bank said of payments and what fits none: somebody asks the bank and writes down what it answered. */
@Component({
  selector: 'gbc-parked-payments',
  imports: [Amount, EmptyState, ProblemNotice, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      @if (payments().length === 0) {
        <gbc-empty icon="check" [title]="t('bankDesk.noPayments')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('bankDesk.paymentId') }}</th>
                <th class="number">{{ t('bankDesk.said') }}</th>
                <th class="number">{{ t('bankDesk.ordered') }}</th>
                <th>{{ t('bankDesk.why') }}</th>
                <th>{{ t('deposit.receivedAt') }}</th>
                <th>{{ t('bankDesk.todo') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of payments(); track it.adviceId + it.contentHash) {
                <tr>
                  <td>
                    @if (it.applicationId; as id) {
                      <a [routerLink]="['/applications', id]"><code>{{ it.paymentId }}</code></a>
                    } @else {
                      <code>{{ it.paymentId }}</code>
                    }
                    <br /><code class="faint">{{ it.adviceId }}</code>
                  </td>
                  <td class="number">{{ t('payment.states.' + it.outcome) }}<br /><gbc-amount [fen]="it.amountFen" /></td>
                  <td class="number"><gbc-amount [fen]="it.orderedFen" /></td>
                  <td class="why">{{ t('bankDesk.reason.' + it.code) }}<br /><small class="soft">{{ t('bankDesk.do.' + it.code) }}</small></td>
                  <td><gbc-time [at]="it.receivedAt" /></td>
                  <td class="todo">
                    @if (mayClose()) {
                      <input class="input" name="reason" maxlength="2000" [attr.aria-label]="t('bankDesk.answer')" [placeholder]="t('bankDesk.answer')" (input)="answer(it, $any($event.target).value)" />
                      <button type="button" class="button small" data-action="close" [disabled]="isBusy() || !answers()[keyOf(it)]" (click)="close(it)">{{ t('bankDesk.close') }}</button>
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
      min-width: 220px;
    }
    .todo {
      min-width: 220px;
    }
    .todo .button {
      margin-top: 6px;
    }
  `,
})
export class ParkedPayments {
  readonly #api = inject(Api);
  readonly #intent = new Intent();
  readonly payments = input.required<ParkedAdvice[]>();
  readonly mayClose = input(false);
  readonly changed = output();
  protected readonly answers = signal<Readonly<Record<string, string>>>({});
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly keyOf = ({ adviceId, contentHash }: ParkedAdvice): string => `${adviceId} ${contentHash}`;

  protected answer(it: ParkedAdvice, text: string): void {
    this.answers.update((before) => ({ ...before, [this.keyOf(it)]: text.trim() }));
  }

  protected async close(it: ParkedAdvice): Promise<void> {
    const { adviceId, contentHash } = it;
    const body = { contentHash, reason: this.answers()[this.keyOf(it)] ?? '' };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(closeParkedAdvice, { adviceId, body, 'Idempotency-Key': this.#intent.keyFor({ adviceId, body }) });
      this.changed.emit();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
