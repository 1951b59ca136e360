import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { proposeCorrection } from '../../api/fn/applications/propose-correction';
import type { Application } from '../../api/models/application';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';
import { Amount } from '../ui/amount.ts';

/** Proposes that a payment be taken back, with what is wrong about it. */
@Component({
  selector: 'gbc-correction-dialog',
  imports: [Amount, MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('correction.propose') }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <p>
            {{ reference.organisationName(application.applicantOrganisationId) }} → {{ reference.organisationName(application.payerOrganisationId) }}
            <gbc-amount class="sum" [fen]="application.amountFen" [hasHint]="true" />
          </p>
          <label class="field">
            <span>{{ t('correction.reason') }} <em>*</em></span>
            <textarea class="input" name="reason" rows="4" maxlength="2000" [placeholder]="t('correction.reasonHint')" [value]="reason()" (input)="reason.set($any($event.target).value)" required></textarea>
          </label>
          <small class="faint">{{ t('correction.hint') }}</small>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button primary" data-action="send" [disabled]="isBusy() || !reason().trim()">{{ t('correction.send') }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    .sum {
      display: block;
      font-size: 18px;
      font-weight: 600;
    }
  `,
})
export class CorrectionDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<CorrectionDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  protected readonly reference = inject(ReferenceStore);
  protected readonly application = inject<Application>(MAT_DIALOG_DATA);
  protected readonly reason = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async send(): Promise<void> {
    const { applicationId, mayCorrectPayoutNo } = this.application;
    if (mayCorrectPayoutNo === null) return;
    const body = { reason: this.reason().trim() };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(proposeCorrection, { applicationId, payoutNo: String(mayCorrectPayoutNo), body, 'Idempotency-Key': this.#intent.keyFor([applicationId, body]) });
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
