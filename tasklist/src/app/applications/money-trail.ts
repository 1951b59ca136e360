import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationTrail } from '../../api/fn/applications/get-application-trail';
import { PacketDownload } from '../evidence/packet-download.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { TrailPath } from './trail-path.ts';

/** Where the money came from and where it went: as a path, and transfer by transfer. */
@Component({
  selector: 'gbc-money-trail',
  imports: [Amount, EmptyState, PacketDownload, ProblemNotice, ProofChip, RouterLink, Skeleton, Time, TrailPath, TranslocoDirective],
  templateUrl: './money-trail.html',
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    td:nth-child(2),
    td:nth-child(3) {
      min-width: 120px;
    }
    .deciders span {
      display: block;
      white-space: nowrap;
    }
  `,
})
export class MoneyTrail {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  readonly applicationId = input.required<string>();
  protected readonly query = liveQuery({
    params: () => this.applicationId(),
    load: (applicationId) => this.#api.invoke(getApplicationTrail, { applicationId }),
    refreshOn: ['application', 'log'],
  });
  protected readonly steps = computed(() => this.query.value()?.items ?? []);
}
