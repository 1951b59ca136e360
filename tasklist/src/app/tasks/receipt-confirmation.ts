import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import type { Task } from '../../api/models/task';
import { FormView } from '../forms/form-view.ts';
import { chineseAmount } from '../format/chinese-amount.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { ownFieldsOf } from './added-fields.ts';
import { Amount } from '../ui/amount.ts';

/** The payee sees the amount, large, and states that it came in full. */
@Component({
  selector: 'gbc-receipt-confirmation',
  imports: [Amount, FormView, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <section>
        <p class="soft">{{ t('receipt.from', { payer: reference.organisationName(application().payerOrganisationId) }) }}</p>
        <gbc-amount class="sum" [fen]="task().amountFen" [hasHint]="true" />
        <p class="words" lang="zh-CN">{{ inWords() }}</p>
      </section>
      @if (statement(); as schema) {
        <gbc-form [schema]="schema" />
      } @else {
        <label class="check"><input type="checkbox" name="received" [checked]="isReceived()" (change)="isReceived.set($any($event.target).checked)" /> {{ t('receipt.inFull') }}</label>
      }
      @if (isMissing()) {
        <p class="field-error" role="alert">{{ t('receipt.missing') }}</p>
      }
    </ng-container>
  `,
  styles: `
    section {
      display: grid;
      gap: 4px;
      padding: 24px;
      border: 1px solid var(--line);
      border-radius: 6px;
      background: var(--surface-sunk);
    }
    .sum {
      font-size: 32px;
      font-weight: 600;
    }
    .words {
      color: var(--text-soft);
    }
    .check {
      display: flex;
      gap: 8px;
      align-items: center;
      margin-top: 16px;
    }
  `,
})
export class ReceiptConfirmation {
  protected readonly reference = inject(ReferenceStore);
  private readonly formView = viewChild(FormView);
  readonly task = input.required<Task>();
  readonly application = input.required<Application>();
  protected readonly statement = computed(() => ownFieldsOf(this.task().form?.schema));
  protected readonly isReceived = signal(false);
  protected readonly isMissing = signal(false);
  protected readonly inWords = computed(() => chineseAmount(this.task().amountFen ?? 0));

  /** Whether the statement was made; says so if not. */
  check(): boolean {
    const form = this.formView();
    const isMade = form ? form.submit().isValid : this.isReceived();
    this.isMissing.set(!isMade);
    return isMade;
  }
}
