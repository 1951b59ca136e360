import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ModelDiff } from '@gbc/modeler/diff';
import { Api } from '../../api/api';
import { decideProposal } from '../../api/fn/models/decide-proposal';
import { getProposal } from '../../api/fn/models/get-proposal';
import type { ProposalDecision } from '../../api/models/proposal-decision';
import { Diagram } from '../diagram/diagram.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { ChangeList } from './change-list.ts';
import { ProcessNames } from './process-names.ts';

/** A redrawn flow beside the one in force: what changed, what the checks say, and the second admin's decision. */
@Component({
  selector: 'gbc-proposal',
  imports: [ChangeList, Diagram, ProblemNotice, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './proposal.page.html',
  styleUrl: './proposal.page.scss',
})
export class ProposalPage {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly names = inject(ProcessNames);

  readonly proposalId = input.required<string>();
  protected readonly query = liveQuery({
    params: () => this.proposalId(),
    load: (proposalId) => this.#api.invoke(getProposal, { proposalId }),
    refreshOn: ['models'],
  });
  protected readonly proposal = this.query.value;
  protected readonly diff = signal<ModelDiff | null>(null);
  protected readonly reason = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  readonly #models = computed(() => [this.proposal()?.baseXml, this.proposal()?.bpmnXml], { equal: (a, b) => a[0] === b[0] && a[1] === b[1] });
  /** Why an open proposal can't be decided by the reader. */
  protected readonly mayNot = computed(() => (this.#session.has('process-admin') ? 'ownProposal' : 'notAdmin'));

  constructor() {
    effect(() => {
      const [older, newer] = this.#models();
      if (older && newer && !this.proposal()?.policyChanges) void this.#compare(older, newer);
    });
  }

  protected async decide(outcome: ProposalDecision['outcome']): Promise<void> {
    const reason = this.reason().trim();
    const body: ProposalDecision = { outcome, ...(reason ? { reason } : {}) };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(decideProposal, { proposalId: this.proposalId(), body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#intent.done();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      await this.query.refresh();
      this.isBusy.set(false);
    }
  }

  async #compare(older: string, newer: string): Promise<void> {
    const { diffModels } = await import('@gbc/modeler/diff');
    this.diff.set(await diffModels(older, newer));
  }
}
