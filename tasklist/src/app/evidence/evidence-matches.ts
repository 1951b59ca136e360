import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { findEvidence } from '../../api/fn/evidence/find-evidence';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { EventTable } from './event-table.ts';

/** The events that tell of a document, a form, a model or a state with this hash. */
@Component({
  selector: 'gbc-evidence-matches',
  imports: [EventTable, ProblemNotice, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value(); as found) {
        @if (found.items.length === 0) {
          <p class="soft">{{ t('evidence.noMatch') }}</p>
        } @else {
          <gbc-event-table [entries]="found.items" isOfMany />
        }
      } @else if (!query.problem()) {
        <gbc-skeleton [lines]="4" />
      }
    </ng-container>
  `,
})
export class EvidenceMatches {
  readonly #api = inject(Api);
  readonly hash = input.required<string>();
  protected readonly query = liveQuery({ params: () => this.hash(), load: (hash) => this.#api.invoke(findEvidence, { hash }), refreshOn: ['log'] });
}
