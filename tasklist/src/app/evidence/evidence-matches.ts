import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { findEvidence } from '../../api/fn/evidence/find-evidence';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** The events that tell of a document, a form, a model or a state with this hash. */
@Component({
  selector: 'gbc-evidence-matches',
  imports: [ProblemNotice, ProofChip, RouterLink, Skeleton, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value(); as found) {
        @if (found.items.length === 0) {
          <p class="soft">{{ t('evidence.noMatch') }}</p>
        } @else {
          <div class="table-scroll">
            <table class="table">
              <thead>
                <tr>
                  <th class="number">{{ t('proof.leaf') }}</th>
                  <th>{{ t('proof.event') }}</th>
                  <th>{{ t('proof.at') }}</th>
                  <th>{{ t('proof.state') }}</th>
                </tr>
              </thead>
              <tbody>
                @for (entry of found.items; track entry.eventId) {
                  <tr>
                    <td class="number">{{ entry.leafIndex ?? '—' }}</td>
                    <td>
                      {{ entry.summary }}
                      @if (entry.applicationId; as id) {
                        <br /><a routerLink="/evidence" [queryParams]="{ application: id }">{{ id }}</a>
                      }
                    </td>
                    <td><gbc-time [at]="entry.at" /></td>
                    <td><gbc-proof [proof]="entry.proof" [eventId]="entry.eventId" /></td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
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
