import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../api/api';
import { ApiConfiguration } from '../../api/api-configuration';
import { listAllocationFiles } from '../../api/fn/applications/list-allocation-files';
import type { AllocationFile } from '../../api/models/allocation-file';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** Files of allocations: upload one to have it checked, or go on with an earlier one. */
@Component({
  selector: 'gbc-allocations',
  imports: [Amount, EmptyState, Icon, ProblemNotice, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './allocations.page.html',
  styleUrl: './allocations.page.scss',
})
export class AllocationsPage {
  readonly #api = inject(Api);
  readonly #http = inject(HttpClient);
  readonly #rootUrl = inject(ApiConfiguration).rootUrl;
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly reference = inject(ReferenceStore);

  /** Offices that the reader may allocate for. */
  protected readonly payers = computed(() => {
    const mine = this.#session.memberships().filter(({ role }) => role === 'project-manager' || role === 'finance-supervisor').map(({ organisationId }) => organisationId);
    return this.reference.organisations().filter(({ organisationId, kind }) => mine.includes(organisationId) && (kind === 'district' || kind === 'department'));
  });
  protected readonly payerId = signal<string | undefined>(undefined);
  protected readonly chosenPayerId = computed(() => this.payerId() ?? this.payers()[0]?.organisationId);
  protected readonly query = liveQuery({ params: () => this.payers().length > 0 || undefined, load: () => this.#api.invoke(listAllocationFiles), refreshOn: ['allocations'] });
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async upload(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    const payerOrganisationId = this.chosenPayerId();
    if (!file || !payerOrganisationId) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    const body = new FormData();
    body.set('payerOrganisationId', payerOrganisationId);
    body.set('file', file);
    try {
      const headers = { 'Idempotency-Key': this.#intent.keyFor([payerOrganisationId, file.name, file.size, file.lastModified]) };
      const { fileId } = await firstValueFrom(this.#http.post<AllocationFile>(`${this.#rootUrl}/allocation-files`, body, { headers }));
      this.#intent.done();
      await this.#router.navigate(['/applications/allocations', fileId]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
      input.value = '';
    }
  }
}
