import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { FieldLabels } from '../applications/field-labels.ts';

export interface FieldConsent {
  field: string;
  isGiven: boolean;
}

/** What an approver asks for, field by field: the applicant says of each whether it may be seen and used. */
@Component({
  selector: 'gbc-field-consents',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (fields().length) {
        <fieldset>
          <legend>{{ t('consent.title') }}</legend>
          @for (field of fields(); track field) {
            <div class="field-row" [attr.data-field]="field">
              <strong>{{ labels.labelOf(field) }}</strong>
              <label><input type="radio" [name]="'consent-' + field" value="yes" (change)="answer(field, true)" /> {{ t('consent.give') }}</label>
              <label><input type="radio" [name]="'consent-' + field" value="no" (change)="answer(field, false)" /> {{ t('consent.withhold') }}</label>
              @if (isChecked() && !answers().has(field)) {
                <span class="field-error" role="alert">{{ t('consent.missing') }}</span>
              }
            </div>
          }
          <p class="faint">{{ t('consent.hint') }}</p>
        </fieldset>
      }
    </ng-container>
  `,
  styles: `
    fieldset {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 12px 14px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    .field-row {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 20px;
      align-items: center;
      min-height: 36px;
    }
    strong {
      flex: 1 1 160px;
      font-weight: 500;
    }
    label {
      display: flex;
      gap: 6px;
      align-items: center;
      min-height: 36px;
    }
  `,
})
export class FieldConsents {
  protected readonly labels = inject(FieldLabels);
  readonly application = input.required<Application>();
  protected readonly answers = signal<ReadonlyMap<string, boolean>>(new Map());
  protected readonly isChecked = signal(false);
  protected readonly fields = computed(() => this.application().materialRequests.findLast((it) => it.consents === null)?.fields ?? []);

  protected answer(field: string, isGiven: boolean): void {
    this.answers.update((before) => new Map(before).set(field, isGiven));
  }

  /** One answer for each field; `undefined` while one is missing. */
  collect(): FieldConsent[] | undefined {
    this.isChecked.set(true);
    const answers = this.answers();
    const consents = this.fields().map((field) => ({ field, isGiven: answers.get(field) }));
    return consents.every((it): it is FieldConsent => it.isGiven !== undefined) ? consents : undefined;
  }
}
