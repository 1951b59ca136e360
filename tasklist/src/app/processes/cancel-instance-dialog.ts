import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { cancelProcessInstance } from '../../api/fn/processes/cancel-process-instance';
import type { ProcessInstance } from '../../api/models/process-instance';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';

/** Ends an instance for good, with a reason; says what becomes of the money first. */
@Component({
  selector: 'gbc-cancel-instance-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('instance.cancel') }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <p><strong>{{ instance.applicationTitle ?? instance.processInstanceKey }}</strong></p>
          <ul>
            <li>{{ t('instance.cancelHeld') }}</li>
            <li>{{ t('instance.cancelPosted') }}</li>
            <li>{{ t('instance.cancelBank') }}</li>
            <li>{{ t('instance.cancelFinal') }}</li>
          </ul>
          <label class="field">
            <span>{{ t('decision.reason') }} <em>*</em></span>
            <textarea class="input" name="reason" rows="3" maxlength="2000" [value]="reason()" (input)="reason.set($any($event.target).value)" required></textarea>
          </label>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.close') }}</button>
        <button type="submit" class="button danger" data-action="send" [disabled]="isBusy() || !reason().trim()">{{ t('instance.cancelSend') }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    ul {
      margin-left: 18px;
      color: var(--text-soft);
      list-style: disc;
    }
  `,
})
export class CancelInstanceDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<CancelInstanceDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  protected readonly instance = inject<ProcessInstance>(MAT_DIALOG_DATA);
  protected readonly reason = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async send(): Promise<void> {
    const { processInstanceKey } = this.instance;
    const body = { reason: this.reason().trim() };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(cancelProcessInstance, { processInstanceKey, body, 'Idempotency-Key': this.#intent.keyFor([processInstanceKey, body]) });
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
