import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listPolicies } from '../../api/fn/models/list-policies';
import { proposePolicy } from '../../api/fn/models/propose-policy';
import type { NewPolicyProposal } from '../../api/models/new-policy-proposal';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { Skeleton } from '../ui/skeleton.ts';

/** The tables of one policy: read by everybody, edited cell by cell by an admin, whose proposal a second admin decides. */
@Component({
  selector: 'gbc-policy',
  imports: [ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './policy.page.html',
  styles: `
    td .input {
      width: 100%;
      min-width: 120px;
    }
    td:first-child {
      min-width: 96px;
    }
    .changed {
      border-color: var(--wait);
      background: var(--wait-soft);
    }
  `,
})
export class PolicyPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();

  readonly policyId = input.required<string>();
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listPolicies), refreshOn: ['models'] });
  protected readonly policy = computed(() => this.query.value()?.items.find((it) => it.policyId === this.policyId()));
  protected readonly mayEdit = computed(() => this.#session.has('process-admin'));
  /** Texts that differ from those in force, by cell. */
  protected readonly edited = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly note = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly wrongCells = computed(() => new Set(this.problem()?.errors?.map((it) => it.field)));

  protected edit(cell: { entryId: string; text: string }, text: string): void {
    this.edited.update((before) => {
      const after = new Map(before);
      if (text === cell.text) after.delete(cell.entryId);
      else after.set(cell.entryId, text);
      return after;
    });
  }

  protected async propose(): Promise<void> {
    const policy = this.policy();
    if (!policy) return;
    const changes = [...this.edited()].map(([entryId, text]) => ({ entryId, text }));
    const body: NewPolicyProposal = { baseVersion: policy.version, changes, note: this.note().trim() };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { proposalId } = await this.#api.invoke(proposePolicy, { policyId: policy.policyId, body, 'Idempotency-Key': this.#intent.keyFor(body) });
      await this.#router.navigate(['/proposals', proposalId]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
