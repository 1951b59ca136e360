import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ApplicationSummary } from '../../api/models/application-summary';

export type ApplicationState = ApplicationSummary['state'];

const tone: Record<ApplicationState, string> = {
  draft: '',
  validating: 'action',
  correcting: 'bad',
  reviewing: 'action',
  consulting: 'action',
  supplementing: 'wait',
  approvingPayout: 'action',
  transferring: 'action',
  confirming: 'wait',
  disputed: 'bad',
  receivingOrder: 'action',
  paying: 'wait',
  checkingPayment: 'bad',
  approvingCorrection: 'action',
  corrected: 'bad',
  rejected: 'bad',
  completed: 'good',
  terminated: 'bad',
};

/** Where an application stands, as one word. */
@Component({
  selector: 'gbc-state',
  imports: [TranslocoDirective],
  template: `<span class="chip" [class]="tone()" *transloco="let t">{{ t('state.' + state()) }}</span>`,
})
export class StateChip {
  readonly state = input.required<ApplicationState>();
  protected readonly tone = computed(() => tone[this.state()]);
}
