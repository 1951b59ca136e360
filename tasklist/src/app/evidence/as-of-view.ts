import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getAsOf } from '../../api/fn/evidence/get-as-of';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ElementNames } from '../processes/element-names.ts';
import { ProcessNames } from '../processes/process-names.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { StateChip } from '../ui/state-chip.ts';
import { Time } from '../ui/time.ts';

/** What is looked at: a time, or a number of leaves. */
export type Moment = { readonly at: string } | { readonly treeSize: number };

/** Ledger and processes side by side as they were at a moment, by the log alone. */
@Component({
  selector: 'gbc-as-of',
  imports: [Amount, ProblemNotice, RouterLink, Skeleton, StateChip, Time, TranslocoDirective],
  templateUrl: './as-of-view.html',
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    .sides {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr));
      gap: 24px;
    }
    .sides > section {
      display: grid;
      gap: 8px;
      align-content: start;
      min-width: 0;
    }
    td small {
      display: block;
    }
  `,
})
export class AsOfView {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  protected readonly processes = inject(ProcessNames);
  protected readonly elements = inject(ElementNames);
  readonly moment = input.required<Moment>();
  protected readonly query = liveQuery({
    params: () => this.moment(),
    load: (moment) => this.#api.invoke(getAsOf, moment),
    // The past stays as it is.
    refreshOn: [],
  });
  /** Accounts that had or held anything, in the alliance's order of members. */
  protected readonly accounts = computed(() => {
    const order = this.reference.organisations().map(({ organisationId }) => organisationId);
    const rank = (organisationId: string | null): number => order.indexOf(organisationId ?? '');
    return (this.query.value()?.accounts ?? [])
      .filter(({ balanceFen, heldFen }) => balanceFen > 0 || heldFen > 0)
      .sort((one, other) => rank(one.organisationId) - rank(other.organisationId));
  });
}
