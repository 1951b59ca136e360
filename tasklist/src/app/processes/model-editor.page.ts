import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { proposeModel } from '../../api/fn/models/propose-model';
import { getProcessModel } from '../../api/fn/processes/get-process-model';
import type { NewProposal } from '../../api/models/new-proposal';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { ModelCanvas } from './model-canvas.ts';
import { ProcessNames } from './process-names.ts';

/** Redrawing a flow. What leaves this page is a proposal: a second admin decides, then it is deployed. */
@Component({
  selector: 'gbc-model-editor-page',
  imports: [EmptyState, Icon, ModelCanvas, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './model-editor.page.html',
  styleUrl: './model-editor.page.scss',
})
export class ModelEditorPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly names = inject(ProcessNames);
  protected readonly canvas = viewChild(ModelCanvas);

  readonly processId = input.required<string>();

  protected readonly mayEdit = computed(() => this.#session.has('process-admin'));
  protected readonly model = liveQuery({
    params: () => (this.mayEdit() ? this.processId() : undefined),
    load: (processId) => this.#api.invoke(getProcessModel, { processId, version: 'latest' }),
    refreshOn: [],
  });
  protected readonly note = signal('');
  protected readonly isProposing = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly errors = computed(() => this.canvas()?.state()?.lint.filter((it) => it.severity === 'error').length ?? 0);

  protected async propose(): Promise<void> {
    const model = this.model.value();
    const bpmnXml = await this.canvas()?.saveXml();
    if (!model || !bpmnXml || !this.note().trim()) return;
    const body: NewProposal = { processId: model.processId, baseVersion: model.version, bpmnXml, note: this.note().trim() };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { proposalId } = await this.#api.invoke(proposeModel, { body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.canvas()?.forget();
      await this.#router.navigate(['/proposals', proposalId]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  /** Asked by the router's guard before the page is left. */
  mayLeave(): boolean {
    return !this.canvas()?.state()?.dirty;
  }
}
