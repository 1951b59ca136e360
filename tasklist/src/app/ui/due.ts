import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { deadlineOf } from '../format/deadline.ts';
import { formatMinute } from '../format/time.ts';
import { Now } from '../live/now.ts';

/** A deadline in working days: `剩 2 个工作日`; red only when it has passed. */
@Component({
  selector: 'gbc-due',
  imports: [TranslocoDirective],
  template: `
    <span *transloco="let t" [class.late]="deadline().isLate" [title]="text()">
      @if (deadline().isLate) {
        {{ t('due.late', { days: deadline().workingDays }) }}
      } @else if (deadline().workingDays === 0) {
        {{ t('due.today') }}
      } @else {
        {{ t('due.left', { days: deadline().workingDays }) }}
      }
    </span>
  `,
  styles: `
    :host {
      color: var(--text-soft);
      font-size: 12px;
      white-space: nowrap;
    }
    .late {
      color: var(--bad);
      font-weight: 600;
    }
  `,
})
export class Due {
  readonly #now = inject(Now).now;
  readonly at = input.required<string>();
  protected readonly deadline = computed(() => deadlineOf(this.at(), this.#now()));
  protected readonly text = computed(() => formatMinute(this.at()));
}
