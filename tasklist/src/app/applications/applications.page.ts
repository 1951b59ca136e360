import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listApplications } from '../../api/fn/applications/list-applications';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { ExportMenu } from '../ui/export-menu.ts';
import { Icon } from '../ui/icon.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { StateChip, type ApplicationState } from '../ui/state-chip.ts';
import { Time } from '../ui/time.ts';
import { applicationStates, isApplicationState } from './application-states.ts';

type Scope = 'mine' | 'office' | 'all';
const scopes: Scope[] = ['mine', 'office', 'all'];

interface Filters {
  scope: Scope;
  state?: ApplicationState;
  q?: string;
}

/** All applications one may see. The filters are the address, so that a link shows what I see. */
@Component({
  selector: 'gbc-applications',
  imports: [Amount, EmptyState, ExportMenu, Icon, ProblemNotice, ProofChip, RouterLink, Skeleton, StateChip, Time, TranslocoDirective],
  templateUrl: './applications.page.html',
  styleUrl: './applications.page.scss',
})
export class ApplicationsPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  protected readonly reference = inject(ReferenceStore);

  readonly scope = input<string>();
  readonly state = input<string>();
  readonly q = input<string>();

  protected readonly scopes = scopes;
  protected readonly states = applicationStates;
  protected readonly mayApply = computed(() => this.#session.has('supplier', 'individual', 'project-manager'));
  /** Districts and departments allocate to the offices below them. */
  protected readonly mayAllocate = computed(() => this.#session.memberships().some(({ organisationId, role }) =>
    (role === 'project-manager' || role === 'finance-supervisor') && ['district', 'department'].includes(this.reference.organisation(organisationId)?.kind ?? '')));
  protected readonly filters = computed<Filters>(() => {
    const state = this.state();
    const q = this.q()?.trim();
    return {
      scope: scopes.find((it) => it === this.scope()) ?? (this.#session.has('supplier', 'individual') ? 'mine' : 'all'),
      ...(isApplicationState(state) ? { state } : {}),
      ...(q ? { q } : {}),
    };
  });
  protected readonly query = liveQuery({
    params: () => this.filters(),
    load: (filters) => this.#api.invoke(listApplications, { ...filters, limit: 200 }),
    refreshOn: ['application'],
  });
  protected readonly applications = computed(() => this.query.value()?.items ?? []);
  protected readonly totalFen = computed(() => this.applications().reduce((sum, it) => sum + (it.amountFen ?? 0), 0));
  protected readonly exports = computed(() => {
    const { scope, state, q } = this.filters();
    return [{ path: 'applications', filters: { scope, state, q }, label: 'place.applications' }];
  });
  protected readonly isFiltered = computed(() => Boolean(this.filters().state ?? this.filters().q));

  protected async filterBy(change: Partial<Record<keyof Filters, string | null>>): Promise<void> {
    await this.#router.navigate([], { queryParams: change, queryParamsHandling: 'merge' });
  }

  protected async open(applicationId: string): Promise<void> {
    await this.#router.navigate(['/applications', applicationId]);
  }
}
