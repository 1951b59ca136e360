import { Component, computed, inject, signal } from '@angular/core';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { makeDeposit } from '../../api/fn/funds/make-deposit';
import type { NewDeposit } from '../../api/models/new-deposit';
import { chineseAmount } from '../format/chinese-amount.ts';
import { yuanToFen } from '../format/fen.ts';
import { formatDay } from '../format/time.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';

/** Has the simulated bank take in public money; the advice then comes by its own way. */
@Component({
  selector: 'gbc-deposit-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('funds.makeDeposit') }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <label class="field">
            <span>{{ t('deposit.reference') }} <em>*</em></span>
            <input class="input" name="reference" [value]="reference()" (input)="reference.set($any($event.target).value)" required pattern="[A-Za-z0-9][A-Za-z0-9._:\\-]*" maxlength="80" />
            <small class="faint">{{ t('deposit.referenceHint') }}</small>
          </label>
          <label class="field">
            <span>{{ t('deposit.amountYuan') }} <em>*</em></span>
            <input class="input" name="amountYuan" inputmode="decimal" [value]="yuan()" (input)="yuan.set($any($event.target).value)" required [attr.aria-invalid]="yuan() !== '' && !amountFen()" />
            <small class="faint" lang="zh-CN">{{ inWords() }}</small>
          </label>
          <label class="field">
            <span>{{ t('deposit.valueDate') }} <em>*</em></span>
            <input class="input" name="valueDate" type="date" [value]="valueDate()" (input)="valueDate.set($any($event.target).value)" required />
          </label>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button primary" [disabled]="isBusy() || !amountFen() || !reference() || !valueDate()">{{ t('deposit.send') }}</button>
      </mat-dialog-actions>
    </form>
  `,
})
export class DepositDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<DepositDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  /** The deposit's own id: sending the same form again is the same deposit. */
  readonly #depositId = `dep-${new Intent().keyFor('deposit').slice(0, 16)}`;

  protected readonly reference = signal('');
  protected readonly yuan = signal('');
  protected readonly valueDate = signal(formatDay(new Date().toISOString()));
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly amountFen = computed(() => yuanToFen(this.yuan()));
  protected readonly inWords = computed(() => chineseAmount(this.amountFen() ?? 0));

  protected async send(): Promise<void> {
    const amountFen = this.amountFen();
    if (!amountFen) return;
    const body: NewDeposit = { depositId: this.#depositId, reference: this.reference(), amountFen, valueDate: this.valueDate() };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(makeDeposit, { body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#dialog.close();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
