import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplication } from '../../api/fn/applications/get-application';
import { CorrectionFacts } from '../corrections/correction-facts.ts';
import { CorrectionNotice } from '../corrections/correction-notice.ts';
import { ErasureButton } from '../erasure/erasure-button.ts';
import { FreezeButton } from '../freezes/freeze-button.ts';
import { FreezeConcern } from '../freezes/freeze-concern.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { StateChip } from '../ui/state-chip.ts';
import { Time } from '../ui/time.ts';
import { ApplicationFlows } from './application-flows.ts';
import { ApplicationHistory } from './application-history.ts';
import { ApplicationProcess } from './application-process.ts';
import { ApplicationProof } from './application-proof.ts';
import { ApplicationRevisions } from './application-revisions.ts';
import { ApplicationSteps } from './application-steps.ts';
import { DocumentList } from './document-list.ts';
import { latestRevision } from './latest.ts';
import { MoneyTrail } from './money-trail.ts';
import { RefusalNotice } from './refusal-notice.ts';
import { ReturnReason } from './return-reason.ts';

const tabs = ['form', 'files', 'process', 'money', 'proof', 'history'] as const;
type Tab = (typeof tabs)[number];

/** Everything about one application: where it stands on top, then one tab for each question. */
@Component({
  selector: 'gbc-application',
  imports: [Amount, ApplicationFlows, ApplicationHistory, ApplicationProcess, ApplicationProof, ApplicationRevisions, ApplicationSteps, CorrectionFacts, CorrectionNotice, DocumentList, ErasureButton, FreezeButton, FreezeConcern, MoneyTrail, ProblemNotice, ProofChip, RefusalNotice, ReturnReason, RouterLink, Skeleton, StateChip, Time, TranslocoDirective],
  templateUrl: './application.page.html',
  styleUrl: './application.page.scss',
})
export class ApplicationPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  protected readonly reference = inject(ReferenceStore);

  readonly applicationId = input.required<string>();
  /** From the address. */
  readonly tab = input<string>();
  /** From the address: the past moment that the flows of its money are shown at. */
  readonly at = input<string>();

  protected readonly tabs = tabs;
  protected readonly shownTab = computed<Tab>(() => tabs.find((it) => it === this.tab()) ?? 'form');
  protected readonly query = liveQuery({
    params: () => this.applicationId(),
    load: (applicationId) => this.#api.invoke(getApplication, { applicationId }),
    refreshOn: (message) => message.topic === 'application' && (!message.id || message.id === this.applicationId()),
  });
  protected readonly application = this.query.value;
  protected readonly documents = computed(() => {
    const application = this.application();
    if (!application) return [];
    return latestRevision(application)?.documents ?? application.draftDocuments;
  });
  protected readonly mayEraseFiles = computed(() => this.application()?.mayErase ?? false);
  /** The task that the reader's own groups hold, if any. */
  protected readonly openTaskId = computed(() => {
    const isMine = this.application()?.waitingFor.some((group) => this.#session.memberships().some((it) => group === `${it.organisationId}/${it.role}`));
    return isMine ? this.application()?.openTaskIds[0] : undefined;
  });

  protected async choose(tab: Tab): Promise<void> {
    await this.#router.navigate([], { queryParams: { tab: tab === 'form' ? null : tab }, replaceUrl: true });
  }
}
