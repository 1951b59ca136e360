import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationHistory } from '../../api/fn/applications/get-application-history';
import { EventTable } from '../evidence/event-table.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ProofChip, type ProofState } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';

const proofStates: ProofState[] = ['recorded', 'logged', 'witnessed', 'anchored'];

/** How much of an application is provable already, and a receipt for each of its events. */
@Component({
  selector: 'gbc-application-proof',
  imports: [EventTable, ProblemNotice, ProofChip, Skeleton, TranslocoDirective],
  templateUrl: './application-proof.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
    .states {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 32px;
    }
    .states dd {
      font-size: 20px;
      font-weight: 600;
    }
  `,
})
export class ApplicationProof {
  readonly #api = inject(Api);
  readonly applicationId = input.required<string>();
  protected readonly query = liveQuery({
    params: () => this.applicationId(),
    load: (applicationId) => this.#api.invoke(getApplicationHistory, { applicationId }),
    refreshOn: ['application', 'log'],
  });
  protected readonly entries = computed(() => this.query.value()?.items ?? []);
  protected readonly counts = computed(() => proofStates.map((state) => ({ state, count: this.entries().filter((it) => it.proof === state).length })));
}
