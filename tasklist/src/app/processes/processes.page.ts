import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listPolicies } from '../../api/fn/models/list-policies';
import { listProposals } from '../../api/fn/models/list-proposals';
import { listProcesses } from '../../api/fn/processes/list-processes';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { EnginePanel } from './engine-panel.ts';
import { OrphanList } from './orphan-list.ts';
import { ProcessNames } from './process-names.ts';
import { ProposalTable } from './proposal-table.ts';

/** The flows that are deployed, and proposals to redraw them. */
@Component({
  selector: 'gbc-processes',
  imports: [EnginePanel, OrphanList, ProblemNotice, ProposalTable, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './processes.page.html',
  styles: `
    td:first-child {
      min-width: 9em;
    }
  `,
})
export class ProcessesPage {
  readonly #api = inject(Api);
  protected readonly names = inject(ProcessNames);
  protected readonly processes = liveQuery({ params: () => true, load: () => this.#api.invoke(listProcesses), refreshOn: ['processInstance', 'models'] });
  protected readonly policies = liveQuery({ params: () => true, load: () => this.#api.invoke(listPolicies), refreshOn: ['models'] });
  protected readonly proposals = liveQuery({ params: () => true, load: () => this.#api.invoke(listProposals), refreshOn: ['models'] });
}
