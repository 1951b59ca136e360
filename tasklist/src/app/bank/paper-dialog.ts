import { Component, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { checkBankRecord } from '../../api/fn/funds/check-bank-record';
import { enterBankRecord } from '../../api/fn/funds/enter-bank-record';
import type { BankRecord } from '../../api/models/bank-record';
import { chineseAmount } from '../format/chinese-amount.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { Icon } from '../ui/icon.ts';
import { PaperForm, paperKinds } from './paper-form.ts';
import { reasonCodes } from './reason-codes.ts';

/** What the dialog begins with: the record that is read a second time, or nothing. */
export interface PaperDialogData {
  readonly second?: BankRecord;
  readonly paymentId?: string;
}

/** Types in what a paper of the bank's says; a second reader sees nothing of what the first typed. */
@Component({
  selector: 'gbc-paper-dialog',
  imports: [Icon, MatDialogModule, ProblemNotice, TranslocoDirective],
  templateUrl: './paper-dialog.html',
  styles: `
    .line {
      display: grid;
      grid-template-columns: 108px minmax(0, 1fr) 128px 32px;
      gap: 6px;
    }
    @media (max-width: 520px) {
      .line {
        grid-template-columns: 1fr 1fr;
        padding-bottom: 8px;
        border-bottom: 1px solid var(--line);
      }
    }
  `,
})
export class PaperDialog {
  readonly #api = inject(Api);
  readonly #dialog = inject<MatDialogRef<PaperDialog, BankRecord>>(MatDialogRef);
  readonly #data = inject<PaperDialogData>(MAT_DIALOG_DATA);
  readonly #intent = new Intent();

  protected readonly second = this.#data.second;
  protected readonly form = new PaperForm();
  protected readonly kinds = paperKinds;
  protected readonly reasonCodes = reasonCodes;
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    if (this.second) this.form.kind.set(this.second.kind);
    if (this.#data.paymentId !== undefined) {
      this.form.kind.set('payment');
      this.form.set('paymentId', this.#data.paymentId);
    }
  }

  protected inWords(field: string): string {
    return chineseAmount(this.form.fen(field) ?? 0);
  }

  protected async send(): Promise<void> {
    const paper = this.form.paper();
    if (!paper) return;
    const body = { paper };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const key = { 'Idempotency-Key': this.#intent.keyFor(body) };
      const record = this.second
        ? await this.#api.invoke(checkBankRecord, { recordId: this.second.recordId, body, ...key })
        : await this.#api.invoke(enterBankRecord, { body, ...key });
      this.#dialog.close(record);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
