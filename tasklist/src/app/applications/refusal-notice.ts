import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { hasWords } from '../bank/reason-codes.ts';

/** Why the ledger moved no money, or the bank paid none. */
@Component({
  selector: 'gbc-refusal',
  imports: [TranslocoDirective],
  template: `
    <p class="refusal" role="note" *transloco="let t">
      <strong>{{ t('application.refused') }}</strong> {{ refusal().message }}
      @if (known(); as code) {
        <span>{{ t('payment.reasons.' + code) }}</span>
      }
    </p>
  `,
})
export class RefusalNotice {
  readonly refusal = input.required<NonNullable<Application['refusal']>>();
  protected readonly known = computed(() => {
    const { reasonCode } = this.refusal();
    return reasonCode !== null && hasWords(reasonCode) ? reasonCode : null;
  });
}
