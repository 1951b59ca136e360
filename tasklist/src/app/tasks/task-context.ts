import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listApplications } from '../../api/fn/applications/list-applications';
import type { Application } from '../../api/models/application';
import { DocumentList } from '../applications/document-list.ts';
import { Findings } from '../applications/findings.ts';
import { latestRevision } from '../applications/latest.ts';
import { liveQuery } from '../live/live-query.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { StateChip } from '../ui/state-chip.ts';

const earlierMax = 5;

/** Answers before one asks: who applies, what the contract and the budget still allow, what the rules found, the files. */
@Component({
  selector: 'gbc-task-context',
  imports: [Amount, DocumentList, Findings, RouterLink, StateChip, TranslocoDirective],
  templateUrl: './task-context.html',
  styleUrl: './task-context.scss',
})
export class TaskContext {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  readonly application = input.required<Application>();

  protected readonly revision = computed(() => latestRevision(this.application()));
  protected readonly applicant = computed(() => this.reference.organisation(this.application().applicantOrganisationId));
  readonly #applications = liveQuery({
    params: () => this.application().applicantOrganisationId,
    load: () => this.#api.invoke(listApplications, { scope: 'office', limit: 100 }),
    refreshOn: ['application'],
  });
  protected readonly earlier = computed(() => {
    const { applicantOrganisationId, applicationId } = this.application();
    return (this.#applications.value()?.items ?? [])
      .filter((it) => it.applicantOrganisationId === applicantOrganisationId && it.applicationId !== applicationId)
      .slice(0, earlierMax);
  });
}
