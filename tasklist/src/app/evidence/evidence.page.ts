import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationHistory } from '../../api/fn/applications/get-application-history';
import { getLogStatus } from '../../api/fn/evidence/get-log-status';
import { formatSecond } from '../format/time.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { ApplicationProof } from '../applications/application-proof.ts';
import { AsOfView, type Moment } from './as-of-view.ts';
import { EvidenceMatches } from './evidence-matches.ts';
import { readEvidenceQuery, type EvidenceQuery } from './evidence-query.ts';
import { PacketDownload } from './packet-download.ts';
import { ReceiptView } from './receipt-view.ts';

/** The log's head, its anchor and witnesses; the proof of any event, application, day or hash; and everything as it was at a moment. */
@Component({
  selector: 'gbc-evidence',
  imports: [ApplicationProof, AsOfView, EmptyState, EvidenceMatches, PacketDownload, ProblemNotice, ReceiptView, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './evidence.page.html',
  styleUrl: './evidence.page.scss',
})
export class EvidencePage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);

  /** From the address: what was looked up, one of these. */
  readonly event = input<string>();
  readonly application = input<string>();
  readonly day = input<string>();
  readonly hash = input<string>();
  readonly at = input<string>();
  readonly size = input<string>();

  protected readonly status = liveQuery({ params: () => true, load: () => this.#api.invoke(getLogStatus), refreshOn: ['log'] });
  protected readonly unanchored = computed(() => {
    const status = this.status.value();
    return status ? status.treeSize - status.anchoredSize : 0;
  });
  protected readonly entered = computed(() => this.event() ?? this.application() ?? this.day() ?? this.hash() ?? (this.at() ? formatSecond(this.at() ?? '') : this.size()));
  protected readonly moment = computed<Moment | undefined>(() => {
    const [at, size] = [this.at(), this.size()];
    if (at) return { at };
    return size ? { treeSize: Number(size) } : undefined;
  });

  /** Shows what was entered, under an address that can be sent to somebody. */
  protected async lookUp(submitted: SubmitEvent): Promise<void> {
    submitted.preventDefault();
    const queryParams = readEvidenceQuery(String(new FormData(submitted.target as HTMLFormElement).get('id')));
    if (queryParams) await this.#router.navigate([], { queryParams: await this.#whichId(queryParams) });
  }

  /** Applications and events have ids of one shape: it is an application's where that has a history. */
  async #whichId(query: EvidenceQuery): Promise<EvidenceQuery> {
    if (query.event === undefined) return query;
    const { items } = await this.#api.invoke(getApplicationHistory, { applicationId: query.event });
    return items.length > 0 ? { application: query.event } : query;
  }
}
