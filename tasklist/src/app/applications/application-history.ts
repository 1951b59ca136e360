import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationHistory } from '../../api/fn/applications/get-application-history';
import type { HistoryEntry } from '../../api/models/history-entry';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { EventSentences } from '../processes/event-sentences.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

const isStep = ({ type }: HistoryEntry): boolean => type === 'elementEntered' || type === 'elementLeft';

/** Every event of an application, the newest first, each with its proof. */
@Component({
  selector: 'gbc-application-history',
  imports: [ProblemNotice, ProofChip, Skeleton, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value()) {
        <label class="steps"><input type="checkbox" [checked]="withSteps()" (change)="withSteps.set(!withSteps())" /> {{ t('history.withSteps', { count: stepCount() }) }}</label>
        <ol>
          @for (entry of entries(); track entry.eventId) {
            <li>
              <gbc-time [at]="entry.at" [hasSeconds]="true" />
              <span>
                {{ sentences.of(entry) }}
                @if (entry.personName) {
                  <small class="faint">{{ entry.personName }} {{ reference.organisationName(entry.organisationId) }} {{ entry.role ? t('role.' + entry.role) : '' }}</small>
                }
              </span>
              <gbc-proof [proof]="entry.proof" [eventId]="entry.eventId" />
            </li>
          } @empty {
            <li class="soft">{{ t('history.none') }}</li>
          }
        </ol>
      } @else if (!query.problem()) {
        <gbc-skeleton [lines]="8" />
      }
    </ng-container>
  `,
  styles: `
    .steps {
      display: flex;
      gap: 6px;
      align-items: center;
      color: var(--text-soft);
    }
    li {
      display: grid;
      grid-template-columns: 150px minmax(0, 1fr) auto;
      gap: 12px;
      align-items: baseline;
      padding: 8px 0;
      border-bottom: 1px solid var(--line);
    }
    li:last-child {
      border: 0;
    }
    gbc-time {
      color: var(--text-soft);
    }
    small {
      display: block;
    }
    @media (max-width: 760px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
      }
      gbc-time {
        grid-column: 1 / -1;
        font-size: 12px;
      }
    }
  `,
})
export class ApplicationHistory {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  protected readonly sentences = inject(EventSentences);
  readonly applicationId = input.required<string>();
  protected readonly query = liveQuery({
    params: () => this.applicationId(),
    load: (applicationId) => this.#api.invoke(getApplicationHistory, { applicationId }),
    refreshOn: ['application', 'log'],
  });
  /** Whether the engine's own steps are listed between what people and money did. */
  protected readonly withSteps = signal(false);
  readonly #all = computed(() => (this.query.value()?.items ?? []).toReversed());
  protected readonly stepCount = computed(() => this.#all().filter(isStep).length);
  protected readonly entries = computed(() => this.#all().filter((entry) => this.withSteps() || !isStep(entry)));
}
