import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { answerFreeze } from '../../api/fn/funds/answer-freeze';
import { appealFreeze } from '../../api/fn/funds/appeal-freeze';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';

export interface FreezeAct {
  act: 'appeal' | 'answer';
  freezeId: string;
  /** Whether an appeal waits: only then can a freeze be upheld. */
  isAppealed: boolean;
  /** Those that the reader may appeal for. */
  organisationIds: string[];
}

/** An appeal, or the regulator's answer; each with a reason in words. */
@Component({
  selector: 'gbc-freeze-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t(it.act === 'appeal' ? 'freeze.appeal' : 'freeze.answer') }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          @if (it.act === 'appeal' && it.organisationIds.length > 1) {
            <label class="field">
              <span>{{ t('freeze.appealFor') }} <em>*</em></span>
              <select class="input" name="organisation" (change)="organisationId.set($any($event.target).value)">
                @for (id of it.organisationIds; track id) {
                  <option [value]="id">{{ reference.organisationName(id) }}</option>
                }
              </select>
            </label>
          }
          @if (it.act === 'answer' && it.isAppealed) {
            <fieldset class="choice">
              <legend>{{ t('freeze.outcome') }}</legend>
              <label><input type="radio" name="outcome" value="lifted" [checked]="outcome() === 'lifted'" (change)="outcome.set('lifted')" /> {{ t('freeze.lift') }}</label>
              <label><input type="radio" name="outcome" value="upheld" [checked]="outcome() === 'upheld'" (change)="outcome.set('upheld')" /> {{ t('freeze.uphold') }}</label>
            </fieldset>
          }
          <label class="field">
            <span>{{ t('decision.reason') }} <em>*</em></span>
            <textarea class="input" name="reason" rows="4" maxlength="4000" [value]="reason()" (input)="reason.set($any($event.target).value)" required></textarea>
          </label>
          <small class="faint">{{ t(it.act === 'appeal' ? 'freeze.appealHint' : outcome() === 'lifted' ? 'freeze.liftHint' : 'freeze.upholdHint') }}</small>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button primary" data-action="send" [disabled]="isBusy() || !reason().trim()">{{ t(it.act === 'appeal' ? 'freeze.appealSend' : outcome() === 'lifted' ? 'freeze.lift' : 'freeze.uphold') }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    .choice {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 20px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    .choice label {
      display: flex;
      gap: 6px;
      align-items: center;
      min-height: 36px;
    }
    legend {
      padding: 0;
      color: var(--text-soft);
      font-size: 12px;
    }
  `,
})
export class FreezeDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<FreezeDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  protected readonly reference = inject(ReferenceStore);
  protected readonly it = inject<FreezeAct>(MAT_DIALOG_DATA);
  protected readonly organisationId = signal(this.it.organisationIds[0] ?? '');
  protected readonly outcome = signal<'lifted' | 'upheld'>('lifted');
  protected readonly reason = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async send(): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    const { freezeId, act } = this.it;
    const reason = this.reason().trim();
    const key = this.#intent.keyFor([freezeId, act, this.outcome(), this.organisationId(), reason]);
    try {
      if (act === 'appeal') await this.#api.invoke(appealFreeze, { freezeId, body: { organisationId: this.organisationId(), reason }, 'Idempotency-Key': key });
      else await this.#api.invoke(answerFreeze, { freezeId, body: { outcome: this.outcome(), reason }, 'Idempotency-Key': key });
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
