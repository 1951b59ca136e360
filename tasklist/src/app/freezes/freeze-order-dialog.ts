import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { orderFreeze } from '../../api/fn/funds/order-freeze';
import type { NewFreeze } from '../../api/models/new-freeze';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';

export interface FreezeOrder {
  subject: NewFreeze['subject'];
  subjectId: string;
  /** What is frozen, in words. */
  name: string;
}

const dayMs = 86_400_000;
const days = ['7', '30', '90'] as const;

/** The regulator's order that nothing moves: why, and until when. */
@Component({
  selector: 'gbc-freeze-order-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('freeze.orderTitle.' + it.subject) }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <p><strong>{{ it.name }}</strong></p>
          <label class="field">
            <span>{{ t('decision.reason') }} <em>*</em></span>
            <textarea class="input" name="reason" rows="4" maxlength="4000" [value]="reason()" (input)="reason.set($any($event.target).value)" required></textarea>
          </label>
          <label class="field">
            <span>{{ t('freeze.until') }}</span>
            <select class="input" name="until" (change)="until.set($any($event.target).value)">
              @for (count of days; track count) {
                <option [value]="count" [selected]="count === until()">{{ t('freeze.forDays', { days: count }) }}</option>
              }
              <option value="" [selected]="!until()">{{ t('freeze.untilLifted') }}</option>
            </select>
          </label>
          <small class="faint">{{ t('freeze.orderHint') }}</small>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button danger" data-action="send" [disabled]="isBusy() || !reason().trim()">{{ t('freeze.order') }}</button>
      </mat-dialog-actions>
    </form>
  `,
})
export class FreezeOrderDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<FreezeOrderDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  readonly #openedMs = Date.now();
  protected readonly it = inject<FreezeOrder>(MAT_DIALOG_DATA);
  protected readonly days = days;
  protected readonly reason = signal('');
  protected readonly until = signal<string>('30');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  readonly #expiresAt = computed(() => (this.until() ? new Date(this.#openedMs + Number(this.until()) * dayMs).toISOString() : null));

  protected async send(): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    const { subject, subjectId } = this.it;
    const body: NewFreeze = { subject, subjectId, reason: this.reason().trim(), expiresAt: this.#expiresAt() };
    try {
      await this.#api.invoke(orderFreeze, { body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
