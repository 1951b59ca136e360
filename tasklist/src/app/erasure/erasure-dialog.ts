import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { eraseApplication } from '../../api/fn/applications/erase-application';
import { eraseDocument } from '../../api/fn/documents/erase-document';
import { erasePerson } from '../../api/fn/reference/erase-person';
import type { Erasure } from '../../api/models/erasure';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';

export interface ErasureOrder {
  subject: 'application' | 'document' | 'person';
  subjectId: string;
  /** What is erased, in words. */
  name: string;
}

const grounds = ['retentionOver', 'purposeAchieved', 'consentWithdrawn', 'unlawful'] as const satisfies readonly Erasure['ground'][];

/** Destroys personal data for good: on which ground, and only once it is said that nothing brings it back. */
@Component({
  selector: 'gbc-erasure-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('erasure.title.' + it.subject) }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <p><strong>{{ it.name }}</strong></p>
          <dl class="facts">
            <dt>{{ t('erasure.goes') }}</dt>
            <dd>{{ t('erasure.gone.' + it.subject) }}</dd>
            <dt>{{ t('erasure.stays') }}</dt>
            <dd>{{ t('erasure.kept.' + it.subject) }}</dd>
          </dl>
          <label class="field">
            <span>{{ t('erasure.ground') }} <em>*</em></span>
            <select class="input" name="ground" (change)="ground.set($any($event.target).value)" required>
              <option value="" [selected]="!ground()">{{ t('erasure.choose') }}</option>
              @for (each of grounds; track each) {
                <option [value]="each" [selected]="each === ground()">{{ t('erasure.grounds.' + each) }}</option>
              }
            </select>
          </label>
          <label class="sure"><input type="checkbox" name="sure" [checked]="isSure()" (change)="isSure.set($any($event.target).checked)" /> {{ t('erasure.sure') }}</label>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button danger" data-action="send" [disabled]="isBusy() || !ground() || !isSure()">{{ t('erasure.send') }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    .sure {
      display: flex;
      gap: 8px;
      align-items: center;
      min-height: 36px;
    }
  `,
})
export class ErasureDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<ErasureDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  protected readonly it = inject<ErasureOrder>(MAT_DIALOG_DATA);
  protected readonly grounds = grounds;
  protected readonly ground = signal<Erasure['ground'] | ''>('');
  protected readonly isSure = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async send(): Promise<void> {
    const ground = this.ground();
    if (!ground) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    const { subject, subjectId } = this.it;
    const order = { body: { ground }, 'Idempotency-Key': this.#intent.keyFor([subject, subjectId, ground]) };
    try {
      if (subject === 'application') await this.#api.invoke(eraseApplication, { applicationId: subjectId, ...order });
      else if (subject === 'document') await this.#api.invoke(eraseDocument, { documentId: subjectId, ...order });
      else await this.#api.invoke(erasePerson, { personId: subjectId, ...order });
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
