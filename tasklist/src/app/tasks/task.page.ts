import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplication } from '../../api/fn/applications/get-application';
import { completeTask } from '../../api/fn/tasks/complete-task';
import { getTask } from '../../api/fn/tasks/get-task';
import type { TaskCompletion } from '../../api/models/task-completion';
import { ApplicationFacts } from '../applications/application-facts.ts';
import { ApplicationForm } from '../applications/application-form.ts';
import { latestRevision } from '../applications/latest.ts';
import { RefusalNotice } from '../applications/refusal-notice.ts';
import { ReturnReason } from '../applications/return-reason.ts';
import { CorrectionFacts } from '../corrections/correction-facts.ts';
import { FormView } from '../forms/form-view.ts';
import { FreezeConcern } from '../freezes/freeze-concern.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ElementNames } from '../processes/element-names.ts';
import { Intent } from '../session/intent.ts';
import { Due } from '../ui/due.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { addedFieldsOf, answersOf } from './added-fields.ts';
import { DecisionBar, type Decided } from './decision-bar.ts';
import { DepositFacts } from './deposit-facts.ts';
import { FieldConsents } from './field-consents.ts';
import { LatestRemark } from './latest-remark.ts';
import { PaymentCheck } from './payment-check.ts';
import { ReceiptConfirmation } from './receipt-confirmation.ts';
import { TaskClaim } from './task-claim.ts';
import { TaskContext } from './task-context.ts';
import { adviceIdOf, kindOf } from './task-kind.ts';

/** One task: what is asked in the middle, what one needs to know beside it, the decision below. */
@Component({
  selector: 'gbc-task',
  imports: [ApplicationFacts, ApplicationForm, CorrectionFacts, DecisionBar, DepositFacts, Due, FieldConsents, FormView, FreezeConcern, Icon, LatestRemark, PaymentCheck, ProblemNotice, ReceiptConfirmation, RefusalNotice, ReturnReason, RouterLink, Skeleton, TaskClaim, TaskContext, TranslocoDirective],
  templateUrl: './task.page.html',
  styleUrl: './task.page.scss',
})
export class TaskPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #snackBar = inject(MatSnackBar);
  readonly #transloco = inject(TranslocoService);
  readonly #intent = new Intent();
  private readonly applicationFormView = viewChild(ApplicationForm);
  private readonly consentsView = viewChild(FieldConsents);
  private readonly receiptView = viewChild(ReceiptConfirmation);
  private readonly addedView = viewChild(FormView);

  readonly taskId = input.required<string>();

  protected readonly names = inject(ElementNames);
  protected readonly taskQuery = liveQuery({
    params: () => this.taskId(),
    load: (taskId) => this.#api.invoke(getTask, { taskId }),
    refreshOn: ['tasks'],
  });
  protected readonly task = this.taskQuery.value;
  protected readonly kind = computed(() => kindOf(this.task()));
  protected readonly adviceId = computed(() => {
    const applicationId = this.task()?.applicationId;
    return applicationId && adviceIdOf(applicationId);
  });
  protected readonly applicationQuery = liveQuery({
    params: () => (this.adviceId() ? undefined : this.task()?.applicationId),
    load: (applicationId) => this.#api.invoke(getApplication, { applicationId }),
    refreshOn: (message) => message.topic === 'application' && (!message.id || message.id === this.task()?.applicationId),
  });
  protected readonly application = this.applicationQuery.value;
  protected readonly revision = computed(() => {
    const application = this.application();
    return application && latestRevision(application);
  });

  /** Fields of the deployed form that this page doesn't ask for by itself; an applicant's own form is shown whole anyway. */
  protected readonly addedFields = computed(() => (this.kind() === 'supply' || !this.task()?.mayAct ? undefined : addedFieldsOf(this.task()?.form?.schema)));

  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly refusedFields = computed(() => this.problem()?.errors?.map((it) => it.field) ?? []);

  /** Sends a decision. When it is refused, everything typed stays where it is. */
  protected async decide(decided: Decided): Promise<void> {
    const body = this.#completionOf(decided);
    if (!body) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { state } = await this.#api.invoke(completeTask, { taskId: this.taskId(), body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#intent.done();
      this.#snackBar.open(this.#transloco.translate(state === 'accepted' ? 'task.done' : 'task.pending'), undefined, { duration: 5000 });
      await this.#router.navigate(['/tasks'], { queryParamsHandling: 'preserve' });
    } catch (error) {
      this.problem.set(problemOf(error));
      await Promise.all([this.taskQuery.refresh(), this.applicationQuery.refresh()]);
    } finally {
      this.isBusy.set(false);
    }
  }

  #completionOf({ outcome, reason, field, fields, forwardTo }: Decided): TaskCompletion | undefined {
    const task = this.task();
    if (!task) return undefined;
    const added = this.addedView()?.submit();
    if (added && !added.isValid) return undefined;
    const answers = added && answersOf(added.form);
    const common = { ...(answers ? { answers } : {}), outcome, revision: task.revision, ...(reason ? { reason } : {}), ...(field ? { field } : {}), ...(fields ? { fields } : {}), ...(forwardTo ? { forwardTo } : {}) };
    if (outcome === 'supplied') {
      const entered = this.applicationFormView()?.collect();
      const consents = this.consentsView()?.collect();
      return entered?.isValid && consents ? { ...common, form: entered.form, documents: entered.documents, ...(consents.length ? { consents } : {}) } : undefined;
    }
    if (outcome === 'confirmed' && this.kind() === 'receive') {
      return this.receiptView()?.check() && task.amountFen !== null ? { ...common, receivedFen: task.amountFen } : undefined;
    }
    return common;
  }
}
