import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getLogStatus } from '../../api/fn/evidence/get-log-status';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { ReceiptView } from './receipt-view.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The log's head, its anchor on the chain, and the proof of any event. */
@Component({
  selector: 'gbc-evidence',
  imports: [EmptyState, ProblemNotice, ReceiptView, Skeleton, Time, TranslocoDirective],
  templateUrl: './evidence.page.html',
  styleUrl: './evidence.page.scss',
})
export class EvidencePage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);

  /** From the address: the event whose proof is shown. */
  readonly event = input<string>();

  protected readonly status = liveQuery({ params: () => true, load: () => this.#api.invoke(getLogStatus), refreshOn: ['log'] });
  protected readonly unanchored = computed(() => {
    const status = this.status.value();
    return status ? status.treeSize - status.anchoredSize : 0;
  });

  /** An event's id opens its proof; anything else is an application's. */
  protected async lookUp(submitted: SubmitEvent): Promise<void> {
    submitted.preventDefault();
    const id = String(new FormData(submitted.target as HTMLFormElement).get('id')).trim();
    if (!id) return;
    await (uuid.test(id) ? this.#router.navigate([], { queryParams: { event: id } }) : this.#router.navigate(['/applications', id], { queryParams: { tab: 'proof' } }));
  }
}
