import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getReceipt } from '../../api/fn/evidence/get-receipt';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { ReceiptFile } from './receipt-file.ts';

/** One event's receipt: what is proven, step by step, and the file for whoever checks it elsewhere. */
@Component({
  selector: 'gbc-receipt',
  imports: [Icon, ProblemNotice, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (query.value()) {
        <p class="row">
          <span class="soft">{{ t('receiptView.explain') }} <code>npm run verify -- receipt.json</code></span>
          <button type="button" class="button small" data-action="save-receipt" (click)="save()"><gbc-icon name="download" />{{ t('proof.save') }}</button>
        </p>
        <pre>{{ text() }}</pre>
      } @else if (!query.problem()) {
        <gbc-skeleton />
      }
    </ng-container>
  `,
  styles: `
    pre {
      max-height: 420px;
      margin: 12px 0 0;
      padding: 12px;
      overflow: auto;
      background: var(--surface-sunk);
      font: 12px/1.6 var(--font-mono);
    }
  `,
})
export class ReceiptView {
  readonly #api = inject(Api);
  readonly #files = inject(ReceiptFile);
  readonly eventId = input.required<string>();
  protected readonly query = liveQuery({
    params: () => this.eventId(),
    load: (eventId) => this.#api.invoke(getReceipt, { eventId }),
    refreshOn: ['log'],
  });
  protected readonly text = computed(() => JSON.stringify(this.query.value(), null, 2));

  protected async save(): Promise<void> {
    await this.#files.save(this.eventId());
  }
}
