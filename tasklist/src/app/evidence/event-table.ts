import { booleanAttribute, Component, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { HistoryEntry } from '../../api/models/history-entry';
import { EventSentences } from '../processes/event-sentences.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Icon } from '../ui/icon.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Time } from '../ui/time.ts';
import { ReceiptFile } from './receipt-file.ts';

/** Events with their place in the log, how far each is proved, and its receipt. */
@Component({
  selector: 'gbc-event-table',
  imports: [Icon, ProblemNotice, ProofChip, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th class="number">{{ t('proof.leaf') }}</th>
              <th>{{ t('proof.event') }}</th>
              <th>{{ t('proof.at') }}</th>
              <th>{{ t('proof.state') }}</th>
              <th>{{ t('proof.receipt') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (entry of entries(); track entry.eventId) {
              <tr>
                <td class="number">{{ entry.leafIndex ?? '—' }}</td>
                <td>
                  {{ sentences.of(entry) }}<br />
                  @if (isOfMany() && entry.applicationId) {
                    <a routerLink="/evidence" [queryParams]="{ application: entry.applicationId }">{{ entry.applicationId }}</a>
                  } @else {
                    <code class="faint">{{ entry.eventId }}</code>
                  }
                </td>
                <td><gbc-time [at]="entry.at" /></td>
                <td><gbc-proof [proof]="entry.proof" [eventId]="entry.eventId" /></td>
                <td>
                  @if (entry.leafIndex !== null) {
                    <button type="button" class="button small" [attr.aria-label]="t('proof.saveOf', { event: sentences.of(entry) })" (click)="save(entry.eventId)"><gbc-icon name="download" />{{ t('proof.save') }}</button>
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </ng-container>
  `,
  styles: `
    td:nth-child(2) {
      min-width: 190px;
    }
  `,
})
export class EventTable {
  readonly #receipts = inject(ReceiptFile);
  protected readonly sentences = inject(EventSentences);
  readonly entries = input.required<readonly HistoryEntry[]>();
  /** Events of several applications: each names its own. */
  readonly isOfMany = input(false, { transform: booleanAttribute });
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async save(eventId: string): Promise<void> {
    this.problem.set(undefined);
    try {
      await this.#receipts.save(eventId);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}
