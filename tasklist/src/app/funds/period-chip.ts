import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Period } from '../../api/models/period';

const tone: Record<Period['state'], string> = { running: '', open: 'action', closed: 'wait', confirmed: 'good' };

/** How far the close of a period has come, as one word. */
@Component({
  selector: 'gbc-period-state',
  imports: [TranslocoDirective],
  template: `<span class="chip" [class]="tone()" *transloco="let t">{{ t('period.states.' + state()) }}</span>`,
})
export class PeriodChip {
  readonly state = input.required<Period['state']>();
  protected readonly tone = computed(() => tone[this.state()]);
}
