import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getAllocationFile } from '../../api/fn/applications/get-allocation-file';
import { listAllocationLines } from '../../api/fn/applications/list-allocation-lines';
import { submitAllocationFile } from '../../api/fn/applications/submit-allocation-file';
import type { AllocationLine } from '../../api/models/allocation-line';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';

type LineState = AllocationLine['state'];
const states: readonly LineState[] = ['refused', 'ready', 'submitted'];

/** A file of allocations: what rules say of each line, then how far it is, with a link to what came of each. */
@Component({
  selector: 'gbc-allocation',
  imports: [Amount, EmptyState, Icon, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './allocation.page.html',
  styleUrl: './allocations.page.scss',
})
export class AllocationPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #intent = new Intent();
  protected readonly reference = inject(ReferenceStore);

  readonly fileId = input.required<string>();
  /** Which lines are shown: the address says it. */
  readonly state = input<string>();
  readonly after = input<string>();

  protected readonly states = states;
  protected readonly shown = computed(() => states.find((it) => it === this.state()));
  protected readonly afterRow = computed(() => Number(this.after() ?? 0) || 0);
  protected readonly file = liveQuery({ params: () => this.fileId(), load: (fileId) => this.#api.invoke(getAllocationFile, { fileId }), refreshOn: ['allocations'] });
  protected readonly lines = liveQuery({
    params: () => ({ fileId: this.fileId(), state: this.shown(), afterRow: this.afterRow() }),
    load: ({ fileId, state, afterRow }) => this.#api.invoke(listAllocationLines, { fileId, afterRow, limit: 100, ...(state ? { state } : {}) }),
    refreshOn: ['allocations'],
  });
  protected readonly isAllOrNone = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly mayBeAll = computed(() => this.file.value()?.refused.count === 0);

  constructor() {
    effect(() => {
      if (!this.mayBeAll()) this.isAllOrNone.set(false);
    });
  }

  protected countOf(state: LineState): number {
    return this.file.value()?.[state].count ?? 0;
  }

  protected async show(change: { state?: LineState | null; after?: number | null }): Promise<void> {
    await this.#router.navigate([], { queryParams: change, queryParamsHandling: 'merge' });
  }

  protected async submit(): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    const fileId = this.fileId();
    const body = { isAllOrNone: this.isAllOrNone() };
    try {
      await this.#api.invoke(submitAllocationFile, { fileId, 'Idempotency-Key': this.#intent.keyFor([fileId, body]), body });
      this.#intent.done();
      await Promise.all([this.file.refresh(), this.lines.refresh()]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
