import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { orderRedemption } from '../../api/fn/funds/order-redemption';
import type { Account } from '../../api/models/account';
import { chineseAmount } from '../format/chinese-amount.ts';
import { formatFen, yuanToFen } from '../format/fen.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';

/** Orders money for tokens that one holds. */
@Component({
  selector: 'gbc-redemption-dialog',
  imports: [MatDialogModule, ProblemNotice, TranslocoDirective],
  template: `
    <form *transloco="let t" (submit)="$event.preventDefault(); send()">
      <h2 mat-dialog-title>{{ t('redemption.title') }}</h2>
      <mat-dialog-content>
        <div class="stack">
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <label class="field">
            <span>{{ t('redemption.account') }} <em>*</em></span>
            <select class="input" name="account" [value]="accountId()" (change)="accountId.set($any($event.target).value)">
              @for (it of accounts; track it.accountId) {
                <option [value]="it.accountId">{{ nameOf(it) }} {{ t('redemption.available', { amount: amountText(it.availableFen) }) }}</option>
              }
            </select>
          </label>
          <label class="field">
            <span>{{ t('redemption.amountYuan') }} <em>*</em></span>
            <input class="input" name="amountYuan" inputmode="decimal" [value]="yuan()" (input)="yuan.set($any($event.target).value)" required [attr.aria-invalid]="yuan() !== '' && !amountFen()" />
            <small class="faint" lang="zh-CN">{{ inWords() }}</small>
          </label>
          <label class="field">
            <span>{{ t('redemption.purpose') }} <em>*</em></span>
            <input class="input" name="purpose" [value]="purpose()" (input)="purpose.set($any($event.target).value)" required maxlength="140" />
          </label>
          <label class="field">
            <span>{{ t('redemption.creditorName') }} <em>*</em></span>
            <input class="input" name="creditorName" autocomplete="name" [value]="name()" (input)="name.set($any($event.target).value)" required maxlength="140" />
          </label>
          <label class="field">
            <span>{{ t('redemption.creditorAccount') }} <em>*</em></span>
            <input class="input" name="creditorAccount" inputmode="numeric" [value]="number()" (input)="number.set($any($event.target).value)" required pattern="[0-9A-Za-z]{8,34}" />
          </label>
          <label class="field">
            <span>{{ t('redemption.creditorBank') }} <em>*</em></span>
            <input class="input" name="creditorBank" [value]="bank()" (input)="bank.set($any($event.target).value)" required maxlength="140" />
          </label>
          <small class="faint">{{ t('redemption.hint') }}</small>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button type="button" class="button" mat-dialog-close>{{ t('action.cancel') }}</button>
        <button type="submit" class="button primary" [disabled]="isBusy() || !isComplete()">{{ t('redemption.send') }}</button>
      </mat-dialog-actions>
    </form>
  `,
})
export class RedemptionDialog {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #reference = inject(ReferenceStore);
  readonly #transloco = inject(TranslocoService);
  readonly #dialog = inject<MatDialogRef<RedemptionDialog>>(MatDialogRef);
  readonly #intent = new Intent();
  protected readonly accounts = inject<Account[]>(MAT_DIALOG_DATA);

  protected readonly accountId = signal(this.accounts[0]?.accountId ?? '');
  protected readonly yuan = signal('');
  protected readonly purpose = signal('');
  protected readonly name = signal('');
  protected readonly number = signal('');
  protected readonly bank = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly amountFen = computed(() => yuanToFen(this.yuan()));
  protected readonly inWords = computed(() => chineseAmount(this.amountFen() ?? 0));
  protected readonly isComplete = computed(() => Boolean(this.amountFen() && this.purpose() && this.name() && /^[0-9A-Za-z]{8,34}$/.test(this.number()) && this.bank()));
  protected readonly amountText = formatFen;

  protected nameOf({ projectId, accountId, kind }: Account): string {
    const project = projectId ? this.#reference.projectName(projectId) : accountId;
    return kind === 'operating' ? `${project} · ${this.#transloco.translate('funds.operating')}` : project;
  }

  protected async send(): Promise<void> {
    const creditor = { name: this.name(), account: this.number(), bank: this.bank() };
    const body = { accountId: this.accountId(), form: { purpose: this.purpose(), amountFen: this.amountFen(), creditor } };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { applicationId } = await this.#api.invoke(orderRedemption, { body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#dialog.close();
      await this.#router.navigate(['/applications', applicationId]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
