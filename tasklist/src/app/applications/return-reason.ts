import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Time } from '../ui/time.ts';
import { FieldLabels } from './field-labels.ts';
import { Findings } from './findings.ts';
import { latestRevision, returnedBecause } from './latest.ts';

/** Why an application came back to its applicant: a person's words and field, or the rules that refused it. */
@Component({
  selector: 'gbc-return-reason',
  imports: [Findings, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (decision(); as it) {
        <blockquote [class.asks]="it.outcome === 'moreNeeded'">
          <strong>
            {{ t('returned.' + (it.outcome === 'moreNeeded' ? 'moreNeeded' : 'rejected')) }}
            @if (it.field) {
              <span class="chip bad">{{ labels.labelOf(it.field) }}</span>
            }
          </strong>
          <p>{{ it.reason }}</p>
          <small class="faint">{{ it.personName }} · {{ reference.organisationName(it.organisationId) }} · {{ t('role.' + it.role) }} · <gbc-time [at]="it.at" /></small>
        </blockquote>
      } @else if (refused().length) {
        <blockquote>
          <strong>{{ t('returned.rules') }}</strong>
          <gbc-findings [findings]="refused()" />
        </blockquote>
      }
    </ng-container>
  `,
  styles: `
    blockquote {
      display: grid;
      gap: 6px;
      margin: 0;
      padding: 10px 14px;
      border-left: 3px solid var(--bad);
      background: var(--bad-soft);
    }
    .asks {
      border-color: var(--wait);
      background: var(--wait-soft);
    }
    p {
      white-space: pre-line;
    }
  `,
})
export class ReturnReason {
  protected readonly labels = inject(FieldLabels);
  protected readonly reference = inject(ReferenceStore);
  readonly application = input.required<Application>();
  protected readonly decision = computed(() => returnedBecause(this.application()));
  protected readonly refused = computed(() => (latestRevision(this.application())?.findings ?? []).filter((it) => it.outcome === 'refused'));
}
