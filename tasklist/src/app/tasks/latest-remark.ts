import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { latestRemark } from '../applications/latest.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Time } from '../ui/time.ts';

/** What the step before said to this one: why an opinion is asked, the opinion, a dispute, its answer. */
@Component({
  selector: 'gbc-latest-remark',
  imports: [Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (remark(); as it) {
        <blockquote>
          <strong>{{ t('remark.' + it.decision + '.' + it.outcome) }}</strong>
          @if (it.reason) {
            <p>{{ it.reason }}</p>
          }
          <small class="faint">{{ it.personName }} · {{ reference.organisationName(it.organisationId) }} · {{ t('role.' + it.role) }} · <gbc-time [at]="it.at" /></small>
        </blockquote>
      }
    </ng-container>
  `,
  styles: `
    :host:empty {
      display: none;
    }
    blockquote {
      display: grid;
      gap: 6px;
      margin: 0 0 16px;
      padding: 10px 14px;
      border-left: 3px solid var(--wait);
      background: var(--wait-soft);
    }
    p {
      white-space: pre-line;
    }
  `,
})
export class LatestRemark {
  protected readonly reference = inject(ReferenceStore);
  readonly application = input.required<Application>();
  protected readonly remark = computed(() => latestRemark(this.application()));
}
