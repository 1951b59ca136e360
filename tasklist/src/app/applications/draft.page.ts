import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplication } from '../../api/fn/applications/get-application';
import { saveDraft } from '../../api/fn/applications/save-draft';
import { submitApplication } from '../../api/fn/applications/submit-application';
import { getStartForm } from '../../api/fn/reference/get-start-form';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { ApplicationForm } from './application-form.ts';

/** A draft: its form, its files, and sending it. */
@Component({
  selector: 'gbc-draft',
  imports: [ApplicationForm, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './draft.page.html',
  styleUrl: './draft.page.scss',
})
export class DraftPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #saving = new Intent();
  readonly #submitting = new Intent();
  private readonly formView = viewChild(ApplicationForm);
  protected readonly reference = inject(ReferenceStore);

  readonly applicationId = input.required<string>();

  protected readonly query = liveQuery({
    params: () => this.applicationId(),
    load: (applicationId) => this.#api.invoke(getApplication, { applicationId }),
    refreshOn: [],
  });
  protected readonly application = this.query.value;
  protected readonly startForm = liveQuery({
    params: () => this.application()?.processId,
    load: (processId) => this.#api.invoke(getStartForm, { processId }),
    refreshOn: [],
  });
  protected readonly isBusy = signal(false);
  protected readonly isIncomplete = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly refusedFields = computed(() => this.problem()?.errors?.map((it) => it.field) ?? []);

  protected async submit(): Promise<void> {
    const entered = this.formView()?.collect();
    this.isIncomplete.set(!entered?.isValid);
    if (!entered?.isValid) return;
    const applicationId = this.applicationId();
    const body = { form: entered.form, documents: entered.documents };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(saveDraft, { applicationId, body, 'Idempotency-Key': this.#saving.keyFor(body) });
      await this.#api.invoke(submitApplication, { applicationId, 'Idempotency-Key': this.#submitting.keyFor(body) });
      await this.#router.navigate(['/applications', applicationId], { replaceUrl: true });
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
